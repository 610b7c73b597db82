import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Source } from "@trawl/client";
import { useTrawl } from "@trawl/client/react";
import { type FormEvent, useState } from "react";
import { Button, Card, ErrorBox, fieldErrors, Select, TextField, Time } from "../../ui/index.js";
import { sourcesKey } from "../queries.js";
import { type Plan, planOf, scheduleOf } from "./plan.js";

const kinds = [
  ["none", "By hand only"],
  ["every", "Every so many minutes"],
  ["cron", "At set times (cron)"],
] as const;

/** A source's title, and when it is crawled again. */
export function SourceForm({ source }: { source: Source }) {
  const { rest } = useTrawl();
  const queries = useQueryClient();
  const [title, setTitle] = useState(source.title ?? "");
  const [plan, setPlan] = useState(() => planOf(source.schedule));
  const save = useMutation({
    mutationFn: () =>
      rest.patch("/api/sources/{id}", {
        path: { id: source.id },
        body: { title: title.trim() || null, schedule: scheduleOf(plan) },
      }),
    onSuccess: (saved) => {
      queries.setQueryData([...sourcesKey, source.id], saved);
      return queries.invalidateQueries({ queryKey: [...sourcesKey, "list"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const refused = ["title", "schedule", "schedule.everyMinutes", "schedule.cron", "schedule.timeZone"];
  const elsewhere = save.error && !refused.some((field) => fieldErrors(save.error, field));
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
        {elsewhere && <ErrorBox error={save.error} />}
        <div className="row">
          <Button type="submit" kind="primary" busy={save.isPending}>
            Save
          </Button>
          <span className="soft small" role="status">
            {save.isSuccess ? "Saved" : ""}
          </span>
        </div>
      </form>
    </Card>
  );
}

function ScheduleFields({ plan, onChange, error }: { plan: Plan; onChange: (plan: Plan) => void; error: unknown }) {
  const set = (field: keyof Plan) => (event: { target: { value: string } }) => onChange({ ...plan, [field]: event.target.value });
  return (
    <>
      <Select
        label="Crawl again"
        options={kinds}
        value={plan.kind}
        error={fieldErrors(error, "schedule")}
        onChange={set("kind")}
      />
      {plan.kind === "every" && (
        <TextField
          label="Minutes"
          type="number"
          min={1}
          max={525_600}
          required
          value={plan.everyMinutes}
          hint="1440 is a day."
          error={fieldErrors(error, "schedule.everyMinutes")}
          onChange={set("everyMinutes")}
        />
      )}
      {plan.kind === "cron" && (
        <div className="sources-cron">
          <TextField
            label="Cron"
            required
            value={plan.cron}
            hint="Minute, hour, day, month, weekday: 30 3 * * MON-FRI; or @daily."
            error={fieldErrors(error, "schedule.cron")}
            onChange={set("cron")}
          />
          <TextField
            label="Time zone"
            required
            list="sources-zones"
            value={plan.timeZone}
            hint="As Europe/Berlin."
            error={fieldErrors(error, "schedule.timeZone")}
            onChange={set("timeZone")}
          />
          <datalist id="sources-zones">
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </div>
      )}
    </>
  );
}
