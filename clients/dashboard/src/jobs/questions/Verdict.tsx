import type { Clarification } from "@trawl/client";

/** What became of a question. */
export function Verdict({ question: { status, answer } }: { question: Clarification }) {
  if (status === "answered")
    return (
      <p className="soft small">
        Answered: <strong>{answer}</strong>
      </p>
    );
  return (
    <p className="soft small">
      Nobody answered in time.
      {answer !== null && (
        <>
          {" "}
          The default holds: <strong>{answer}</strong>
        </>
      )}
    </p>
  );
}
