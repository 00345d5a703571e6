import { describe, expect, test } from "vitest";
import { Rules, type Rule } from "../../server/contract/index.ts";
import { NO_SETTINGS, type IssueFacts, type PlanningRequest } from "../../server/planning/index.ts";
import { sayRule } from "../../server/contract/say-rule.ts";
import { sentence, someFacts, webhook } from "../builders/facts.ts";
import { mustPlan, planFromModel, said } from "../builders/plans.ts";

const bugIsMedium: Rule = {
  id: "bug-medium",
  enabled: true,
  when: [
    { if: "is", field: "issuetype", values: ["Bug"] },
    { if: "empty", field: "priority" },
  ],
  set: { field: "priority", value: "Medium" },
};
const rule = (over: Partial<Rule>): Rule => ({ ...bugIsMedium, ...over });
const unset = (): IssueFacts => someFacts({ issue: { fields: {} } });

const plan = (rules: readonly Rule[], facts: IssueFacts, request: PlanningRequest, steps: unknown[] = []) =>
  planFromModel(facts, request, { summary: "", steps, questions: [], notes: [] }, { ...NO_SETTINGS, rules });
const step = (type: string, members: object, because: object[] = []) => ({
  ...{ type, confidence: 0.9, because },
  ...members,
});

describe("A rule", () => {
  test("reads as a sentence", () => {
    expect(sayRule(bugIsMedium)).toBe(
      "When issuetype is Bug and priority is empty, then priority is Medium.",
    );
  });

  test("fills what nobody spoke of, and the plan says which rule it was", () => {
    const made = mustPlan(plan([bugIsMedium], unset(), webhook));
    expect(made.steps[0]?.evidence).toEqual([
      {
        field: "priority",
        confidence: 0.95,
        items: [{ kind: "rule", rule: "bug-medium", title: sayRule(bugIsMedium) }],
      },
    ]);
    expect(made.trace.rules).toEqual([
      { rule: "bug-medium", title: sayRule(bugIsMedium), fired: true, words: "" },
    ]);
  });

  test("says nothing when a condition does not hold", () => {
    const set = someFacts({
      issue: { fields: { priority: { kind: "option", option: { id: "2", name: "High" } } } },
    });
    expect(plan([bugIsMedium], set, webhook).ok).toBe(false);
    expect(plan([rule({ enabled: false })], unset(), webhook).ok).toBe(false);
    expect(plan([rule({ when: [{ if: "project", keys: ["HR"] }] })], unset(), webhook).ok).toBe(false);
  });

  test("that cannot be carried out is in the trace with the reason, and holds nothing else back", () => {
    const labelled = rule({
      id: "label",
      when: [{ if: "text", words: ["checkout"] }],
      set: { field: "labels", value: "shop" },
    });
    const wrong = rule({ set: { field: "priority", value: "Whenever" } });
    const made = mustPlan(
      plan([wrong, labelled], someFacts({ issue: { fields: {}, summary: "Checkout is slow" } }), webhook),
    );
    expect(made.trace.rules?.map(({ rule: id, fired, words }) => [id, fired, words])).toEqual([
      ["bug-medium", false, "Priority has no “Whenever”."],
      ["label", true, ""],
    ]);
    expect(made.steps).toHaveLength(1);
  });

  test("sees what the rules before it did", () => {
    const then = rule({
      id: "medium-shop",
      when: [{ if: "is", field: "priority", values: ["medium"] }],
      set: { field: "labels", value: ["shop"] },
    });
    expect(mustPlan(plan([bugIsMedium, then], unset(), webhook)).trace.rules).toHaveLength(2);
    expect(mustPlan(plan([then, bugIsMedium], unset(), webhook)).trace.rules).toHaveLength(1);
  });

  test("wins over an engine's guess, and never over a person's own words", () => {
    const always = rule({ when: [{ if: "project", keys: ["SHOP"] }] });
    const guess = step("set-field", { field: "priority", value: "Highest" });
    expect(said(unset(), plan([always], unset(), webhook, [guess]))).toBe("Make it Medium");

    const asked = sentence("make it Highest");
    const order = step("set-field", { field: "priority", value: "Highest" }, [
      { field: "priority", quote: "make it Highest", source: "request", issueKey: null, text: null },
    ]);
    expect(said(unset(), plan([always], unset(), asked, [order]))).toBe("Make it Highest");
  });

  test("leaves an issue alone when a person asked for something else, but fills the new issues they ask for", () => {
    const asked = sentence("comment “Hello” and create a bug “Slow”");
    const create = step("create", { issueType: "Bug", fields: [{ field: "summary", value: "Slow" }] }, [
      { field: "summary", quote: "create a bug “Slow”", source: "request", issueKey: null, text: null },
    ]);
    const comment = step("comment", { markdown: "Hello" });
    const severe = rule({
      id: "severe",
      when: [{ if: "empty", field: "customfield_10010" }],
      set: { field: "customfield_10010", value: "Major" },
    });
    const made = mustPlan(plan([bugIsMedium, severe], unset(), asked, [comment, create]));
    expect(made.steps.map(({ action }) => action.type)).toEqual(["add-comment", "create-issue"]);
    const fields = made.steps.flatMap(({ action }) => (action.type === "create-issue" ? action.fields : []));
    expect(fields.map(({ field }) => field)).toEqual(["summary", "priority", "customfield_10010"]);
  });

  test("names a person who is there, once", () => {
    const toMia = rule({ set: { field: "assignee", value: "mia krause" } });
    expect(said(unset(), plan([toMia], unset(), webhook))).toBe("Assign to Mia Krause");
    const toNobody = rule({ set: { field: "assignee", value: "Tom" } });
    expect(plan([toNobody], unset(), webhook)).toMatchObject({ ok: false });
  });

  test("is refused when it is written wrongly", () => {
    expect(Rules.safeParse([bugIsMedium, bugIsMedium]).success).toBe(false);
    expect(Rules.safeParse([{ ...bugIsMedium, when: [] }]).success).toBe(false);
    expect(Rules.safeParse([{ ...bugIsMedium, when: [{ if: "sunny" }] }]).success).toBe(false);
    expect(Rules.safeParse([{ ...bugIsMedium, priority: 1 }]).success).toBe(false);
  });
});
