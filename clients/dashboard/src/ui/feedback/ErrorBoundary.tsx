import { Component, type ReactNode } from "react";
import { ErrorBox } from "./ErrorBox.js";

/** Keeps what broke to its own part of the page. Give it the path as `key`, and the next page starts anew. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    // Most often a part of an older version that the server no longer has: a reload brings the new one.
    return this.state.error ? <ErrorBox error={this.state.error} retry={() => location.reload()} /> : this.props.children;
  }
}
