import { useMutation } from "@tanstack/react-query";
import type { NotificationLevel } from "@trawl/client";
import { useTrawl } from "@trawl/client/react";
import { type FormEvent, useState } from "react";
import { type Me, useMe } from "../app/session/useMe.js";
import { Card, FormFooter, fieldErrors, Select, TextArea, TextField } from "../ui/index.js";

const levels = [
  ["info", "Info"],
  ["success", "Success"],
  ["warning", "Warning"],
  ["error", "Error"],
] as const;
const myself = ["me", "Myself"] as const;
const somebody = ["user", "Somebody"] as const;
const everybody = ["all", "Everybody"] as const;
const empty = { level: "info", title: "", message: "", to: "me", user: "" };

function receiversOf(me: Me | undefined) {
  if (me?.isAdmin) return [myself, somebody, everybody];
  return me?.mode === "development" ? [myself, somebody] : [myself];
}

/** Tells oneself, somebody or everybody something. */
export function SendForm() {
  const { rest } = useTrawl();
  const me = useMe();
  const [form, setForm] = useState(empty);
  const send = useMutation({
    mutationFn: () => {
      const { level, title, message, to, user } = form;
      const receiver = to === "all" ? {} : { userId: to === "me" ? (me?.userId ?? "") : user.trim() };
      return rest.post("/api/notifications", { body: { level: level as NotificationLevel, title, message, ...receiver } });
    },
    onSuccess: () => setForm({ ...empty, to: form.to, user: form.user }),
  });
  const set = (field: keyof typeof empty) => (event: { target: { value: string } }) =>
    setForm({ ...form, [field]: event.target.value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Card title="Send one">
      <form className="stack" onSubmit={submit}>
        <Select label="To" options={receiversOf(me)} value={form.to} onChange={set("to")} />
        {form.to === "user" && (
          <TextField
            label="Their name"
            required
            value={form.user}
            error={fieldErrors(send.error, "userId")}
            onChange={set("user")}
          />
        )}
        <Select label="Level" options={levels} value={form.level} onChange={set("level")} />
        <TextField label="Title" required value={form.title} error={fieldErrors(send.error, "title")} onChange={set("title")} />
        <TextArea
          label="Message"
          required
          value={form.message}
          error={fieldErrors(send.error, "message")}
          onChange={set("message")}
        />
        <FormFooter action="Send" done="Sent" sending={send} fields={["title", "message", "userId"]} />
      </form>
    </Card>
  );
}
