import { useQuery } from "@tanstack/react-query";
import { useTrawl } from "@trawl/client/react";
import type { PlanControlProps } from "./PlanControl.js";

const usual = ["hashing-384"];

/** The models that workers have, each to be chosen or not. */
export function ModelsControl({ field, value, onChange, error, note }: PlanControlProps) {
  const known = useModelNames();
  const chosen = Array.isArray(value) ? value.map(String) : usual;
  const names = [...new Set([...known, ...chosen])];
  const choose = (name: string, isChosen: boolean) => {
    const now = names.filter((each) => (each === name ? isChosen : chosen.includes(each)));
    onChange(now.length === 0 || now.join() === usual.join() ? undefined : now);
  };
  return (
    <fieldset className="plan-models">
      <legend className="field-label">
        {field.label} {note}
      </legend>
      {names.map((name) => (
        <label key={name}>
          <input type="checkbox" checked={chosen.includes(name)} onChange={(event) => choose(name, event.target.checked)} />{" "}
          {name}
        </label>
      ))}
      {error && (
        <p className="field-error" role="alert">
          {error.join(" ")}
        </p>
      )}
    </fieldset>
  );
}

function useModelNames(): string[] {
  const { rest } = useTrawl();
  const workers = useQuery({ queryKey: ["workers"], queryFn: ({ signal }) => rest.get("/api/workers", { signal }) });
  return (workers.data?.items ?? []).flatMap((worker) => worker.models.map((model) => model.name));
}
