import { useMutation } from "@tanstack/react-query";
import { type Draft, type Job, randomKey } from "@trawl/client";
import { useTrawl } from "@trawl/client/react";
import { useRef } from "react";
import { useLocation } from "wouter";
import type { Plan } from "../../drafts/merging.js";
import { bodyOf } from "../plan/values.js";

/** A plan becomes a job, or a draft to plan on together. */
export function useSubmit() {
  const { rest } = useTrawl();
  const [, go] = useLocation();
  const keyOf = useKeys();
  const submit = useMutation({
    mutationFn: async (plan: Plan) => {
      const body = bodyOf(plan);
      return (await rest.post("/api/jobs", { body, headers: { "Idempotency-Key": keyOf(body) } })) as Job;
    },
    onSuccess: (job) => go(`/jobs/${job.id}`),
  });
  const plan = useMutation({
    mutationFn: (plan: Plan): Promise<Draft> => rest.post("/api/drafts", { body: bodyOf(plan) }),
    onSuccess: (draft) => go(`/drafts/${draft.id}`),
  });
  return { submit, plan };
}

/** The same key while the same is asked for: an answer that was lost on the way does not make two jobs of a second press. */
function useKeys(): (body: unknown) => string {
  const last = useRef({ asked: "", key: "" });
  return (body) => {
    const asked = JSON.stringify(body);
    if (last.current.asked !== asked) last.current = { asked, key: randomKey() };
    return last.current.key;
  };
}
