import { describe, expect, test } from "vitest";
import type { Action, Origin, PolicyLine } from "../../server/contract/index.ts";
import { judgeStep, type Doubts } from "../../server/planning/policy/judge-step.ts";
import { aPolicy } from "../builders/policies.ts";
import { aComment, anAssignment, aPriorityChange } from "../builders/proposals.ts";

const field = (name: string, confidence: number, origin: Origin = "fact") => ({
  field: name,
  confidence,
  origin,
});
const CALM: Doubts = {
  hostile: false,
  questions: false,
  personal: false,
  decisions: { "edit-fields": 100, "add-comment": 100, "create-issue": 100 },
  quiet: false,
};
const SHOP = { project: "SHOP", issueType: "Bug" };
const AUTO: PolicyLine[] = [{ verdict: "auto" }];

type Over = {
  action?: Action;
  fields?: ReturnType<typeof field>[];
  doubts?: Partial<Doubts>;
  at?: typeof SHOP;
};
const judge = (
  lines: PolicyLine[],
  { action = aPriorityChange(), at = SHOP, ...over }: Over = {},
  auto = {},
) =>
  judgeStep({ action, fields: over.fields ?? [field("priority", 0.9)] }, at, aPolicy(lines, { auto }), {
    ...CALM,
    ...over.doubts,
  });
const judged = (...given: Parameters<typeof judge>) => judge(...given).verdict;

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
  const lines: PolicyLine[] = [{ above: 0.8, verdict: "auto" }, { verdict: "four-eyes" }];
  expect(judged(lines, { fields: [field("priority", 0.8)] })).toBe("auto");
  expect(judged(lines, { fields: [field("priority", 0.79)] })).toBe("four-eyes");
});

test("a line about another origin or another type of issue does not count", () => {
  const byOrigin: PolicyLine[] = [{ origin: "rule", verdict: "auto" }, { verdict: "four-eyes" }];
  expect(judged(byOrigin, { fields: [field("priority", 0.9, "rule")] })).toBe("auto");
  expect(judged(byOrigin, { fields: [field("priority", 0.9, "person")] })).toBe("four-eyes");
  const byType: PolicyLine[] = [{ issueType: "bug", verdict: "auto" }, { verdict: "blocked" }];
  expect(judged(byType)).toBe("auto");
  expect(judged(byType, { at: { project: "SHOP", issueType: "Task" } })).toBe("blocked");
});

test("an issue whose type nobody noted is treated as strictly as any type", () => {
  const at = { project: "SHOP", issueType: null };
  const ask = (verdict: PolicyLine["verdict"]) =>
    judgeStep(
      { action: anAssignment(), fields: [field("assignee", 0.9)] },
      at,
      aPolicy([{ issueType: "Bug", verdict }]),
      { ...CALM, decisions: { "set-assignee": 100 } },
    ).verdict;
  expect(ask("blocked")).toBe("blocked");
  expect(ask("four-eyes")).toBe("four-eyes");
  expect(ask("auto")).toBe("review");
});

test("a step is judged by its strictest field", () => {
  const lines: PolicyLine[] = [{ field: "labels", verdict: "blocked" }, { verdict: "auto" }];
  expect(judged(lines, { fields: [field("priority", 0.9), field("labels", 0.9)] })).toBe("blocked");
});

describe("nothing goes through alone, whatever a line says", () => {
  test("that would otherwise", () => {
    expect(judge(AUTO)).toEqual({ verdict: "auto", because: "Line 1 of the policy, for priority." });
  });

  test.for<[string, Over, object?]>([
    ["no administrator has switched that on", {}, { enabled: false }],
    ["Text beside it tries to give orders", { doubts: { hostile: true } }],
    ["Nobody looked", { doubts: { unseen: true } }],
    ["A question is open", { doubts: { questions: true } }],
    ["nothing but text of others", { fields: [field("priority", 0.9), field("labels", 0.9, "untrusted")] }],
    ["the engine's own judgement", { fields: [field("priority", 0.9, "inference")] }],
    ["decided on 49 fields of such steps; it takes 50", { doubts: { decisions: { "edit-fields": 49 } } }],
    ["decided on 0 fields", { doubts: { decisions: { transition: 500 } } }],
    ["quiet hours", { doubts: { quiet: true } }],
    ["holds personal data", { action: aComment(), doubts: { personal: true } }],
    [
      "not unmade",
      {
        action: {
          type: "create-issue",
          project: { id: "1", key: "SHOP", name: "Shop" },
          issueType: { id: "1", name: "Bug" },
          fields: [{ field: "summary", name: "Summary", to: { kind: "text", text: "A test" } }],
        },
      },
    ],
  ])("%s", ([words, over, auto]) => {
    const { verdict, because } = judge(AUTO, over, auto);
    expect([verdict, because]).toEqual(["review", expect.stringContaining(words)]);
  });

  test("and a doubt makes nothing freer", () => {
    expect(judged([{ verdict: "blocked" }], { doubts: { hostile: true } })).toBe("blocked");
    expect(judged([{ verdict: "four-eyes" }], { doubts: { quiet: true } })).toBe("four-eyes");
  });
});
