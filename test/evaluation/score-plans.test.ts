import { describe, expect, test } from "vitest";
import { mergeFacts, readCases, readFacts, scorePlans } from "../../server/evaluation/index.ts";
import type { Answer } from "../../server/evaluation/index.ts";

type Fields = Record<string, [value: unknown, confidence?: number]>;
const action = (type: "edit-fields" | "set-assignee" | "create-issue", target: string, fields: Fields) => ({
  type,
  target,
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, [value, confidence = 0.9]]) => [name, { value, confidence }]),
  ),
});
function answer(expect_: object, actions: Answer["actions"], asks: string[] = []): Answer {
  const cases = readCases(
    JSON.stringify({ id: "a", text: "t", lang: "en", project: "SHOP", subject: "SHOP-1", expect: expect_ }),
  );
  const one = cases.ok ? cases.value[0] : undefined;
  if (one === undefined) throw new Error("No case");
  return { case: one, actions, asks, tookMs: 1, tokens: 0, costUsd: 0, said: "" };
}
const priority = { type: "edit-fields", issue: "SHOP-1", priority: "High", labels: ["a", "b"] };

describe("What a plan is worth", () => {
  test("coverage counts what was filled, accuracy what of that is right", () => {
    const report = scorePlans([
      answer({ actions: [priority] }, [action("edit-fields", "SHOP-1", { priority: ["Low"] })]),
      answer({ actions: [priority] }, [
        action("edit-fields", "SHOP-1", { priority: ["high."], labels: [["b", "a"]] }),
      ]),
    ]);
    expect(report).toMatchObject({
      coverage: 0.75,
      fieldAccuracy: 2 / 3,
      allFieldsRight: 0.5,
      wrongActionRate: 0,
    });
    expect(report.perField["priority"]).toEqual({ expected: 2, coverage: 1, accuracy: 0.5 });
  });

  test("sets are compared whole", () => {
    const report = scorePlans([
      answer({ actions: [priority] }, [action("edit-fields", "SHOP-1", { labels: [["a"]] })]),
    ]);
    expect(report).toMatchObject({ coverage: 0.5, fieldAccuracy: 0 });
  });

  test("an action of another type, on another issue, or one too many is wrong", () => {
    const made = { type: "create-issue", project: "SHOP", issueType: "Bug" };
    const report = scorePlans([
      answer({ actions: [priority, made] }, [
        action("edit-fields", "SHOP-1", { priority: ["High"], labels: [["a", "b"]] }),
        action("set-assignee", "SHOP-1", { assignee: ["x"] }),
        action("edit-fields", "SHOP-2", { priority: ["High"] }),
        action("create-issue", "SHOP", { issueType: ["Bug"] }),
        action("create-issue", "SHOP", { issueType: ["Bug"] }),
      ]),
    ]);
    expect(report).toMatchObject({ wrongActionRate: 0.6, allFieldsRight: 0, fieldAccuracy: 1 });
  });

  test("whoever should have held back and did not is counted among all who should have", () => {
    const guess = action("set-assignee", "SHOP-1", { assignee: ["x"] });
    const report = scorePlans([
      answer({ none: true }, []),
      answer({ none: true }, [guess]),
      answer({ asks: ["assignee"] }, [guess]),
      answer({ asks: ["assignee"] }, [], ["assignee"]),
      answer({ actions: [priority] }, []),
    ]);
    expect(report.shouldHaveAbstainedRate).toBe(0.5);
  });

  test("a question that was expected and not asked leaves the case not all right", () => {
    expect(scorePlans([answer({ asks: ["assignee"] }, [])]).allFieldsRight).toBe(0);
    expect(scorePlans([answer({ asks: ["assignee"] }, [], ["assignee"])]).allFieldsRight).toBe(1);
  });

  test("a new issue is of its project, and may have a summary nobody expected", () => {
    const wanted = { type: "create-issue", project: "SHOP", issueType: "Bug" };
    const made = (project: string) =>
      action("create-issue", project, { issueType: ["Bug"], summary: ["It crashes"] });
    expect(scorePlans([answer({ actions: [wanted] }, [made("SHOP")])])).toMatchObject({ allFieldsRight: 1 });
    expect(scorePlans([answer({ actions: [wanted] }, [made("HR")])])).toMatchObject({
      coverage: 0,
      wrongActionRate: 1,
    });
  });

  test("calibration error is the gap between claim and truth, weighed by how many claim it", () => {
    const sure = (value: string, confidence: number) =>
      answer({ actions: [{ type: "set-assignee", assignee: "x" }] }, [
        action("set-assignee", "SHOP-1", { assignee: [value, confidence] }),
      ]);
    expect(scorePlans([sure("x", 0.95), sure("y", 0.95)]).ece).toBeCloseTo(0.45);
    expect(scorePlans([sure("x", 0.95), sure("y", 0.05)]).ece).toBeCloseTo(0.05);
  });

  test("coverage at 95 % is the share that a threshold keeps with that many right", () => {
    const sure = (value: string, confidence: number) =>
      answer({ actions: [{ type: "set-assignee", assignee: "x" }] }, [
        action("set-assignee", "SHOP-1", { assignee: [value, confidence] }),
      ]);
    expect(scorePlans([sure("x", 0.9), sure("x", 0.8), sure("y", 0.7), sure("x", 0.6)]).coverageAt95).toBe(
      0.5,
    );
    expect(scorePlans([sure("y", 0.9), sure("x", 0.8)]).coverageAt95).toBe(0);
  });
});

