import { describe, expect, test } from "vitest";
import { confidenceWord, prepareQuestion, type Facts } from "../../server/planning/index.ts";
import { sentence, similarIssue, someFacts, TRANSITIONS, webhook } from "../builders/facts.ts";
import { mustPlan, planFromModel, said } from "../builders/plans.ts";

const draft = (...steps: unknown[]) => ({ summary: "", steps, questions: [], notes: [] });
const reason = (over = {}) => ({
  field: "priority",
  quote: null,
  source: null,
  issueKey: null,
  text: null,
  ...over,
});
const high = (over = {}) => ({
  type: "set-field",
  field: "priority",
  value: "High",
  confidence: 0.9,
  because: [reason({ quote: "nobody can pay", source: "description" })],
  ...over,
});
const ask = sentence("make it high");
const outcome = (steps: unknown[], facts: Facts = someFacts(), request = ask) =>
  said(facts, planFromModel(facts, request, draft(...steps)));

describe("A reply that is not exactly a draft is refused whole", () => {
  test.for([
    ["text", "Sure! Here you go", "not-json"],
    ["JSON in a fence", '```json\n{"summary":""}\n```', "not-json"],
    ["words behind the JSON", `${JSON.stringify(draft(high()))} done`, "not-json"],
    ["another shape", { plan: [] }, "not-a-draft"],
    ["an extra key", { ...draft(high()), approve: true }, "not-a-draft"],
    ["an extra key in a step", draft(high({ issue: "SHOP-1" })), "not-a-draft"],
    ["an unknown step", draft({ type: "delete-issue", confidence: 1, because: [] }), "not-a-draft"],
    ["a confidence above 1", draft(high({ confidence: 2 })), "not-a-draft"],
    ["a missing key", { summary: "", steps: [] }, "not-a-draft"],
  ] as const)("%s", ([, reply, code]) => {
    expect(planFromModel(someFacts(), ask, reply)).toMatchObject({ ok: false, reason: { code } });
  });
});

describe("Only what was looked up can be in a plan", () => {
  test.for([
    ["a value the field does not offer", high({ value: "Apocalyptic" }), "Priority has no “Apocalyptic”."],
    [
      "a field that is not on the screen",
      high({ field: "customfield_99999" }),
      "“customfield_99999” cannot be changed on this issue.",
    ],
    ["a value of another kind", high({ value: 3 }), "Priority cannot take that value."],
    [
      "a person by account id",
      { type: "assign", person: "acc-mia", confidence: 1, because: [] },
      "Left out an assignee",
    ],
    [
      "a person beyond the list",
      { type: "assign", person: "P99", confidence: 1, because: [] },
      "Left out an assignee",
    ],
    [
      "an inherited name",
      { type: "assign", person: "constructor", confidence: 1, because: [] },
      "Left out an assignee",
    ],
    [
      "a move the workflow does not offer",
      { type: "move", transition: "Nirvana", confidence: 1, because: [] },
      "does not offer",
    ],
    [
      "an issue nobody looked up",
      { type: "link", relation: "duplicates", issueKey: "HR-1", confidence: 1, because: [] },
      "A link to HR-1 was left out",
    ],
    [
      "the issue itself",
      { type: "link", relation: "duplicates", issueKey: "SHOP-42", confidence: 1, because: [] },
      "A link to SHOP-42 was left out",
    ],
    ["a date that does not exist", high({ field: "duedate", value: "2026-02-31" }), "Due date needs a date."],
    ["an empty required field", high({ field: "summary", value: null }), "Summary cannot be empty."],
    ["what is so already", high({ value: "Medium" }), "Priority is Medium already."],
    [
      "a label with spaces",
      high({ field: "labels", value: { add: ["two words"], remove: [] } }),
      "A label cannot hold spaces.",
    ],
  ] as const)("%s is left out and said", ([, step, words]) => {
    expect(outcome([step])).toContain(words);
    expect(outcome([step])).toMatch(/^nothing/);
  });

  test("a transition whose screen demands more is left to Jira", () => {
    const transitions = TRANSITIONS.map((one) => ({ ...one, demands: ["Resolution"] }));
    const step = { type: "move", transition: "Done", confidence: 1, because: [] };
    expect(outcome([step], someFacts({ transitions }))).toContain("Moving to Done needs Resolution");
  });

  test("a new issue lands in the same project, and only with fields of its own screen", () => {
    const create = (fields: unknown[]) => ({
      type: "create",
      issueType: "Task",
      fields,
      confidence: 0.9,
      because: [],
    });
    const plan = mustPlan(
      planFromModel(
        someFacts(),
        sentence("create a task: Tidy up"),
        draft(create([{ field: "summary", value: "Tidy up" }])),
      ),
    );
    expect(plan.steps[0]?.action).toMatchObject({ type: "create-issue", project: { key: "SHOP" } });
    expect(outcome([create([{ field: "project", value: "HR" }])])).toMatch(/^nothing/);
  });
});

test("an issue is never linked to itself, even where it was looked up", () => {
  const step = { type: "link", relation: "duplicates", issueKey: "SHOP-42", confidence: 1, because: [] };
  const similar = [similarIssue(42, "Checkout shows a white page after paying")];
  expect(outcome([step], someFacts({ similar }))).toMatch(/^nothing/);
});

