import { describe, expect, test } from "vitest";
import { findDrift } from "../../server/planning/index.ts";
import { accountId, DONE, issueRef, paragraphs, sentence, someFacts, someIssue } from "../builders/facts.ts";
import { mustPlan, planOffline } from "../builders/plans.ts";

const drift = (order: string, now: Parameters<typeof someIssue>[0]) => {
  const plan = mustPlan(planOffline(someFacts(), sentence(order)));
  return findDrift(plan.steps, someIssue(now)).map(({ field, seen, now: value }) => [
    field,
    seen.kind,
    value.kind,
  ]);
};
const low = { priority: { kind: "option", option: { id: "4", name: "Low" } } } as const;

describe("A plan drifts where the issue changed under it, and nowhere else", () => {
  test.for([
    ["make it high", { fields: low }, [["priority", "option", "option"]]],
    ["make it high", { summary: "Other words", assignee: accountId("ana") }, []],
    ["assign to Mia", { assignee: accountId("ana") }, [["assignee", "none", "person"]]],
    ["close it", { status: DONE }, [["status", "option", "option"]]],
    ["rename to New", { summary: "Other words" }, [["summary", "text", "text"]]],
    ["comment: hello", { summary: "Other words", fields: low, status: DONE }, []],
    ["create a task: x", { summary: "Other words", fields: low, status: DONE }, []],
    ["add to the description: more", { description: paragraphs("Quite different") }, []],
    [
      "set description to: new",
      { description: paragraphs("Quite different") },
      [["description", "document", "document"]],
    ],
    [
      "link to SHOP-12 as duplicate",
      { links: [{ id: "1", linkTypeId: "1000", direction: "outward", other: issueRef(12) }] },
      [["link", "none", "text"]],
    ],
    [
      "link to SHOP-12 as duplicate",
      { links: [{ id: "1", linkTypeId: "1002", direction: "outward", other: issueRef(12) }] },
      [],
    ],
  ] as const)("%s", ([order, now, expected]) => {
    expect(drift(order, now)).toEqual(expected);
  });

  test("a link to another issue is not the one that was proposed", () => {
    const links = [{ id: "1", linkTypeId: "1000", direction: "outward" as const, other: issueRef(17) }];
    expect(drift("link to SHOP-12 as duplicate", { links })).toEqual([]);
  });

  test("an empty list is an empty field, and the order of a list does not matter", () => {
    expect(drift("add label x", { fields: { labels: { kind: "labels", labels: [] } } })).toEqual([]);
  });

  test("only the steps in question are looked at", () => {
    const plan = mustPlan(planOffline(someFacts(), sentence("make it high and assign to Mia")));
    expect(findDrift(plan.steps.slice(1), someIssue({ fields: low }))).toEqual([]);
  });
});
