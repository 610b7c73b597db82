import type { Job } from "@trawl/client";
import { memo } from "react";
import { Link } from "wouter";
import { Card } from "../../ui/index.js";
import { textOf } from "../models/cards.js";
import { plain } from "../words/names.js";
import { resultWords } from "./result.js";
import "./outcome.css";

/** What came of a job that has ended: its result, or why there is none. Nothing before. */
export const Outcome = memo(function Outcome({ job }: { job: Job }) {
  const { error, result, sourceId, type } = job;
  if (error)
    return (
      <Card title="Why it failed" className="outcome-failed">
        <p>
          <strong>{error.message}</strong> <code>{plain(error.code)}</code>
        </p>
        {error.detail && <p className="outcome-detail">{error.detail}</p>}
      </Card>
    );
  if (result === null || result === undefined) return null;
  const words = type === "custom" ? null : resultWords(result);
  return (
    <Card title="Result" actions={sourceId && <Link href={`/sources/${sourceId}`}>Documents of this source</Link>}>
      {words ? (
        <p>{words}</p>
      ) : (
        <pre className="models-result" tabIndex={0}>
          {textOf(result)}
        </pre>
      )}
    </Card>
  );
});