test("a comment that was not for TicketSmith yields nothing, whatever an engine makes of it", () => {
  const comment = sentence("assign this to Mia", { origin: "webhook", commentId: "7" });
  expect(planFromModel(someFacts(), comment, draft(high()))).toMatchObject({
    reason: { code: "nothing-to-do" },
  });
});

describe("Without a person's order the issue is only sorted in", () => {
  test.for([
    { type: "move", transition: "Done", confidence: 1, because: [] },
    {
      type: "create",
      issueType: "Task",
      fields: [{ field: "summary", value: "x" }],
      confidence: 1,
      because: [],
    },
    high({ field: "summary", value: "New title" }),
    high({ field: "description", value: { markdown: "new", mode: "replace" } }),
    high({ field: "customfield_10012", value: "blame" }),
  ])("%j is left out", (step) => {
    expect(outcome([step], someFacts(), webhook)).toMatch(/^nothing/);
  });
});

describe("Evidence is checked, not believed", () => {
  test("a quote gets the offsets where it really stands", () => {
    const facts = someFacts();
    const span = mustPlan(planFromModel(facts, webhook, draft(high()))).steps[0]?.evidence[0]?.items[0];
    expect(span).toEqual({
      kind: "span",
      source: "description",
      start: 19,
      end: 33,
      quote: "nobody can pay",
    });
  });

  test("a quote that is nowhere is left out, and the field rests on opinion", () => {
    const made = high({
      because: [reason({ quote: "the CEO is furious", source: "description" })],
      confidence: 0.99,
    });
    const plan = mustPlan(planFromModel(someFacts({ similar: [] }), ask, draft(made)));
    expect(plan.steps[0]?.evidence[0]?.items).toEqual([expect.objectContaining({ kind: "inference" })]);
    expect(plan.steps[0]?.confidence).toBe(0.6);
    expect(plan.trace.notes.join()).toContain("the CEO is furious");
  });

  test("a count that a model claims is only its opinion", () => {
    const claim = high({ because: [reason({ text: "9 of 9 similar issues are High" })], confidence: 0.99 });
    const plan = mustPlan(planFromModel(someFacts({ similar: [] }), ask, draft(claim)));
    expect(plan.steps[0]?.evidence[0]?.items[0]?.kind).toBe("inference");
    expect(plan.steps[0]?.confidence).toBe(0.6);
  });

  test("an issue that was not looked up supports nothing", () => {
    const plan = mustPlan(
      planFromModel(someFacts(), ask, draft(high({ because: [reason({ issueKey: "HR-1" })] }))),
    );
    expect(plan.trace.notes.join()).toContain("HR-1 is not among the issues looked up");
  });

  test("the person's own words carry the most", () => {
    const own = high({ because: [reason({ quote: "make it high", source: "request" })], confidence: 1 });
    expect(mustPlan(planFromModel(someFacts(), ask, draft(own))).steps[0]?.confidence).toBe(0.98);
  });
});

describe("A plan is tidy", () => {
  test("field edits are one step, a move comes last, and doubles are one", () => {
    const facts = someFacts();
    const steps = [
      { type: "move", transition: "Done", confidence: 0.9, because: [] },
      { type: "assign", person: "P1", confidence: 0.9, because: [] },
      high({ field: "labels", value: { add: ["a"], remove: [] } }),
      high(),
      high({ field: "labels", value: { add: ["b", "a"], remove: [] } }),
    ];
    const all = sentence("labels a, b, high, for Mia, then done");
    expect(outcome(steps, facts, all)).toBe(
      "Add labels a, b, make it High; Assign to Mia Krause; Move to Done",
    );
  });

  test("a step is as sure as its least sure field", () => {
    const weak = high({ field: "labels", value: { add: ["a"], remove: [] }, confidence: 0.3 });
    const both = sentence("make it high, label a");
    expect(mustPlan(planFromModel(someFacts(), both, draft(high(), weak))).steps[0]?.confidence).toBe(0.3);
  });

  test("the same reply gives the same plan", () => {
    const plan = () => planFromModel(someFacts(), ask, draft(high()));
    expect(plan()).toEqual(plan());
  });

  test("what was masked for a model comes back as it was", () => {
    const facts = someFacts({
      issue: { description: [{ type: "paragraph", content: [{ type: "text", text: "Ask jo@acme.test" }] }] },
    });
    const quote = sentence("quote the description in a comment");
    const [mask] = /⟦[A-Z]+_1⟧/.exec(prepareQuestion(facts, quote).prompt.user) ?? [];
    const comment = { type: "comment", markdown: `Mail ${String(mask)}`, confidence: 0.8, because: [] };
    expect(mask).toBeDefined();
    expect(JSON.stringify(mustPlan(planFromModel(facts, quote, draft(comment))).steps)).toContain(
      "Mail jo@acme.test",
    );
  });
});

test("confidence words", () => {
  expect([0.85, 0.84, 0.65, 0.64].map(confidenceWord)).toEqual(["Very likely", "Likely", "Likely", "Unsure"]);
});
