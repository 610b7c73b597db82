import { fieldErrors, Select, TextField } from "../../ui/index.js";
import type { Plan } from "./plan.js";

const kinds = [
  ["none", "By hand only"],
  ["every", "Every so many minutes"],
  ["cron", "At set times (cron)"],
] as const;

type Setter = (field: keyof Plan) => (event: { target: { value: string } }) => void;

export interface ScheduleFieldsProps {
  plan: Plan;
  onChange: (plan: Plan) => void;
  error: unknown;
}

/** When a source is crawled again; what the server says against it stands at its field. */
export function ScheduleFields({ plan, onChange, error }: ScheduleFieldsProps) {
  const set: Setter = (field) => (event) => onChange({ ...plan, [field]: event.target.value });
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
      {plan.kind === "cron" && <CronFields plan={plan} set={set} error={error} />}
    </>
  );
}

function CronFields({ plan, set, error }: { plan: Plan; set: Setter; error: unknown }) {
  return (
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
  );
}
