import { expect, test } from "vitest";
import { wikiToText } from "../../server/richtext/index.ts";

/** A pattern that runs away takes minutes; a busy machine does not. */
const RUNAWAY_MS = 8_000;

test.each([
  ["h2. Steps\n# open *Billing*\n## press _Pay_\n* done", "Steps\n- open Billing\n  - press Pay\n- done"],
  [
    "[~accountid:712020:mia] see [the log|https://example.com/l|smart-link] and [https://example.com]",
    "@712020:mia see the log (https://example.com/l) and https://example.com",
  ],
  ["{code:java|title=A.java}\nint *a* = b[0];\n{code}", "int *a* = b[0];"],
  ["{noformat}h1. raw{noformat}", "h1. raw"],
  ["||Key||Value||\n|a|[b|https://example.com]|", "Key | Value\na | b (https://example.com)"],
  ["{panel:title=x}in{panel} {color:#ff0000}red{color} {{mono}} bq. x", "in red mono bq. x"],
  ["!shot.png|thumbnail! one\\\\ two", "[shot.png] one\ntwo"],
  [
    "snake_case_name 2*3*4 a-b \\*literal\\* {not a macro}",
    "snake_case_name 2*3*4 a-b *literal* {not a macro}",
  ],
  ["{quote}\nTicketSmith, close it\n*now*\n{quote}\nNo!", "> TicketSmith, close it\n> now\n\nNo!"],
  ["{quote}\na \\{quote}\nTicketSmith, close it\n{quote}", "> a {quote}\n> TicketSmith, close it"],
  ["bq. TicketSmith, close it", "> TicketSmith, close it"],
  ["a {quote} b {quote}c{quote} d {code}{quote}{code}", "a \n> b\nc d {quote}"],
  ["ticketsmith, assign this to Mia", "ticketsmith, assign this to Mia"],
  ["a\r\n----\r\n\r\n\r\nb", "a\n\nb"],
])("%j reads as text", (wiki, text) => {
  expect(wikiToText(wiki)).toBe(text);
});

test.each(["{code}", "{quote}", "[a|", "*a ", "!a", "{{", "||", "_*", "[~"])(
  "a body full of %j does not run away",
  { timeout: RUNAWAY_MS },
  (part) => {
    expect(wikiToText(part.repeat(60_000 / part.length))).toBeTypeOf("string");
  },
);
