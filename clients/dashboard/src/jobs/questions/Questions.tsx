import type { Clarification } from "@trawl/client";
import { useClarification } from "@trawl/client/react";
import { memo } from "react";
import { Card } from "../../ui/index.js";
import { Question } from "./Question.js";
import { Verdict } from "./Verdict.js";
import "./questions.css";

/** What a job asks, and what became of what it has asked. Nothing when it has asked nothing. */
export const Questions = memo(function Questions({ jobId, all }: { jobId: string; all: readonly Clarification[] }) {
  const { answer, isAnswering, winner, error } = useClarification(jobId);
  if (all.length === 0) return null;
  const isOpen = all.some(({ status }) => status === "pending");
  return (
    <Card title="Questions" className={isOpen ? "questions-open" : ""}>
      <ul className="questions" aria-live="polite">
        {all.map((question) => (
          <li key={question.id}>
            <p className="questions-text">{question.question}</p>
            {question.status === "pending" ? (
              <Question
                question={question}
                busy={isAnswering}
                onAnswer={(text) => void answer(question.id, text).catch(() => undefined)}
              />
            ) : (
              <Verdict question={question} />
            )}
            {winner?.clarificationId === question.id && (
              <p className="questions-late" role="alert">
                {winner.answeredBy ?? "Somebody else"} was faster and answered "{winner.answer}".
              </p>
            )}
          </li>
        ))}
      </ul>
      {error && !winner && (
        <p className="questions-late" role="alert">
          {error.message}
        </p>
      )}
    </Card>
  );
});
