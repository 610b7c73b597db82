import { TrawlError } from "@trawl/client";
import { type FormEvent, useState } from "react";
import type { Plan } from "../../drafts/merging.js";
import { Button, Card, ErrorBox } from "../../ui/index.js";
import { addressField } from "../plan/fields.js";
import { PlanControl } from "../plan/PlanControl.js";
import { PlanFields } from "../plan/PlanFields.js";
import { errorsByField, toAddress } from "../plan/values.js";
import { useSubmit } from "./useSubmit.js";
import "./submit-form.css";

/** The address and one press; the rest of the plan for those who want it. */
export function SubmitForm() {
  const [plan, setPlan] = useState<Plan>({});
  const [isOpen, setOpen] = useState(false);
  const { submit, plan: draft } = useSubmit();
  const errors = errorsOf(submit.error ?? draft.error);
  const change = (field: string, value: unknown) => setPlan((now) => ({ ...now, [field]: value }));
  const send = (mutation: typeof submit | typeof draft) => {
    submit.reset();
    draft.reset();
    const url = typeof plan.url === "string" ? toAddress(plan.url) : undefined;
    setPlan({ ...plan, url });
    // What is refused in a folded part is shown.
    mutation.mutate({ ...plan, url }, { onError: (error) => setOpen((open) => open || isBelow(error)) });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!submit.isPending) send(submit);
  };
  return (
    <Card title="New crawl">
      <form className="stack" noValidate onSubmit={onSubmit}>
        <div className="submit-address">
          <PlanControl field={addressField} value={plan.url} error={errors.url} onChange={(value) => change("url", value)} />
          <Button type="submit" kind="primary" busy={submit.isPending}>
            Crawl
          </Button>
          <Button busy={draft.isPending} onClick={() => send(draft)}>
            Plan together
          </Button>
        </div>
        <ErrorBox error={Object.keys(errors).length > 0 ? null : (submit.error ?? draft.error)} />
        <details className="submit-more" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>Options</summary>
          {isOpen && (
            <div className="stack">
              <PlanFields plan={plan} errors={errors} onChange={change} />
            </div>
          )}
        </details>
      </form>
    </Card>
  );
}

const errorsOf = (error: unknown) => errorsByField(error instanceof TrawlError ? error.problem?.errors : null);

const isBelow = (error: unknown) => Object.keys(errorsOf(error)).some((field) => field !== "url");
