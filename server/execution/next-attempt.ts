import { leastWaitMs, nextTryInMs, sayLimit } from "../kit/index.ts";
import type { WriteOutcome } from "./ports.ts";

export type Unsuccessful = Exclude<WriteOutcome<unknown>, { kind: "ok" }>;
export type Next = { do: "retry"; inMs: number; because: string } | { do: "give-up"; because: string };

/**
 * Says what to do next; it does not sleep, log or touch the queue. `spread` is 0..1 and passed in.
 * Each limit wants its own answer: the hourly quota only helps to be waited out, a per-issue write
 * limit is over in seconds (rate-limit reasons as in Jira's `RateLimit-Reason`).
 */
export function nextAttempt(ended: Unsuccessful, attempts: number, spread: number): Next {
  if (ended.kind === "refused") return { do: "give-up", because: ended.words };
  const because = ended.kind === "busy" ? (ended.words ?? sayLimit(ended.reason)) : ended.words;
  const atLeastMs = ended.kind === "busy" ? (ended.retryAfterMs ?? leastWaitMs(ended.reason)) : 0;
  const inMs = nextTryInMs(attempts, spread, atLeastMs);
  return inMs === undefined
    ? { do: "give-up", because: `${because} TicketSmith tried ${attempts} times.` }
    : { do: "retry", inMs, because };
}
