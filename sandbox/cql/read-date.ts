import { JqlError, type Operand } from "../jql/clause.ts";
import { readMoment } from "../jql/read-moment.ts";
import { CqlError } from "./parse-cql.ts";

const STEPS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000 };
type Unit = "day" | "week" | "month" | "year";

/** `-4w`, `1d`, and for months and years `-1M`, `-1y`, counted from a date. */
function shift(at: Date, text: string): number {
  const match = /^([+-]?)(\d{1,4})([yMwdhm])$/.exec(text);
  if (match === null) throw new CqlError(`Could not parse the date increment '${text}'.`);
  const count = Number(match[2]) * (match[1] === "-" ? -1 : 1);
  const unit = match[3] ?? "";
  if (unit === "M") return new Date(at).setUTCMonth(at.getUTCMonth() + count);
  if (unit === "y") return new Date(at).setUTCFullYear(at.getUTCFullYear() + count);
  return at.getTime() + count * (STEPS[unit] ?? 0);
}

function startOf(unit: Unit, now: Date, offset: number): number {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  if (unit === "day") return Date.UTC(year, month, day + offset);
  if (unit === "week") return Date.UTC(year, month, day - ((now.getUTCDay() + 6) % 7) + 7 * offset);
  if (unit === "month") return Date.UTC(year, month + offset, 1);
  return Date.UTC(year + offset, 0, 1);
}

function isUnit(text: string): text is Unit {
  return ["day", "week", "month", "year"].includes(text);
}

/** A date of CQL in milliseconds: `2026-01-31`, now("-4w"), startOfMonth(), endOfDay("-1d"). */
export function readCqlDate(field: string, operand: Operand, now: Date): number {
  if (operand.kind === "function") {
    const [increment] = operand.args;
    const { name } = operand;
    const edge = /^(start|end)of(\w+)$/.exec(name);
    const unit = edge?.[2] ?? "";
    if (name !== "now" && !isUnit(unit)) throw new CqlError(`No function exists with name: ${name}`);
    const at = !isUnit(unit)
      ? now.getTime()
      : edge?.[1] === "start"
        ? startOf(unit, now, 0)
        : startOf(unit, now, 1) - 1;
    return increment === undefined ? at : shift(new Date(at), increment);
  }
  try {
    return readMoment(field, operand, now);
  } catch (error) {
    if (error instanceof JqlError) throw new CqlError(`Could not parse the date of the field '${field}'.`);
    throw error;
  }
}
