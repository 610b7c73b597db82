import { Caller } from "../../src/api/credentials.js";
import { Rest } from "../../src/api/rest.js";
import type { EventData, Job } from "../../src/index.js";

/** A job whose events a test makes. */
export class CustomJob {
  private constructor(
    readonly job: Job,
    private readonly owner: Rest,
    private readonly reporter: Rest,
  ) {}

  static async submit(owner: Rest, body: { title?: string; total?: number; tags?: string[] } = {}): Promise<CustomJob> {
    const job = await owner.post("/api/jobs", { body: { type: "custom", title: "A test's", total: 100, ...body } });
    if (!("reportToken" in job) || typeof job.reportToken !== "string") throw new Error("There is no reportToken.");
    return new CustomJob(job as Job, owner, new Rest(owner.url, new Caller({ token: job.reportToken })));
  }

  get id(): string {
    return this.job.id;
  }

  /** As it is in REST now. */
  now(): Promise<Job> {
    return this.owner.get("/api/jobs/{id}", { path: { id: this.id } });
  }

  progress(completed: number, total = 100): Promise<unknown> {
    return this.#report("progress", { completed, total });
  }

  /** Tells activity, or any other event that such a job passes through. */
  activity<
    T extends
      | "worker_item_completed"
      | "processing_progress"
      | "batch_complete"
      | "sync:progress"
      | "preview:status"
      | "generation:progress",
  >(type: T, ...data: EventData[T][]): Promise<unknown> {
    return this.#report(
      "events",
      data.map((one) => ({ type, data: one })),
    );
  }

  /** A log event. */
  stage(stage: Job["stage"]): Promise<unknown> {
    return this.#report("progress", { stage });
  }

  model(model: string, status: "processing" | "completed" | "failed", result: string | null = null): Promise<unknown> {
    return this.#report("model-results", { model, provider: "builtin", status, durationMs: 5, result });
  }

  /** The id of the question. */
  async ask(question: string, options: string[], expiresInSeconds = 600): Promise<string> {
    const answer = (await this.#report("clarifications", { question, options, default: options[0], expiresInSeconds })) as {
      clarifications: string[];
    };
    return answer.clarifications[0] ?? "";
  }

  comment(text: string): Promise<unknown> {
    return this.owner.post("/api/jobs/{id}/comments", { path: { id: this.id }, body: { text } });
  }

  complete(result: unknown = { ok: true }): Promise<unknown> {
    return this.#report("complete", { result });
  }

  fail(code: string, message: string): Promise<unknown> {
    return this.#report("fail", { error: { code, message } });
  }

  remove(): Promise<unknown> {
    return this.owner.delete("/api/jobs/{id}", { path: { id: this.id } });
  }

  #report(
    what: "progress" | "events" | "model-results" | "clarifications" | "complete" | "fail",
    body: unknown,
  ): Promise<unknown> {
    return this.reporter.post(`/api/jobs/{id}/${what}` as "/api/jobs/{id}/progress", {
      path: { id: this.id },
      body: body as never,
    });
  }
}
