import type { Clarification } from "@trawl/client";
import { type FormEvent, useState } from "react";
import { Button, TextField, useNow } from "../../ui/index.js";
import { openWords } from "./open.js";

export interface QuestionProps {
  question: Clarification;
  busy: boolean;
  onAnswer: (answer: string) => void;
}

/** A question that is open: a button for each answer there is, or room for one's own. */
export function Question({ question: { options, expiresAt, question }, busy, onAnswer }: QuestionProps) {
  const left = useNow((now) => openWords(expiresAt, now));
  return (
    <div className="row">
      {options.length > 0 ? (
        options.map((option) => (
          <Button key={option} kind="primary" busy={busy} aria-label={`Answer: ${option}`} onClick={() => onAnswer(option)}>
            {option}
          </Button>
        ))
      ) : (
        <FreeAnswer question={question} busy={busy} onAnswer={onAnswer} />
      )}
      {/* Read once, not every second. */}
      <span className="questions-left" aria-live="off">
        {left}
      </span>
    </div>
  );
}

function FreeAnswer({ question, busy, onAnswer }: { question: string } & Omit<QuestionProps, "question">) {
  const [text, setText] = useState("");
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && text.trim() !== "") onAnswer(text.trim());
  };
  return (
    <form className="questions-free" onSubmit={send}>
      <TextField
        label="Your answer"
        aria-label={`Your answer: ${question}`}
        value={text}
        maxLength={4000}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" kind="primary" busy={busy}>
        Answer
      </Button>
    </form>
  );
}
