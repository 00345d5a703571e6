import { describe, expect, test } from "vitest";
import { EditRequest, Plan } from "../../server/contract/index.ts";
import { applyEdits, formFor } from "../../server/planning/index.ts";
import { sentence, someFacts } from "../builders/facts.ts";
import { mustPlan, planOffline } from "../builders/plans.ts";

const facts = someFacts();
const ORDER =
  'make it high, add label x, due tomorrow, assign to Mia, move it to review, link to SHOP-12 as duplicate, comment "On it" and create a task: Tidy up';
const plan = mustPlan(planOffline(facts, sentence(ORDER)));
const stepOf = (type: string) => plan.steps.find((step) => step.action.type === type)?.id ?? "s0";

const { edits: editsShape } = EditRequest.shape;
const edit = (type: string, field: string, value: unknown) =>
  editsShape.parse([{ step: stepOf(type), field, value }]);
const apply = (type: string, field: string, value: unknown, known = facts) =>
  applyEdits(plan, edit(type, field, value), known);

describe("The form of a plan", () => {
  test("has a typed control and the planned value for every row", () => {
    expect(
      formFor(plan, facts).map(({ field, control, value }) => [field, control.kind, value.kind]),
    ).toEqual([
      ["priority", "select", "option"],
      ["labels", "labels", "labels"],
      ["duedate", "date", "date"],
      ["assignee", "person", "person"],
      ["link", "select", "option"],
      ["body", "markdown", "markdown"],
      ["summary", "text", "text"],
      ["status", "select", "option"],
    ]);
  });

  test("sent back unchanged is the same plan in all that a person decides on", () => {
    const edits = formFor(plan, facts).map(({ step, field, value }) => ({ step, field, value }));
    const after = applyEdits(plan, edits, facts);
    expect(after.ok && after.value.steps.map((step) => step.action)).toEqual(
      plan.steps.map((step) => step.action),
    );
  });
});

describe("An edit", () => {
  test("takes the value that Jira offers, rests on the person and names nobody", () => {
    const after = apply("edit-fields", "priority", { kind: "option", id: "1" });
    if (!after.ok) throw new Error(after.reason.words);
    const step = after.value.steps[0];
    expect(after.value.summary).toMatch(/^Make it Highest, /);
    expect(after.value.trace.origin).toBe("edit");
    expect(step?.evidence.find((one) => one.field === "priority")).toEqual({
      field: "priority",
      confidence: 1,
      items: [{ kind: "person", text: "Changed by hand" }],
      proposed: { confidence: 0.97, origin: "person" },
    });
    expect(step?.evidence.find((one) => one.field === "labels")).toEqual(plan.steps[0]?.evidence[1]);
    expect(Plan.safeParse(after.value).success).toBe(true);
  });

  test.for([
    ["edit-fields", "duedate", { kind: "date", date: "2026-12-24" }, "2026-12-24"],
    ["edit-fields", "labels", { kind: "labels", labels: ["y"] }, '"labels":["y"]'],
    ["set-assignee", "assignee", { kind: "person", accountId: "acc-tom-a" }, '"to":"acc-tom-a"'],
    ["transition", "status", { kind: "option", id: "31" }, '"to":{"id":"5","name":"Done"}'],
    ["link-issues", "link", { kind: "option", id: "1001:inward" }, '"direction":"inward"'],
    ["add-comment", "body", { kind: "markdown", text: "**Soon**" }, '"strong"'],
    ["create-issue", "summary", { kind: "text", text: "Tidy the docs" }, "Tidy the docs"],
  ] as const)("of %s %s", ([type, field, value, expected]) => {
    const after = apply(type, field, value);
    expect(JSON.stringify(after)).toContain(expected);
  });

  test.for([
    ["a value that is not offered", "edit-fields", "priority", { kind: "option", id: "999" }],
    ["a value of another kind", "edit-fields", "priority", { kind: "text", text: "High" }],
    ["a row the step does not have", "edit-fields", "summary", { kind: "text", text: "Owned" }],
    ["a field of another step", "transition", "priority", { kind: "option", id: "1" }],
    [
      "somebody who cannot be assigned",
      "set-assignee",
      "assignee",
      { kind: "person", accountId: "acc-evil" },
    ],
    ["a move that is not offered", "transition", "status", { kind: "option", id: "99" }],
    ["an empty comment", "add-comment", "body", { kind: "markdown", text: "  " }],
    ["an empty required field", "create-issue", "summary", { kind: "text", text: " " }],
    ["a link type that is not there", "link-issues", "link", { kind: "option", id: "7:outward" }],
  ] as const)("refuses %s", ([, type, field, value]) => {
    expect(apply(type, field, value)).toMatchObject({ ok: false, reason: { code: "invalid-edit" } });
  });

  test("refuses a step that is not there", () => {
    expect(
      applyEdits(plan, editsShape.parse([{ step: "s99", field: "body", value: { kind: "none" } }]), facts).ok,
    ).toBe(false);
  });

  test("that would change nothing lets the row fall away, and the last one cannot", () => {
    const after = apply("edit-fields", "priority", { kind: "option", id: "3" });
    expect(after.ok && JSON.stringify(after.value.steps[0]?.action)).not.toContain("priority");
    const only = mustPlan(planOffline(facts, sentence("assign to Mia")));
    const undone = applyEdits(
      only,
      editsShape.parse([{ step: "s1", field: "assignee", value: { kind: "none" } }]),
      facts,
    );
    expect(undone).toMatchObject({ ok: false, reason: { code: "invalid-edit" } });
  });

  test("of added text stays an addition", () => {
    const added = mustPlan(planOffline(facts, sentence("add to the description: See the log.")));
    const [row] = formFor(added, facts);
    expect(row?.value).toMatchObject({ kind: "markdown", text: expect.stringContaining("See the log.") });
    const after = applyEdits(
      added,
      editsShape.parse([
        { step: "s1", field: "description", value: { kind: "markdown", text: "See *both* logs." } },
      ]),
      facts,
    );
    expect(after).toMatchObject({
      ok: true,
      value: { steps: [{ action: { changes: [{ to: { patch: { ops: [{ op: "append" }] } } }] } }] },
    });
  });
});
