import { useState } from "react";
import { Button } from "../../ui/index.js";
import { Icon } from "../Icon.js";

const names = { system: "as the system", light: "light", dark: "dark" } as const;
type Theme = keyof typeof names;
const next: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };

/** What /theme.js set before the first paint. */
function chosen(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === "light" || theme === "dark" ? theme : "system";
}

function choose(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // A browser that keeps nothing: it holds for this page.
  }
}

export function ThemeSwitch() {
  const [theme, setTheme] = useState(chosen);
  const press = () => {
    choose(next[theme]);
    setTheme(next[theme]);
  };
  const label = `Colours: ${names[theme]}`;
  return (
    <Button kind="quiet" small onClick={press} title={label} aria-label={`${label}. Change to ${names[next[theme]]}`}>
      <Icon name={theme} />
    </Button>
  );
}
