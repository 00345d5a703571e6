const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;
const JUST_NOW_MS = 45_000;
const WEEK_MS = 7 * 86_400_000;

/** "just now", "5 minutes ago", "in 2 hours", and a date once it is more than a week away. Times in ms since the epoch. */
export function sayWhen(at: number, now: number, language: string): string {
  const away = at - now;
  if (Math.abs(away) < JUST_NOW_MS) return "just now";
  if (Math.abs(away) > WEEK_MS) return new Date(at).toLocaleDateString(language, { dateStyle: "medium" });

  const words = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  for (const [unit, ms] of UNITS) {
    if (Math.abs(away) >= ms) return words.format(Math.trunc(away / ms), unit);
  }
  return words.format(Math.sign(away), "minute");
}
