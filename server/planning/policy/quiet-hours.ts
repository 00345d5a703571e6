import { DAYS, type Day, type QuietHours } from "../../contract/index.ts";

/** Pure: answers whether a moment is one in which nothing goes through alone. Clocks are the wall's of each time zone. */
export function quietAt(hours: readonly QuietHours[] | null): (moment: Date) => boolean {
  const asked = (hours ?? []).map((one) => ({ one, local: wallClock(one.timeZone) }));
  return (moment) => asked.some(({ one, local }) => covers(one, local(moment)));
}

function covers({ days, from, to }: QuietHours, { day, time }: { day: Day; time: string }): boolean {
  if (from < to) return days.includes(day) && time >= from && time < to;
  return (days.includes(day) && time >= from) || (days.includes(dayBefore(day)) && time < to);
}

const dayBefore = (day: Day): Day => DAYS[(DAYS.indexOf(day) + 6) % 7] ?? day;

function wallClock(timeZone: string): (moment: Date) => { day: Day; time: string } {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  });
  return (moment) => {
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    const weekday = (parts.get("weekday") ?? "").toLowerCase();
    const day = DAYS.find((one) => one === weekday);
    if (day === undefined) throw new Error(`No such day: ${weekday}`);
    return { day, time: `${parts.get("hour") ?? ""}:${parts.get("minute") ?? ""}` };
  };
}
