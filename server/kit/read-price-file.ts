import { readFileSync } from "node:fs";
import * as z from "zod";
import type { TokenPrice } from "./parse-price.ts";
import { ok, refuse, type Result } from "./result.ts";

/** A price from a day on. */
export type DatedPrice = TokenPrice & { from: string };
/** By model, each with its oldest price first. */
export type PriceTable = ReadonlyMap<string, readonly DatedPrice[]>;

export const PRICE_FILE_SHAPE =
  'the path of a JSON file such as {"my-model": {"promptUsd": 2.5, "completionUsd": 10}}, dollars for a million tokens; a list of these with "from" days for prices that changed';

const Usd = z
  .number("a number of dollars, 0 or more")
  .min(0, "a number of dollars, 0 or more")
  .max(1_000_000);
const Price = z.strictObject({
  promptUsd: Usd,
  completionUsd: Usd,
  from: z.iso.date("a day such as 2026-11-23").default("0001-01-01"),
});
const File = z.record(
  z.string().min(1).max(200),
  z
    .union([Price.transform((one) => [one]), z.array(Price).min(1).max(100)])
    .transform((prices) => prices.toSorted((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)))),
);

/** What an operator says of models. The refusal names the first place that is wrong, and never what stands there. */
export function readPriceFile(path: string): Result<PriceTable> {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return refuse(error instanceof SyntaxError ? "it is no JSON" : "it cannot be read");
  }
  const parsed = File.safeParse(read);
  if (parsed.success) return ok(new Map(Object.entries(parsed.data)));
  const [issue] = deepest(parsed.error.issues);
  const place = (issue?.path ?? []).slice(1).join(".");
  return refuse(`${place === "" ? "an entry" : place} must be ${issue?.message ?? "otherwise"}`);
}

/** Of a union, what is wrong with its first form. */
function deepest(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const [issue] = issues;
  if (issue?.code !== "invalid_union") return issues;
  const [first] = issue.errors.toSorted((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0));
  return first === undefined ? issues : first.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
}
