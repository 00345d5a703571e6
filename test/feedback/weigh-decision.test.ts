import { describe, expect, test } from "vitest";
import type { Evidence, FieldValue } from "../../server/contract/index.ts";
import {
  keepValue,
  weighApproval,
  weighEdit,
  weighRejection,
  type Feedback,
} from "../../server/planning/index.ts";
import {
  aComment,
  anAssignment,
  aPlan,
  aPriorityChange,
  aStep,
  ANA,
  issueRef,
  MIA,
  stepId,
} from "../builders/proposals.ts";

const QUOTE: Evidence = { kind: "span", source: "request", start: 0, end: 4, quote: "High" };
const HAND: Evidence = { kind: "person", text: "Changed by hand" };
const option = (id: string, name: string): FieldValue => ({ kind: "option", option: { id, name } });
const plan = aPlan(
  aStep("s1", aPriorityChange(), {
    evidence: [{ field: "priority", confidence: 0.7, raw: 0.9, items: [QUOTE] }],
  }),
  aStep("s2", anAssignment(MIA), { evidence: [{ field: "assignee", confidence: 1, items: [HAND] }] }),
);
const short = ({ fields }: Feedback) =>
  fields.map(({ field, verdict, byHand, proposed, decided }) => [field, verdict, byHand, proposed, decided]);

describe("what is kept of a decision", () => {
  test("a yes: what stood with the value that stood, and what was left out", () => {
    expect(short(weighApproval(plan, [stepId("s1")]))).toEqual([
      ["priority", "stood", false, option("2", "High"), option("2", "High")],
      ["assignee", "left-out", true, null, null],
    ]);
  });

  test("how sure we were, as it was shown and as it was claimed", () => {
    const [priority] = weighApproval(plan, [stepId("s1")]).fields;
    expect(priority).toMatchObject({ confidence: 0.7, raw: 0.9, action: "edit-fields" });
  });

  test("a no: why, and every field of it", () => {
    const no = weighRejection(plan, "too-vague");
    expect([no.kind, no.because, no.fields.map(({ verdict }) => verdict)]).toEqual([
      ...["reject", "too-vague", ["rejected", "rejected"]],
    ]);
  });

  test("an edit: the fields that changed and no others, from what to what", () => {
    const after = aPlan(
      aStep("s1", {
        type: "edit-fields",
        issue: issueRef(),
        changes: [{ ...change(), to: option("4", "Low") }],
      }),
      aStep("s2", anAssignment(MIA)),
    );
    expect(short(weighEdit(plan, after))).toEqual([
      ["priority", "edited", false, option("2", "High"), option("4", "Low")],
    ]);
  });

  test("an edit that takes a row away leaves the field as it was", () => {
    const [gone] = weighEdit(plan, aPlan(aStep("s2", anAssignment(ANA)))).fields;
    expect([gone?.field, gone?.decided]).toEqual(["priority", option("3", "Medium")]);
  });

  function change() {
    const action = aPriorityChange();
    if (action.type !== "edit-fields" || action.changes[0] === undefined) throw new Error("No change");
    return action.changes[0];
  }
});

describe("the form in which values are kept", () => {
  const digests = {
    person: (account: string) => `p(${account.length})`,
    text: (text: string) => `t(${text.length})`,
  };
  const keep = (value: FieldValue) => keepValue(value, digests);

  test("people and texts are digests, and nothing of them is left", () => {
    const [comment] = weighApproval(aPlan(aStep("s1", aComment("Call +49 30 1234567"))), [
      stepId("s1"),
    ]).fields;
    const kept = [
      keep({ kind: "person", accountId: MIA }),
      keep({ kind: "people", accountIds: [MIA, ANA] }),
      keep({ kind: "text", text: "sk-live-abcdefghijklmnop" }),
      keep(comment?.decided ?? { kind: "none" }),
    ];
    expect(kept.map(({ kind }) => kind)).toEqual(["people", "people", "text", "text"]);
    expect(JSON.stringify(kept)).not.toMatch(/mia|ana|sk-|1234567/);
  });

  test("what hides in labels, names and numbers is masked", () => {
    const kept = JSON.stringify([
      keep({ kind: "labels", labels: ["mia.krause@acme.test", "checkout"] }),
      keep(option("1", "for mia.krause@acme.test")),
      keep({ kind: "number", number: 4_111_111_111_111_111 }),
    ]);
    expect(kept).toContain("checkout");
    expect(kept).not.toMatch(/krause|4111/);
  });

  test("the order of a list makes no difference", () => {
    const labels = (...all: string[]) => keep({ kind: "labels", labels: all });
    expect(labels("a", "b")).toEqual(labels("b", "a"));
    expect(labels("a")).not.toEqual(labels("b"));
    expect(labels()).toEqual({ kind: "none" });
  });
});
