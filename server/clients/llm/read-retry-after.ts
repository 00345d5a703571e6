type Headers = { get(name: string): string | null } | undefined;

/** Pure: how long a server asks to be left alone: milliseconds, seconds, or an HTTP date (RFC 9110 §10.2.3). */
export function readRetryAfter(headers: Headers, now: Date): number | null {
  const ms = readNumber(headers?.get("retry-after-ms"));
  if (ms !== null) return ms;
  const after = headers?.get("retry-after");
  const seconds = readNumber(after);
  if (seconds !== null) return seconds * 1_000;
  // Date.parse reads almost anything: a date of HTTP begins with the name of a day.
  const at = /^[A-Z][a-z]{2}/.test(after ?? "") ? Date.parse(after ?? "") : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

const readNumber = (text: string | null | undefined): number | null =>
  text !== null && text !== undefined && /^\d{1,9}(?:\.\d{1,6})?$/.test(text.trim()) ? Number(text) : null;
