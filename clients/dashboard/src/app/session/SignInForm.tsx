import { type FormEvent, useState } from "react";
import { Button, ErrorBox, TextField } from "../../ui/index.js";
import { check } from "./check.js";
import { useSession } from "./Session.js";

/** Asks for a token or a key, and goes on with it only if the server takes it. */
export function SignInForm() {
  const { signIn } = useSession();
  const [value, setValue] = useState("");
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState({ busy: true, error: null });
    try {
      const { shown, me } = await check(value.trim());
      signIn(shown, me.userId);
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p className="soft small">
        The server wants to know who you are. What you show is kept in this tab only, until it is closed.
      </p>
      <TextField
        label="Token or API key"
        type="password"
        autoComplete="off"
        required
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <ErrorBox error={state.error} />
      <Button type="submit" kind="primary" busy={state.busy}>
        Sign in
      </Button>
    </form>
  );
}
