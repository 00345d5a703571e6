import type { WriteOutcome } from "./ports.ts";

export type Unsuccessful = Exclude<WriteOutcome<unknown>, { kind: "ok" }>;
export type Next = { do: "retry"; inMs: number; because: string } | { do: "give-up"; because: string };

export const MOST_ATTEMPTS = 6;
const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 15 * 60_000;

/**
 * Says what to do next; it does not sleep, log or touch the queue. `spread` is 0..1 and passed in.
 * Each limit wants its own answer: the hourly quota only helps to be waited out, a per-issue write
 * limit is over in seconds (rate-limit reasons as in Jira's `RateLimit-Reason`).
 */
export function nextAttempt(ended: Unsuccessful, attempts: number, spread: number): Next {
  if (ended.kind === "refused") return { do: "give-up", because: ended.words };
  const because = ended.kind === "busy" ? sayBusy(ended.reason) : ended.words;
  if (attempts >= MOST_ATTEMPTS)
    return { do: "give-up", because: `${because} TicketSmith tried ${attempts} times.` };

  const backoff =
    Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, attempts - 1), LONGEST_DELAY_MS) * (0.7 + spread * 0.6);
  const floor = ended.kind === "busy" ? (ended.retryAfterMs ?? leastFor(ended.reason)) : 0;
  // Jira's own number is a floor: coming back sooner only earns another refusal.
  return { do: "retry", inMs: Math.round(Math.max(backoff, floor)), because };
}

function leastFor(reason: string): number {
  if (reason.includes("quota")) return 60_000;
  return reason === "jira-per-issue-on-write" ? 2_000 : 1_000;
}

function sayBusy(reason: string): string {
  if (reason.includes("quota")) return "Jira's hourly limit for apps is used up.";
  if (reason === "jira-per-issue-on-write") return "Jira limits how fast one issue may change.";
  return reason.startsWith("jira-burst") ? "Jira asks to slow down." : "Jira is busy.";
}
