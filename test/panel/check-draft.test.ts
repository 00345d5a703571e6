import { expect, test } from "vitest";
import { changedFields, checkDraft, draftKey, type Draft } from "../../frontend/proposal-card/check-draft.ts";
import { formFor, hash } from "./scripted-views.ts";

const { fields } = formFor(hash("a"));
const drafts = (changes: Record<string, Draft> = {}) =>
  new Map(
    fields.map((field) => [draftKey(field), field.field in changes ? changes[field.field] : field.value]),
  );

test("a form that nobody touched sends nothing", () => {
  expect(changedFields(fields, drafts())).toEqual([]);
});

test("only what a person changed is sent, with its step and field", () => {
  const changed = changedFields(fields, drafts({ duedate: { kind: "date", date: "2026-12-01" } }));
  expect(changed).toEqual([{ step: "s1", field: "duedate", value: { kind: "date", date: "2026-12-01" } }]);
});

test("the order of a value's keys is no change", () => {
  expect(changedFields(fields, drafts({ summary: { text: "Payment page blank", kind: "text" } }))).toEqual(
    [],
  );
});

test("an emptied needed field is refused by name, an emptied optional one is not", () => {
  const [priority] = fields;
  const points = fields.find(({ field }) => field === "customfield_10010");
  expect(priority && checkDraft(priority, { kind: "none" })).toBe("Priority is needed");
  expect(points && checkDraft(points, { kind: "none" })).toBeNull();
});

test("spaces are not a text", () => {
  const summary = fields.find(({ field }) => field === "summary");
  expect(summary && checkDraft(summary, { kind: "text", text: "  " })).toBe("Summary is needed");
});

test("what cannot be read as a number is refused, also where nothing is needed", () => {
  const points = fields.find(({ field }) => field === "customfield_10010");
  expect(points && checkDraft(points, undefined)).toBe("Enter a number");
});