describe("What is read from a file", () => {
  test("a bad line is named by its number", () => {
    expect(readCases('{"id":"a","text":"x"}\n\nnot json')).toEqual({
      ok: false,
      reason: "Line 3 is not JSON.",
    });
    expect(readCases('{"id":"a"}')).toMatchObject({ ok: false, reason: expect.stringContaining("Line 1") });
  });

  test("a line's own facts come on top, key by key", () => {
    const all = readFacts(
      '{"projects":[{"key":"A","components":["x"]},{"key":"B"}],"now":"2026-01-01T00:00:00Z"}',
    );
    const own = readFacts('{"projects":[{"key":"A","components":["y"]}]}');
    if (!all.ok || !own.ok) throw new Error("Not read");
    const merged = mergeFacts(all.value, own.value);
    expect(merged.projects.map(({ key, components }) => [key, components])).toEqual([
      ["A", ["y"]],
      ["B", undefined],
    ]);
    expect(merged.now).toBe("2026-01-01T00:00:00Z");
  });
});

describe("Files that others write", () => {
  const cases = (line: object) => readCases(JSON.stringify({ text: "x", ...line }));

  test("what is left out or null is no reason to refuse a line", () => {
    expect(cases({ facts: null, lang: null, expect: null, subject: null })).toMatchObject({
      ok: true,
      value: [{ id: "line 1", lang: "und", expect: { actions: [], none: false, asks: [] } }],
    });
  });

  test("what cannot be worked with is refused before anything runs, with its line", () => {
    const refusals = [
      { subject: "not a key" },
      { facts: { now: "nonsense" } },
      { facts: { timeZone: "Mars/Olympus" } },
      { facts: { people: [{ accountId: "", displayName: "Nobody" }] } },
    ].map(cases);
    expect(refusals.map((one) => (one.ok ? "" : one.reason.slice(0, 7)))).toEqual(Array(4).fill("Line 1:"));
  });

  test("what a line does not name of a project stays as the file has it", () => {
    const all = readFacts('{"projects":[{"key":"A","components":["x"],"priorities":["High"]}]}');
    const own = readFacts('{"projects":[{"key":"A","labels":["new"]}]}');
    if (!all.ok || !own.ok) throw new Error("Not read");
    expect(mergeFacts(all.value, own.value).projects[0]).toMatchObject({
      components: ["x"],
      priorities: ["High"],
      labels: ["new"],
    });
  });

  test("fields that are asked for go by Jira's names as well", () => {
    expect(scorePlans([answer({ asks: ["status"] }, [], ["to"])]).allFieldsRight).toBe(1);
    const moved = { ...action("set-assignee", "SHOP-1", { to: ["Done"] }), type: "transition" as const };
    expect(scorePlans([answer({ asks: ["status"] }, [moved])]).shouldHaveAbstainedRate).toBe(1);
  });

  test("edits of one issue are one edit, in however many pieces they come", () => {
    const pieces = [
      { type: "edit-fields", issue: "SHOP-1", priority: "High" },
      { type: "edit-fields", issue: "SHOP-1", labels: ["a"] },
    ];
    const whole = action("edit-fields", "SHOP-1", { priority: ["High"], labels: [["a"]] });
    expect(scorePlans([answer({ actions: pieces }, [whole])])).toMatchObject({
      coverage: 1,
      allFieldsRight: 1,
    });
    const split = [
      action("edit-fields", "SHOP-1", { priority: ["High"] }),
      action("edit-fields", "SHOP-1", { labels: [["a"]] }),
    ];
    const joined = { type: "edit-fields", issue: "SHOP-1", priority: "High", labels: ["a"] };
    expect(scorePlans([answer({ actions: [joined] }, split)])).toMatchObject({
      wrongActionRate: 0,
      coverage: 1,
    });
  });

  test("signs around a text are no difference, and signs inside are one", () => {
    const said = (value: string) =>
      scorePlans([
        answer({ actions: [{ type: "edit-fields", summary: "It’s late" }] }, [
          action("edit-fields", "SHOP-1", { summary: [value] }),
        ]),
      ]).fieldAccuracy;
    expect(["it's  late:", "(It's late)", "¿It's late?", "“It’s late” ."].map(said)).toEqual([1, 1, 1, 1]);
    expect(said("Its late")).toBe(0);
  });
});
