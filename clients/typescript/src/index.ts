export type { Credentials } from "./api/credentials.js";
export { type Problem, TrawlError } from "./api/errors.js";
export { Rest, type RestRequest } from "./api/rest.js";
export { TrawlClient, type TrawlClientOptions } from "./client.js";
export { type EventData, type EventOf, type EventType, isTerminal, type TrawlEvent } from "./events.js";
export type * from "./models.js";
export type * from "./realtime/types.js";
