import { expect, test } from "vitest";
import type { Evidence } from "../../server/contract/index.ts";
import { outcomesOf, outcomesOfEdit } from "../../server/planning/index.ts";
import { aPlan, aStep, stepId } from "../builders/proposals.ts";

const QUOTE: Evidence = { kind: "span", source: "request", start: 0, end: 4, quote: "High" };
const HAND: Evidence = { kind: "person", text: "Changed by hand" };
const plan = aPlan(
  aStep("s1", undefined, {
    evidence: [
      { field: "priority", confidence: 0.7, raw: 0.9, items: [QUOTE] },
      { field: "labels", confidence: 1, items: [HAND] },
    ],
  }),
  aStep("s2", undefined, { evidence: [{ field: "assignee", confidence: 0.6, items: [QUOTE] }] }),
);
const short = (all: ReturnType<typeof outcomesOf>) => all.map(({ field, raw, stood }) => [field, raw, stood]);

test("what was approved stood and what was left out did not, by what was claimed at first", () => {
  expect(short(outcomesOf(plan, [stepId("s1")]))).toEqual([
    ["priority", 0.9, true],
    ["assignee", 0.6, false],
  ]);
});

test("a rejected plan stood nowhere", () => {
  expect(short(outcomesOf(plan, []))).toEqual([
    ["priority", 0.9, false],
    ["assignee", 0.6, false],
  ]);
});

test("an edited field was not right, and one that a person wrote says nothing of us", () => {
  const edits = ["priority", "labels"].map((field) => ({ step: stepId("s1"), field }));
  expect(short(outcomesOfEdit(plan, edits))).toEqual([["priority", 0.9, false]]);
});
