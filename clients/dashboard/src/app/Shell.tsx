import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { Bell } from "../notifications/Bell.js";
import { Toasts } from "../notifications/toasts/Toasts.js";
import { ConnectionIndicator } from "./connection/ConnectionIndicator.js";
import { Icon } from "./Icon.js";
import { UserButton } from "./session/UserButton.js";
import { ThemeSwitch } from "./theme/ThemeSwitch.js";
import "./shell.css";

const places = [
  ["/", "Jobs", "jobs"],
  ["/sources", "Sources", "sources"],
  ["/search", "Search", "search"],
  ["/operation", "Operation", "operation"],
] as const;

/** A job's page belongs to the jobs, a source's to the sources. */
function isIn(path: string, here: string): boolean {
  if (path === "/") return here === "/" || here.startsWith("/jobs/") || here.startsWith("/drafts/");
  return here === path || here.startsWith(`${path}/`);
}

/** What is around every page. On a phone the navigation is at the bottom, where the thumb is. */
export function Shell({ children }: { children: ReactNode }) {
  const [here] = useLocation();
  return (
    <>
      <a className="shell-skip" href="#main">
        Skip to the content
      </a>
      <header className="shell-head">
        <Link href="/" className="shell-brand">
          <img src="/icon.svg" alt="" width="24" height="24" />
          Trawl
        </Link>
        <nav className="shell-nav" aria-label="Main">
          {places.map(([path, name, icon]) => (
            <Link key={path} href={path} aria-current={isIn(path, here) ? "page" : undefined}>
              <Icon name={icon} />
              {name}
            </Link>
          ))}
        </nav>
        <div className="shell-tools">
          <ConnectionIndicator />
          <Bell />
          <ThemeSwitch />
          <UserButton />
        </div>
      </header>
      <main className="shell-main" id="main" tabIndex={-1}>
        {children}
      </main>
      <Toasts />
    </>
  );
}
