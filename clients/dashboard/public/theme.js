// Before the first paint, and a file of its own: the content security policy lets no inline script run.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {}
