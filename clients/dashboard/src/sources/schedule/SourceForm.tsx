import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Source, SourceSchedule } from "@trawl/client";
import { useTrawl } from "@trawl/client/react";
import { type FormEvent, useState } from "react";
import { Card, FormFooter, fieldErrors, TextField, Time } from "../../ui/index.js";
import { sourcesKey } from "../queries.js";
import { planOf, scheduleOf } from "./plan.js";
import { ScheduleFields } from "./ScheduleFields.js";

const fields = ["title", "schedule", "schedule.everyMinutes", "schedule.cron", "schedule.timeZone"];

/** A source's title, and when it is crawled again. */
export function SourceForm({ source }: { source: Source }) {
  const [title, setTitle] = useState(source.title ?? "");
  const [plan, setPlan] = useState(() => planOf(source.schedule));
  const save = useSave(source.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ title: title.trim() || null, schedule: scheduleOf(plan) });
  };
  return (
    <Card title="Title and schedule">
      <form className="stack" onSubmit={submit}>
        <TextField
          label="Title"
          value={title}
          placeholder={source.url}
          error={fieldErrors(save.error, "title")}
          onChange={(event) => setTitle(event.target.value)}
        />
        <ScheduleFields plan={plan} onChange={setPlan} error={save.error} />
        <p className="small">
          {source.nextRunAt ? (
            <>
              Runs next <Time at={source.nextRunAt} />.
            </>
          ) : (
            <span className="soft">Does not run by itself.</span>
          )}
        </p>
        <FormFooter action="Save" done="Saved" sending={save} fields={fields} />
      </form>
    </Card>
  );
}

function useSave(id: string) {
  const { rest } = useTrawl();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { title: string | null; schedule: SourceSchedule | null }) =>
      rest.patch("/api/sources/{id}", { path: { id }, body }),
    onSuccess: (saved) => {
      queries.setQueryData([...sourcesKey, id], saved);
      return queries.invalidateQueries({ queryKey: [...sourcesKey, "list"] });
    },
  });
}
