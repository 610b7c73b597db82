import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";

const places = [
  ["/", "Jobs"],
  ["/sources", "Sources"],
  ["/search", "Search"],
  ["/operation", "Operation"],
  ["/notifications", "Notifications"],
] as const;

export function Shell({ children }: { children: ReactNode }) {
  const [here] = useLocation();
  return (
    <>
      <header>
        <Link href="/">Trawl</Link>
        <nav aria-label="Main">
          {places.map(([path, name]) => (
            <Link key={path} href={path} aria-current={here === path ? "page" : undefined}>
              {name}
            </Link>
          ))}
        </nav>
      </header>
      <main>{children}</main>
    </>
  );
}
