import { type ReactNode, useEffect, useId, useRef } from "react";
import { ErrorBox } from "../feedback/ErrorBox.js";
import { Button } from "./Button.js";
import "./dialog.css";

export interface DialogProps {
  open: boolean;
  title: ReactNode;
  /** Escape, a press beside it, or the cross. */
  onClose: () => void;
  children: ReactNode;
}

/** The browser's own: it keeps the focus inside and gives it back. */
export function Dialog({ open, title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!open || !element) return;
    element.showModal();
    return () => element.close();
  }, [open]);
  if (!open) return null;
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => event.target === dialog.current && onClose()}
    >
      <div className="dialog-body">
        <h2 id={id} className="dialog-title">
          {title}
        </h2>
        {children}
        {/* The last of all, though at the top: the focus goes to what the dialog is about. */}
        <Button kind="quiet" small className="dialog-close" aria-label="Close" onClick={onClose}>
          ✕
        </Button>
      </div>
    </dialog>
  );
}

export interface ConfirmDialogProps extends Omit<DialogProps, "children"> {
  /** What follows from it. */
  children: ReactNode;
  /** What is done, as the button says it: "Delete source". */
  action: string;
  onConfirm: () => void;
  busy?: boolean;
  /** Why it was not done. */
  error?: unknown;
}

/** Before what cannot be undone. */
export function ConfirmDialog({ action, onConfirm, busy, error, children, ...dialog }: ConfirmDialogProps) {
  return (
    <Dialog {...dialog}>
      <div className="stack">
        {children}
        <ErrorBox error={error} />
        <div className="dialog-actions">
          <Button onClick={dialog.onClose}>Keep it</Button>
          <Button kind="danger" busy={busy ?? false} onClick={onConfirm}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
