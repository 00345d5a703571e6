import { expect, test } from "vitest";
import { createEventStream } from "../../sandbox/event-stream.ts";
import { seedSite } from "../../sandbox/seed/seed-site.ts";
import { createSite } from "../../sandbox/create-site.ts";
import type { Acting } from "../../sandbox/state.ts";

const now = new Date("2026-05-04T12:00:00Z");
const state = seedSite("acme", now);
const site = createSite({
  name: "acme",
  origin: () => "http://localhost",
  state: () => state,
  events: createEventStream(),
  touch: () => undefined,
  now: () => now,
  onHappening: () => undefined,
  onPageHappening: () => undefined,
});

function as(name: string): Acting {
  const accountId = state.people.find((one) => one.displayName === name)?.accountId ?? "";
  return { as: { kind: "person", accountId, throughApp: null } };
}
const mia = as("Mia Krause");

function keys(jql: string, acting = mia): string[] {
  const found = site.search(acting, jql);
  if (!found.ok) throw new Error(found.refusal.errorMessages.join());
  return found.value.map((one) => one.key);
}
function refusal(jql: string): string {
  const found = site.search(mia, jql);
  return found.ok ? "" : found.refusal.errorMessages.join();
}

test("text finds words in summary, description and comments, whatever their ending", () => {
  const found = keys('project = SHOP AND text ~ "white pages"');
  expect(found).toContain("SHOP-31");
  expect(found).toContain("SHOP-42");
  expect(keys('summary ~ "\\"white page\\"" AND component = Checkout')).toEqual(["SHOP-31"]);
  expect(keys('text ~ "quidditch"')).toEqual([]);
});

test("AND, OR, NOT and parentheses bind as in Jira", () => {
  const all = keys("project = SHOP").length;
  const open = keys("project = SHOP AND statusCategory != Done").length;
  expect(keys("project = SHOP AND NOT statusCategory = Done")).toHaveLength(open);
  expect(keys("project = SHOP AND (statusCategory = Done OR statusCategory != Done)")).toHaveLength(all);
  expect(keys("key = SHOP-42 OR key = SHOP-31 AND project = OPS")).toEqual(["SHOP-42"]);
  expect(keys("key in (SHOP-42, SHOP-31) AND priority = Highest")).toEqual(["SHOP-31"]);
});

test("people, empties, dates and order are understood", () => {
  const accountId = state.people.find((one) => one.displayName === "Mia Krause")?.accountId ?? "";
  expect(keys("assignee = currentUser()")).toEqual(keys(`assignee = "${accountId}"`));
  expect(keys("project = SHOP AND assignee IS EMPTY")).toContain("SHOP-42");
  expect(keys("project = SHOP AND assignee is not empty")).not.toContain("SHOP-42");
  expect(keys("created >= -1d AND project = SHOP").sort()).toEqual(
    keys('created >= "2026-05-03 12:00" AND project = SHOP').sort(),
  );
  const ordered = keys("project = SHOP ORDER BY priority DESC, key ASC");
  expect(ordered[0]).toBe(keys("project = SHOP AND priority = Highest ORDER BY key ASC")[0]);
  expect(keys("project = SHOP AND resolution = Unresolved")).toContain("SHOP-42");
});

test("custom fields and properties can be searched by id, name and path", () => {
  const severe = keys('cf[10040] = "Critical"');
  expect(severe).toContain("SHOP-31");
  expect(keys('Severity = "Critical"')).toEqual(severe);
  const issue = state.issues.find((one) => one.key === "SHOP-42");
  if (issue !== undefined) issue.properties["mark"] = { deep: { value: "m-1" } };
  expect(keys("issue.property[mark].deep.value = m-1")).toEqual(["SHOP-42"]);
});

test("what a person may not browse is not found", () => {
  expect(keys("project = HR", as("Elena Petrova")).length).toBeGreaterThan(0);
  expect(keys("project = HR")).toEqual([]);
});

test("unbounded, unknown and broken queries are refused in words", () => {
  expect(refusal("")).toContain("Unbounded");
  expect(refusal("ORDER BY created")).toContain("Unbounded");
  expect(refusal("colour = red")).toContain("Field 'colour' does not exist");
  expect(refusal("project = NOPE")).toContain("The value 'NOPE' does not exist");
  expect(refusal("project = SHOP AND")).toContain("Error in the JQL Query");
  expect(refusal('summary ~ "open')).toContain("has not been completed");
  expect(refusal("summary = x")).toContain("not supported by the 'summary' field");
});
