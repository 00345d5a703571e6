import { expect, test } from "vitest";
import { readDate } from "../../server/planning/sentence/read-date.ts";

const WEDNESDAY = new Date("2026-11-18T23:30:00Z");

test.for([
  ["today", "2026-11-18"],
  ["morgen", "2026-11-19"],
  ["übermorgen", "2026-11-20"],
  ["friday", "2026-11-20"],
  ["on Fri", "2026-11-20"],
  ["wednesday", "2026-11-25"],
  ["next monday", "2026-11-23"],
  ["nächsten Freitag", "2026-11-27"],
  ["next week", "2026-11-23"],
  ["end of week", "2026-11-20"],
  ["end of the month", "2026-11-30"],
  ["in 3 days", "2026-11-21"],
  ["in two weeks", "2026-12-02"],
  ["in 3 months", "2027-02-18"],
  ["in einer Woche", "2026-11-25"],
  ["2026-12-01", "2026-12-01"],
  ["1.12.2026", "2026-12-01"],
  ["24/12/2026", "2026-12-24"],
  ["12/24/2026", "2026-12-24"],
  ["1 December", "2026-12-01"],
  ["December 1st, 2027", "2027-12-01"],
  ["1. März", "2027-03-01"],
  ["2026-02-30", undefined],
  ["03/04/2026", undefined],
  ["31 February", undefined],
  ["someday", undefined],
  ["", undefined],
] as const)("On Wednesday 18 November 2026 “%s” is %s", ([words, expected]) => {
  expect(readDate(words, WEDNESDAY)).toBe(expected);
});
