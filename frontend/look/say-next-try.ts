const SOON_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

/** "Jira's hourly limit for apps is used up. Next try at 14:05." `at` is ISO 8601; the time is the viewer's own. */
export function sayNextTry(reason: string, at: string, now = Date.now()): string {
  const due = new Date(at);
  const inMs = due.getTime() - now;
  if (inMs < SOON_MS) return `${reason} Next try in a moment.`;
  const time = due.toLocaleTimeString(document.documentElement.lang || "en", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return inMs < DAY_MS ? `${reason} Next try at ${time}.` : `${reason} Next try tomorrow.`;
}
