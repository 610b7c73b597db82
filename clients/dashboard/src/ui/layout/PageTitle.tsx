import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import "./page-title.css";

// Where the reader was last: the heading takes the focus when the page has changed, not when it was loaded.
let here = location.pathname;
let back = false;
// A heading that gives way to another, such as one that waits for the name of what is shown, leaves the focus to it.
let left = false;
addEventListener("popstate", () => {
  back = true;
});

export interface PageTitleProps {
  title: ReactNode;
  /** What the tab says, where it is not the title: `42% docs.example.com`. */
  tab?: string;
  /** At the right. */
  actions?: ReactNode;
  /** Below. */
  children?: ReactNode;
}

/** The one heading of a page: it names the tab, and a reader who comes by a link is put here. */
export function PageTitle({ title, tab, actions, children }: PageTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const name = tab ?? (typeof title === "string" ? title : undefined);
  useEffect(() => {
    document.title = name ? `${name} · Trawl` : "Trawl";
  }, [name]);
  useLayoutEffect(() => {
    const element = heading.current;
    const isNew = here !== location.pathname;
    // What a page gives the focus itself keeps it.
    if ((isNew || left) && !document.activeElement?.closest("main")) element?.focus({ preventScroll: true });
    if (isNew && !back) scrollTo(0, 0);
    here = location.pathname;
    back = left = false;
    return () => {
      left = document.activeElement === element;
    };
  }, []);
  return (
    <header className="page-title">
      <div className="page-title-line">
        <h1 ref={heading} tabIndex={-1} title={typeof title === "string" ? title : undefined}>
          {title}
        </h1>
        {actions && <div className="row">{actions}</div>}
      </div>
      {children}
    </header>
  );
}
