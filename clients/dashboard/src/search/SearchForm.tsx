import type { SearchMode } from "@trawl/client";
import { Card, Select, TextField } from "../ui/index.js";
import { type Asked, useChoices } from "./query.js";

const modes = [
  ["hybrid", "Words and meaning"],
  ["keyword", "Words"],
  ["semantic", "Meaning"],
] as const;

/** The question and its limits. It asks by itself; a press on Enter changes nothing. */
export function SearchForm({ typed, type }: { typed: Asked; type: (change: Partial<Asked>) => void }) {
  const { sources, models } = useChoices();
  return (
    <Card>
      <form className="search-form" role="search" onSubmit={(event) => event.preventDefault()}>
        <TextField
          label="Search for"
          type="search"
          autoFocus
          maxLength={1000}
          placeholder={'Words, "a phrase", -without'}
          value={typed.q}
          onChange={(event) => type({ q: event.target.value })}
        />
        <Select
          label="By"
          options={modes}
          value={typed.mode}
          onChange={(event) => type({ mode: event.target.value as SearchMode })}
        />
        <Select
          label="In"
          options={[["", "All sources"], ...sources.map((source) => [source.id, source.title ?? source.url] as const)]}
          value={typed.sourceId}
          onChange={(event) => type({ sourceId: event.target.value })}
        />
        {models.length > 1 && (
          <Select
            label="Model"
            options={[["", "The usual one"], ...models.map((model) => [model, model] as const)]}
            value={typed.model}
            onChange={(event) => type({ model: event.target.value })}
          />
        )}
      </form>
    </Card>
  );
}
