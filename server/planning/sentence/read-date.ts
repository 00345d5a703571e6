import { foldText } from "../text/read-words.ts";

const DAY = 24 * 60 * 60_000;
const WEEKDAYS = [
  "sunday|sonntag",
  "monday|montag",
  "tuesday|dienstag",
  "wednesday|mittwoch",
  "thursday|donnerstag",
  "friday|freitag",
  "saturday|samstag|sonnabend",
];
const MONTHS = [
  "jan(?:uary|uar)?",
  "feb(?:ruary|ruar)?",
  "mar(?:ch)?|marz",
  "apr(?:il)?",
  "may|mai",
  "june?|juni",
  "july?|juli",
  "aug(?:ust)?",
  "sept?(?:ember)?",
  "o[ck]t(?:ober)?",
  "nov(?:ember)?",
  "de[cz](?:ember)?",
];
const COUNTS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  einem: 1,
  einer: 1,
  two: 2,
  zwei: 2,
  three: 3,
  drei: 3,
  four: 4,
  vier: 4,
};

/**
 * A day in words or figures as an ISO date: "friday" is the next one to come, "next friday" the one in the
 * coming week (weeks start on Monday). Days are UTC days. Undefined for anything else, and for 03/04/2026,
 * which people read in two ways.
 */
export function readDate(words: string, now: Date): string | undefined {
  const text = foldText(words)
    .trim()
    .replace(/^(?:on|by|at|until|am|bis|zum|den|the)\s+/, "")
    .replace(/[.,]$/, "");
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return inFigures(text) ?? relative(text, today) ?? onWeekday(text, today) ?? inMonth(text, today);
}

const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);

function dateOf(year: number, month: number, day: number): string | undefined {
  const time = Date.UTC(year, month - 1, day);
  const made = new Date(time);
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? iso(time) : undefined;
}

function inFigures(text: string): string | undefined {
  const isoLike = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (isoLike !== null) return dateOf(Number(isoLike[1]), Number(isoLike[2]), Number(isoLike[3]));
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (dotted !== null) return dateOf(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]));
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (slashed === null) return undefined;
  const [first, second, year] = [Number(slashed[1]), Number(slashed[2]), Number(slashed[3])];
  if (first > 12) return dateOf(year, second, first);
  return second > 12 ? dateOf(year, first, second) : undefined;
}

function relative(text: string, today: number): string | undefined {
  if (/^(?:today|heute)$/.test(text)) return iso(today);
  if (/^(?:tomorrow|morgen)$/.test(text)) return iso(today + DAY);
  if (/^(?:the day after tomorrow|day after tomorrow|ubermorgen)$/.test(text)) return iso(today + 2 * DAY);
  const monday = startOfWeek(today);
  if (/^(?:end of (?:the |this )?week|ende der woche)$/.test(text)) return iso(monday + 4 * DAY);
  if (/^(?:next week|nachste woche)$/.test(text)) return iso(monday + 7 * DAY);
  if (/^(?:end of (?:the |this )?month|ende des monats|monatsende)$/.test(text)) {
    const date = new Date(today);
    return iso(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0));
  }
  const ahead = /^in (\w+) (day|tag|week|woche|month|monat)\w*$/.exec(text);
  if (ahead === null) return undefined;
  const count = COUNTS[ahead[1] ?? ""] ?? Number(ahead[1]);
  if (!Number.isInteger(count) || count < 0 || count > 1_000) return undefined;
  if (ahead[2]?.startsWith("mon") === true) return monthsAhead(today, count);
  return iso(today + count * DAY * (ahead[2]?.startsWith("w") === true ? 7 : 1));
}

/** The same day of a later month, or its last one. */
function monthsAhead(today: number, count: number): string {
  const date = new Date(today);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count + 1, 0)).getUTCDate();
  return iso(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, Math.min(date.getUTCDate(), last)));
}

const startOfWeek = (today: number): number => today - ((new Date(today).getUTCDay() + 6) % 7) * DAY;

function onWeekday(text: string, today: number): string | undefined {
  const found = /^(?:(next|nachste[nrs]?|kommende[nrs]?|this|diese[nrs]?|coming) )?(\w+)$/.exec(text);
  const weekday = WEEKDAYS.findIndex((names) =>
    names
      .split("|")
      .some((name) => name === found?.[2] || (name.slice(0, 3) === found?.[2] && name.endsWith("day"))),
  );
  if (weekday === -1) return undefined;
  if (/^(?:next|nachst)/.test(found?.[1] ?? ""))
    return iso(startOfWeek(today) + (7 + ((weekday + 6) % 7)) * DAY);
  const ahead = (weekday - new Date(today).getUTCDay() + 7) % 7;
  return iso(today + (ahead === 0 ? 7 : ahead) * DAY);
}

function inMonth(text: string, today: number): string | undefined {
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?([a-z]+)\.?(?:,? (\d{4}))?$/.exec(text);
  const monthFirst = /^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$/.exec(text);
  const day = Number(dayFirst?.[1] ?? monthFirst?.[2]);
  const name = dayFirst?.[2] ?? monthFirst?.[1] ?? "";
  const month = MONTHS.findIndex((names) => new RegExp(`^(?:${names})$`).test(name)) + 1;
  if (month === 0 || Number.isNaN(day)) return undefined;
  const year = dayFirst?.[3] ?? monthFirst?.[3];
  if (year !== undefined) return dateOf(Number(year), month, day);
  const thisYear = new Date(today).getUTCFullYear();
  const date = dateOf(thisYear, month, day);
  return date !== undefined && date < iso(today) ? dateOf(thisYear + 1, month, day) : date;
}
