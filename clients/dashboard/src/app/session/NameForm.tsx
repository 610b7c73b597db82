import { type FormEvent, useState } from "react";
import { Button, TextField, Toggle } from "../../ui/index.js";
import { useSession } from "./Session.js";

/** Development, where everybody is who they say they are. */
export function NameForm({ onDone }: { onDone: () => void }) {
  const { credentials, rename } = useSession();
  const [name, setName] = useState(credentials.userId ?? "");
  const [isAdmin, setAdmin] = useState(credentials.role === "admin");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename(name.trim(), isAdmin);
    onDone();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label="Your name"
        hint="A server in development believes it. It is this tab's: another tab can be somebody else, who sees nothing of yours."
        required
        maxLength={128}
        pattern=".*\S.*"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Toggle
        label="As an admin, who sees what is everybody's"
        checked={isAdmin}
        onChange={(event) => setAdmin(event.target.checked)}
      />
      <Button type="submit" kind="primary">
        Use this name
      </Button>
    </form>
  );
}
