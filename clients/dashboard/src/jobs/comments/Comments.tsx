import type { Comment } from "@trawl/client";
import { type FormEvent, type KeyboardEvent, memo, useState } from "react";
import { Button, Card, TextArea, Time } from "../../ui/index.js";
import { type CommentedJob, useComments } from "./useComments.js";
import "./comments.css";

export interface CommentsProps extends CommentedJob {
  /** What its channel has told. */
  told: readonly Comment[];
}

/** The thread on a job. What is said is there at once. */
export const Comments = memo(function Comments({ told, ...job }: CommentsProps) {
  const { comments, waiting, say, error } = useComments(job, told);
  return (
    <Card title="Comments">
      {comments.length + waiting.length === 0 && <p className="soft small">Nobody has said anything.</p>}
      <ul className="comments" aria-live="polite">
        {comments.map(({ id, userId, text, createdAt }) => (
          <li key={id}>
            <p className="comments-head">
              <strong>{userId}</strong> <Time at={createdAt} />
            </p>
            <p className="comments-text">{text}</p>
          </li>
        ))}
        {waiting.map((text) => (
          <li key={text} className="comments-waiting">
            <p className="comments-head">Being sent</p>
            <p className="comments-text">{text}</p>
          </li>
        ))}
      </ul>
      {error && (
        <p className="comments-error" role="alert">
          {error}
        </p>
      )}
      <CommentForm onSay={say} />
    </Card>
  );
});

/** Resolves with false when it was not taken: then it is there to be sent again. */
function CommentForm({ onSay }: { onSay: (text: string) => Promise<boolean> }) {
  const [text, setText] = useState("");
  const send = async (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    const said = text.trim();
    if (said === "") return;
    setText("");
    if (!(await onSay(said))) setText((since) => since || said);
  };
  return (
    <form className="comments-form" onSubmit={(event) => void send(event)}>
      <TextArea
        label={<span className="heard">Comment</span>}
        placeholder="Say something about this job"
        rows={2}
        value={text}
        maxLength={4000}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && void send(event)}
      />
      <Button type="submit">Comment</Button>
    </form>
  );
}
