import { useConnection } from "@trawl/client/react";
import { useEffect, useState } from "react";
import { Button, Dialog, Time } from "../../ui/index.js";
import { Icon } from "../Icon.js";
import { NameForm } from "./NameForm.js";
import { useSession } from "./Session.js";
import { SignInForm } from "./SignInForm.js";
import { useMe } from "./useMe.js";
import "./session.css";

/** Who am I? Opens by itself when the server refuses. */
export function UserButton() {
  const { credentials, refused: asked } = useSession();
  const me = useMe();
  // A page that only listens asks for nothing, and its token runs out all the same.
  const refused = useConnection().state === "unauthorized" || asked;
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(refused), [refused]);
  const name = refused ? "Sign in" : (me?.userId ?? credentials.userId ?? "Signed in");
  const close = () => setOpen(false);
  return (
    <>
      <Button kind="quiet" small className="user-button" aria-label={`You: ${name}`} title={name} onClick={() => setOpen(true)}>
        <Icon name="person" />
        <span className="user-button-name">{name}</span>
      </Button>
      <Dialog open={open} title={refused ? "Sign in" : "Who you are"} onClose={close}>
        {refused ? <SignInForm /> : credentials.userId ? <NameForm onDone={close} /> : <SignedIn />}
      </Dialog>
    </>
  );
}

function SignedIn() {
  const { credentials, signOut } = useSession();
  const me = useMe();
  return (
    <div className="stack">
      <p>
        You are signed in {me && <>as {me.userId} </>}by {credentials.token ? "a token" : "an API key"}, in this tab
        {me?.isAdmin && ", and see what is everybody's"}.
      </p>
      {me?.expiresAt && (
        <p className="soft small">
          It ends <Time at={me.expiresAt} />.
        </p>
      )}
      <Button onClick={signOut}>Sign out</Button>
    </div>
  );
}
