import { useConnection } from "@trawl/client/react";
import { useEffect, useState } from "react";
import { Button, Dialog } from "../../ui/index.js";
import { Icon } from "../Icon.js";
import { NameForm } from "./NameForm.js";
import { useSession } from "./Session.js";
import { SignInForm } from "./SignInForm.js";
import "./session.css";

/** Who am I? Opens by itself when the server refuses. */
export function UserButton() {
  const { credentials, refused: asked, signOut } = useSession();
  // A page that only listens asks for nothing, and its token runs out all the same.
  const refused = useConnection().state === "unauthorized" || asked;
  const [open, setOpen] = useState(false);
  const signedIn = Boolean(credentials.token || credentials.apiKey);
  useEffect(() => setOpen(refused), [refused]);
  const name = refused ? "Sign in" : signedIn ? "Signed in" : (credentials.userId ?? "anonymous");
  return (
    <>
      <Button kind="quiet" small className="user-button" aria-label={`You: ${name}`} title={name} onClick={() => setOpen(true)}>
        <Icon name="person" />
        <span className="user-button-name">{name}</span>
      </Button>
      <Dialog open={open} title={refused ? "Sign in" : "Who you are"} onClose={() => setOpen(false)}>
        {refused ? (
          <SignInForm />
        ) : signedIn ? (
          <div className="stack">
            <p>You are signed in by {credentials.token ? "a token" : "an API key"}, in this tab.</p>
            <Button onClick={signOut}>Sign out</Button>
          </div>
        ) : (
          <NameForm onDone={() => setOpen(false)} />
        )}
      </Dialog>
    </>
  );
}
