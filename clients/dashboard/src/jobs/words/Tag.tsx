import type { ReactNode } from "react";
import "./tag.css";

/** A word about a job that is not its status. */
export const Tag = ({ children }: { children: ReactNode }) => <span className="tag">{children}</span>;
