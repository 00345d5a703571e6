import { expect, test } from "vitest";
import { createPast } from "../../sandbox/keep-past.ts";
import { seedSite } from "../../sandbox/seed/seed-site.ts";

function start() {
  let clock = Date.parse("2026-05-04T10:00:00.000Z");
  const now = () => new Date(clock);
  const state = seedSite("acme", now());
  const past = createPast(() => state, now);
  const write = (label: string) => {
    const [issue] = state.issues;
    if (issue !== undefined) issue.values["labels"] = [label];
    past.note();
  };
  const labelsAt = (ms: number) => past.at(ms).issues[0]?.values["labels"];
  return { state, past, write, labelsAt, tick: (ms: number) => (clock += ms) };
}

test("each state is shown for as long as it was there, and none before the beginning", () => {
  const { past, write, labelsAt, tick } = start();
  write("before");
  past.begin();
  tick(1_000);
  write("one");
  tick(1_000);
  write("two");
  tick(500);
  expect([0, 499, 501, 1_499, 1_501, 60_000].map(labelsAt)).toEqual([
    ["two"],
    ["two"],
    ["one"],
    ["one"],
    ["before"],
    ["before"],
  ]);
});

test("what was longer ago than a minute is let go, except how it looked a minute ago", () => {
  const { past, write, labelsAt, tick } = start();
  write("old");
  past.begin();
  tick(10_000);
  write("minute-old");
  tick(61_000);
  write("new");
  expect(labelsAt(30_000)).toEqual(["minute-old"]);
  expect(labelsAt(200_000)).toEqual(["minute-old"]);
});

test("nothing is kept that is not asked for, and people and projects are always those of now", () => {
  const { state, past, write, labelsAt } = start();
  write("now");
  expect(past.at(1_000)).toBe(state);
  past.begin();
  const { people, projects, issues } = past.at(1_000);
  expect(people).toBe(state.people);
  expect(projects).toBe(state.projects);
  expect(issues).not.toBe(state.issues);
  past.end();
  write("later");
  expect(labelsAt(60_000)).toEqual(["later"]);
});

test("a minute of history shares what did not change", () => {
  const { past, write, tick } = start();
  past.begin();
  tick(1_000);
  write("one");
  tick(1_000);
  const [before, after] = [past.at(2_000), past.at(0)];
  expect(after.issues[0]).not.toBe(before.issues[0]);
  expect(after.issues[1]).toBe(before.issues[1]);
  expect(after.pages).toBe(before.pages);
});
