import type { SqlSession } from "../kit/index.ts";

/** Where the queue keeps its tables. */
export const QUEUE_SCHEMA = "jobs";

/** What the queue needs of a database. `records` complies. */
export type QueueDatabase = {
  kind: "embedded" | "server";
  /** Each query on its own, in nobody's transaction. */
  apart: SqlSession;
  listen(
    channel: string,
    heard: (payload: string) => void,
    reconnected: () => void,
  ): Promise<() => Promise<void>>;
};
