import { type FormEvent, useState } from "react";
import { Select, TextField } from "../../ui/index.js";
import { statusFilters, typeFilters } from "./filters.js";

export interface JobsFilterProps {
  search: URLSearchParams;
  onChange: (name: string, value: string) => void;
}

/** Which jobs are shown. It stands in the address, so that it can be sent to somebody. */
export function JobsFilter({ search, onChange }: JobsFilterProps) {
  const tag = search.get("tag") ?? "";
  const [typed, setTyped] = useState({ tag, text: tag });
  if (typed.tag !== tag) setTyped({ tag, text: tag });
  const apply = (event?: FormEvent) => {
    event?.preventDefault();
    if (typed.text.trim() !== tag) onChange("tag", typed.text.trim());
  };
  return (
    <search className="jobs-filter">
      <Select
        label="Status"
        labelHidden
        options={statusFilters}
        value={search.get("status") ?? ""}
        onChange={(event) => onChange("status", event.target.value)}
      />
      <Select
        label="Kind"
        labelHidden
        options={typeFilters}
        value={search.get("type") ?? ""}
        onChange={(event) => onChange("type", event.target.value)}
      />
      <form onSubmit={apply}>
        <TextField
          label="Tag"
          labelHidden
          placeholder="Tag"
          type="search"
          value={typed.text}
          onChange={(event) => setTyped({ tag, text: event.target.value })}
          onBlur={() => apply()}
        />
      </form>
    </search>
  );
}
