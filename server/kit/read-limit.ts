/** What a product said when it sent us away: why (`RateLimit-Reason`), and for how long. */
export type Limit = { reason: string; retryAfterMs: number | null };

type Headers = Readonly<Record<string, string>>;

/** Pure: reads a 429, or another status that asks to come back later. Header names are lower case. */
export function readLimit(status: number, headers: Headers, now: Date): Limit {
  const reason = headers["ratelimit-reason"] ?? `status-${status}`;
  return { reason, retryAfterMs: retryAfterMs(headers["retry-after"], now) ?? resetMs(headers, now) };
}

/** At least this long, when nobody said how long. */
export function leastWaitMs(reason: string): number {
  if (reason.includes("quota")) return 60_000;
  return reason === "jira-per-issue-on-write" ? 2_000 : 1_000;
}

/** A limit in words for people. */
export function sayLimit(reason: string): string {
  const product = reason.startsWith("confluence") ? "Confluence" : "Jira";
  if (reason.includes("quota")) return `${product}'s hourly limit for apps is used up.`;
  if (reason === "jira-per-issue-on-write") return "Jira limits how fast one issue may change.";
  return reason.includes("burst") ? `${product} asks to slow down.` : `${product} is busy.`;
}

/** Seconds, or an HTTP date (RFC 9110 §10.2.3). */
function retryAfterMs(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  if (/^\d{1,6}$/.test(header)) return Number(header) * 1_000;
  return untilMs(header, now);
}

/** When the window of a used-up quota ends. */
function resetMs(headers: Headers, now: Date): number | null {
  if (headers["x-ratelimit-remaining"] !== "0") return null;
  return untilMs(headers["x-ratelimit-reset"] ?? "", now);
}

function untilMs(date: string, now: Date): number | null {
  const at = Date.parse(date);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
