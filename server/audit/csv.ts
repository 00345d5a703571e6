import * as z from "zod";
import type { KnownLink } from "./ports.ts";
import type { SignedHead } from "./sign-head.ts";

export const CSV_COLUMNS = [
  ...["seq", "at", "who", "on behalf of", "type", "proposal", "issue", "plan hash", "policy", "words"],
  ...["details", "hash"],
];

const Entry = z.looseObject({
  by: z.string(),
  for: z.string().optional(),
  words: z.string().optional(),
  type: z.string(),
  proposal: z.string().optional(),
  issue: z.string().optional(),
  planHash: z.string().optional(),
  policy: z.union([z.string(), z.number()]).optional(),
});

/** For people to read: the account where it is still known, else the digest that stands for it. */
export function linkAsCells({ seq, at, entry, hash, known }: KnownLink): string[] {
  const { by, for: behalf, words, type, proposal, issue, planHash, policy, ...rest } = Entry.parse(entry);
  return [
    ...[`${seq}`, at.toISOString(), known.by?.account ?? by, known.for?.account ?? behalf ?? "", type],
    ...[proposal ?? "", issue ?? "", planHash ?? "", String(policy ?? ""), known.words?.words ?? words ?? ""],
    ...[Object.keys(rest).length === 0 ? "" : JSON.stringify(rest), hash],
  ];
}

export const headAsCells = (signed: SignedHead): string[] => [
  ...[`${signed.head.seq}`, signed.head.at, "", "", "signed-head", "", "", "", "", ""],
  ...[JSON.stringify(signed), signed.head.hash],
];

/** RFC 4180. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/**
 * A spreadsheet runs what begins like a formula. It may also begin one inside a cell, for some split at semicolons or
 * tabs whatever we quote: an apostrophe goes before each.
 */
function csvCell(text: string): string {
  const harmless = text
    .replace(FORMULA, (_found, before: string, sign: string) => `${before}'${sign}`)
    .replace(/^[\t\r\n]/, "'$&");
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const FORMULA = /((?:^|[;,|\t\r\n"])\s*)([=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;
