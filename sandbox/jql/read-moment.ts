import { JqlError, type Operand } from "./clause.ts";

const UNITS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000 };
const RELATIVE = /^([+-]?)(\d+)([wdhm])$/;
const ABSOLUTE = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: (\d{1,2}):(\d{2}))?$/;

function offset(text: string): number | undefined {
  const match = RELATIVE.exec(text);
  if (match === null) return undefined;
  const [, sign, count, unit] = match;
  const ms = Number(count) * (UNITS[unit ?? ""] ?? 0);
  return sign === "-" ? -ms : ms;
}

function startOf(unit: string, now: Date): number | undefined {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  if (unit === "day") return Date.UTC(year, month, day);
  if (unit === "week") return Date.UTC(year, month, day - ((now.getUTCDay() + 6) % 7));
  if (unit === "month") return Date.UTC(year, month, 1);
  if (unit === "year") return Date.UTC(year, 0, 1);
  return undefined;
}

/** A date of JQL in milliseconds: `2026-01-31`, `"2026/01/31 10:00"`, `-30d`, now(), startOfDay(-1d). */
export function readMoment(field: string, operand: Operand, now: Date): number {
  if (operand.kind === "function") {
    if (operand.name === "now") return now.getTime();
    const start = startOf(operand.name.replace("startof", ""), now);
    if (operand.name.startsWith("startof") && start !== undefined)
      return start + (offset(operand.args[0] ?? "") ?? 0);
    throw new JqlError(`Unable to find JQL function '${operand.name}()'.`);
  }
  const text = operand.kind === "value" ? operand.text : "";
  const relative = offset(text);
  if (relative !== undefined) return now.getTime() + relative;
  const match = ABSOLUTE.exec(text);
  if (match === null) {
    throw new JqlError(
      `Date value '${text}' for field '${field}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
    );
  }
  const [, year, month, day, hour, minute] = match;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0));
}
