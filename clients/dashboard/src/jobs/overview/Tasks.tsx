import type { UseJobResult } from "@trawl/client/react";
import { memo } from "react";
import { Card, formatCount, ProgressBar } from "../../ui/index.js";
import { plain } from "../words/names.js";
import "./tasks.css";

/** What workers say that they are at. Nothing when they say nothing. */
export const Tasks = memo(function Tasks({ tasks }: { tasks: UseJobResult["activity"]["tasks"] }) {
  if (tasks.length === 0) return null;
  return (
    <Card title="Workers' tasks">
      <ul className="tasks">
        {tasks.map(({ taskName, completed, total, percent, worker }) => (
          <li key={taskName + worker}>
            <div className="tasks-line">
              <span>{plain(taskName)}</span>
              <span className="soft">
                {formatCount(completed)} of {formatCount(total)}
                {worker && `, ${worker}`}
              </span>
            </div>
            <ProgressBar label={`${plain(taskName)}${worker ? ` of ${worker}` : ""}`} value={percent} />
          </li>
        ))}
      </ul>
    </Card>
  );
});
