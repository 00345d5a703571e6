import { expect, test } from "vitest";
import { ProposalId, type KeptValue, type Rule } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { suggestRules, type Correction } from "../../server/planning/index.ts";

const option = (name: string): KeptValue => ({ kind: "option", option: { id: name, name } });
const one = (over: Partial<Correction> = {}): Correction => ({
  ...{ proposal: ProposalId.parse(newId()), at: new Date(), action: "edit-fields", field: "priority" },
  ...{ project: "SHOP", issueType: "Bug", labels: [], proposed: option("High"), decided: option("Low") },
  ...over,
});
const times = (count: number, over: Partial<Correction> = {}) =>
  Array.from({ length: count }, () => one(over));
const kept = (over: Partial<Correction> = {}) => one({ ...over, decided: option("High") });
const rulesOf = (corrections: Correction[], known: Rule[] = [], accounts: Record<string, string> = {}) =>
  suggestRules(corrections, { known, accountOf: (digest) => accounts[digest] });
const inShop = { if: "project", keys: ["SHOP"] } as const;

test("five times the same in a project is a rule, with its evidence; four times is not", () => {
  expect(rulesOf(times(4))).toEqual([]);
  const [found] = rulesOf(times(5));
  expect(found?.rule).toMatchObject({ when: [inShop], set: { field: "priority", value: "Low" } });
  expect([found?.cases, found?.corrected, found?.examples.length]).toEqual([5, 5, 3]);
});

test("it takes nine of ten: whoever lets it stand speaks against it", () => {
  expect(rulesOf([...times(9), kept()])).toHaveLength(1);
  expect(rulesOf([...times(8), kept()])).toEqual([]);
  expect(rulesOf([...times(9), one({ decided: option("Medium") }), kept()])).toEqual([]);
});

test("where a project does not agree, an issue type or a label in it may", () => {
  const bugs = times(5, { issueType: "Bug" });
  const [found, ...more] = rulesOf([
    ...bugs,
    ...Array.from({ length: 5 }, () => kept({ issueType: "Task" })),
  ]);
  expect(found?.rule.when).toEqual([inShop, { if: "is", field: "issuetype", values: ["Bug"] }]);
  expect(more).toEqual([]);
  const labelled = times(5, { labels: ["billing"] });
  const others = Array.from({ length: 5 }, () => kept());
  expect(rulesOf([...labelled, ...others]).map(({ rule }) => rule.when[1])).toEqual([
    { if: "is", field: "labels", values: ["billing"] },
  ]);
});

test("projects are kept apart", () => {
  expect(rulesOf([...times(3), ...times(3, { project: "OPS" })])).toEqual([]);
});

test("a person is named by the account that a plan knows, and by none else", () => {
  const people = (digest: string): KeptValue => ({ kind: "people", digests: [digest] });
  const assigned = times(5, { field: "assignee", proposed: people("d1"), decided: people("d2") });
  expect(rulesOf(assigned)).toEqual([]);
  expect(rulesOf(assigned, [], { d2: "712020:mia" })[0]?.rule.set).toEqual({
    ...{ field: "assignee", value: "712020:mia" },
  });
});

test("a list gets what people add; what they take away no rule can do", () => {
  const labels = (...all: string[]): KeptValue => ({ kind: "labels", labels: all });
  const about = { field: "labels", proposed: labels("a") };
  expect(rulesOf(times(5, { ...about, decided: labels("a", "b") }))[0]?.rule.set.value).toEqual(["b"]);
  expect(rulesOf(times(5, { ...about, decided: labels("b") }))).toEqual([]);
});

test("what was masked, is text or a status, or is a rule already, is not suggested", () => {
  expect(rulesOf(times(5, { decided: option("⟦EMAIL_1⟧") }))).toEqual([]);
  expect(rulesOf(times(5, { decided: { kind: "text", digest: "x", length: 1 } }))).toEqual([]);
  expect(rulesOf(times(5, { field: "status" }))).toEqual([]);
  const [found] = rulesOf(times(5));
  if (found === undefined) throw new Error("Nothing was suggested");
  expect(rulesOf(times(5), [{ ...found.rule, id: "mine", enabled: false }])).toEqual([]);
});

test("the same corrections have the same suggestion, so that a dismissed one stays away", () => {
  const ids = [times(5), times(6)].map((all) => rulesOf(all)[0]?.rule.id);
  expect(ids[0]).toMatch(/^learned-[0-9a-f]{16}$/);
  expect(ids[0]).toBe(ids[1]);
});
