import { useMutation } from "@tanstack/react-query";
import { TrawlClient } from "@trawl/client";
import { type FormEvent, useState } from "react";
import { Button, ErrorBox, Select, TextField } from "../../ui/index.js";
import type { Shown } from "./credentials.js";
import { useSession } from "./Session.js";

const kinds = [
  ["token", "Token"],
  ["apiKey", "API key"],
] as const;

/** Asks for a token or a key, and goes on with it only if the server takes it. */
export function SignInForm() {
  const { signIn, asksFor, credentials } = useSession();
  const [shown, setShown] = useState<Shown>({ kind: asksFor ?? (credentials.apiKey ? "apiKey" : "token"), value: "" });
  const check = useMutation({
    mutationFn: (tried: Shown) => new TrawlClient({ [tried.kind]: tried.value }).rest.get("/api/me"),
    onSuccess: (_, tried) => signIn(tried),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    check.mutate({ ...shown, value: shown.value.trim() });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p className="soft small">
        The server wants to know who you are. What you show is kept in this tab only, until it is closed.
      </p>
      <Select
        label="Sign in with"
        options={kinds}
        value={shown.kind}
        onChange={(event) => setShown({ ...shown, kind: event.target.value as Shown["kind"] })}
      />
      <TextField
        label={shown.kind === "token" ? "Token" : "API key"}
        type="password"
        autoComplete="off"
        required
        value={shown.value}
        onChange={(event) => setShown({ ...shown, value: event.target.value })}
      />
      <ErrorBox error={check.error} />
      <Button type="submit" kind="primary" busy={check.isPending}>
        Sign in
      </Button>
    </form>
  );
}
