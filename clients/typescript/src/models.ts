import type { components } from "./generated/openapi.js";

type Schemas = components["schemas"];

export type Job = Schemas["JobView"];
export type JobStatus = Schemas["JobStatus"];
export type JobStage = Schemas["JobStage"];
export type JobType = Schemas["JobType"];
export type JobPriority = Schemas["JobPriority"];
export type JobCounts = Schemas["JobCounts"];
export type JobModel = Schemas["JobModel"];
export type Clarification = Schemas["JobClarification"];
export type CrawlRequest = Schemas["SubmitRequest"];
export type CustomRequest = Schemas["CustomRequest"];
export type Page = Schemas["PageView"];
export type Comment = Schemas["CommentView"];
export type Source = Schemas["SourceView"];
export type SourceSchedule = Schemas["SourceSchedule"];
export type Document = Schemas["DocumentView"];
export type DocumentWithText = Schemas["DocumentWithText"];
export type SearchItem = Schemas["SearchItem"];
export type SearchMode = Schemas["SearchMode"];
export type Queue = Schemas["QueueView"];
export type Worker = Schemas["WorkerView"];
export type Stats = Schemas["StatsView"];
export type Draft = Schemas["DraftView"];
export type Webhook = Schemas["WebhookView"];
export type NotificationView = Schemas["NotificationView"];
export type NotificationLevel = Schemas["NotificationLevel"];
/** A page of a list: `next` is what to pass as `after`, null at the end. */
export interface ListPage<T> {
  items: T[];
  next: string | null;
}
