import { expect, test } from "vitest";
import type { Evidence, FieldEvidence, Policy } from "../../server/contract/index.ts";
import { judgeStep } from "../../server/planning/policy/judge-step.ts";
import { aPriorityChange } from "../builders/proposals.ts";

const SPAN: Evidence = { kind: "span", source: "request", start: 0, end: 4, quote: "High" };
const GUESS: Evidence = { kind: "inference", text: "A feeling" };
const field = (name: string, confidence: number, item: Evidence = SPAN): FieldEvidence => ({
  field: name,
  confidence,
  items: [item],
});
const CALM = { hostile: false, questions: false };
const judged = (policy: Policy, evidence = [field("priority", 0.9)], doubts = CALM, project = "SHOP") =>
  judgeStep({ action: aPriorityChange(), evidence }, project, policy, doubts).verdict;

test("silence means review", () => {
  expect(judged([])).toBe("review");
  expect(judged([{ action: "transition", verdict: "auto" }])).toBe("review");
  expect(judged([{ project: "HR", verdict: "blocked" }])).toBe("review");
});

test("the first line that fits a field counts", () => {
  expect(judged([{ field: "priority", verdict: "four-eyes" }, { verdict: "auto" }])).toBe("four-eyes");
  expect(judged([{ verdict: "auto" }, { field: "priority", verdict: "blocked" }])).toBe("auto");
});

test("a line about surer fields than this one does not count", () => {
  const policy: Policy = [{ above: 0.8, verdict: "auto" }, { verdict: "four-eyes" }];
  expect(judged(policy, [field("priority", 0.8)])).toBe("auto");
  expect(judged(policy, [field("priority", 0.79)])).toBe("four-eyes");
});

test("a step is judged by its strictest field", () => {
  const policy: Policy = [{ field: "labels", verdict: "blocked" }, { verdict: "auto" }];
  expect(judged(policy, [field("priority", 0.9), field("labels", 0.9)])).toBe("blocked");
});

test("nothing goes through alone beside hostile text, an open question, or on a mere feeling", () => {
  const policy: Policy = [{ verdict: "auto" }];
  expect(judged(policy)).toBe("auto");
  expect(judged(policy, undefined, { ...CALM, hostile: true })).toBe("review");
  expect(judged(policy, undefined, { ...CALM, questions: true })).toBe("review");
  expect(judged(policy, [field("priority", 0.9, GUESS)])).toBe("review");
  expect(judged([{ verdict: "blocked" }], undefined, { ...CALM, hostile: true })).toBe("blocked");
});
