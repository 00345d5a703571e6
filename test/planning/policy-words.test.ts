import { describe, expect, test } from "vitest";
import {
  type FieldEvidence,
  NO_POLICY,
  PolicyDocument,
  PolicyLines,
  type Evidence,
} from "../../server/contract/index.ts";
import { originOf } from "../../server/planning/policy/origin-of.ts";
import { quietAt } from "../../server/planning/policy/quiet-hours.ts";
import { sayPolicy } from "../../server/planning/policy/say-policy.ts";
import { aPolicy } from "../builders/policies.ts";

describe("a policy is said in sentences", () => {
  test("line by line, and the last one says what silence means", () => {
    const policy = aPolicy(
      [
        { action: "transition", project: "SHOP", above: 0.9, verdict: "auto" },
        { field: "priority", issueType: "Bug", origin: "rule", verdict: "four-eyes" },
        { action: "create-issue", issueType: "Epic", verdict: "blocked" },
      ],
      {
        approvers: [
          { project: "HR", anyOf: [{ is: "role", name: "Administrators" }, { is: "project-lead" }] },
        ],
        quietHours: [{ timeZone: "Europe/Berlin", days: ["fri", "sat"], from: "22:00", to: "06:00" }],
      },
    );
    expect(sayPolicy(policy)).toEqual([
      "Moves in SHOP go through alone when at least 90 % sure.",
      "All steps that set priority on issues of the type Bug take two people where a value rests on a rule of the site.",
      "New issues of the type Epic are not allowed.",
      "All steps in HR may be approved only by whoever has the role “Administrators” in the project or the project's lead, as far as Jira lets them.",
      "At most 20 proposals a day go through alone, and only those whose confidence rests on at least 50 decisions of people.",
      "From 22:00 to 06:00 of the next day (Europe/Berlin) on Fridays and Saturdays nothing goes through alone: a person decides.",
      "Everything else takes one person who may do it in Jira.",
    ]);
  });

  test("nothing laid down is two sentences", () => {
    expect(sayPolicy(NO_POLICY)).toEqual([
      "Nothing goes through alone yet, whatever stands above: that is switched off.",
      "Everything else takes one person who may do it in Jira.",
    ]);
  });
});

describe("a policy is read strictly", () => {
  test("lines alone, as they once were, become a document in which nothing goes through alone", () => {
    expect(PolicyLines.parse([{ verdict: "auto" }])).toEqual({ ...NO_POLICY, lines: [{ verdict: "auto" }] });
    expect(NO_POLICY.auto.enabled).toBe(false);
  });

  test.for<[string, object]>([
    ["never goes through alone", { lines: [{ origin: "untrusted", verdict: "auto" }] }],
    ["never goes through alone", { lines: [{ origin: "inference", verdict: "auto" }] }],
    ["a line has a verdict and may have", { lines: [{ verdict: "auto", else: "hope" }] }],
    [
      "name a time zone",
      { lines: [], quietHours: [{ timeZone: "Mars/Olympus", days: ["sun"], from: "00:00", to: "24:00" }] },
    ],
    [
      "different times",
      { lines: [], quietHours: [{ timeZone: "UTC", days: ["sun"], from: "08:00", to: "08:00" }] },
    ],
    ["from 50 to 2000", { lines: [], auto: { enabled: true, dailyCap: 1, minimumDecisions: 1 } }],
  ])("%s", ([words, document]) => {
    expect(JSON.stringify(PolicyDocument.safeParse(document).error?.issues)).toContain(words);
  });
});

describe("quiet hours", () => {
  const quiet = quietAt([
    { timeZone: "Europe/Berlin", days: ["fri"], from: "22:00", to: "06:00" },
    { timeZone: "America/New_York", days: ["sun"], from: "00:00", to: "24:00" },
  ]);
  test.for([
    ["Friday 21:59 in Berlin", "2026-11-20T20:59:00Z", false],
    ["Friday 22:00 in Berlin", "2026-11-20T21:00:00Z", true],
    ["Saturday 05:59 in Berlin, the night that began on Friday", "2026-11-21T04:59:00Z", true],
    ["Saturday 06:00 in Berlin", "2026-11-21T05:00:00Z", false],
    ["Saturday 23:00 in Berlin", "2026-11-21T22:00:00Z", false],
    ["Sunday in New York, while it is Monday in Berlin", "2026-11-23T04:59:00Z", true],
    ["Monday in New York", "2026-11-23T05:00:00Z", false],
    ["the same wall clock in summer", "2026-07-03T20:00:00Z", true],
  ] as const)("%s", ([, at, wanted]) => {
    expect(quiet(new Date(at))).toBe(wanted);
  });
  test("where there are none, no moment is quiet", () => {
    expect(quietAt(null)(new Date())).toBe(false);
  });
});

describe("the origin of a value", () => {
  const span = (source: "request" | "summary" | "comment"): Evidence => ({
    ...{ kind: "span", source, start: 0, end: 4, quote: "High" },
  });
  const fact: Evidence = { kind: "fact", text: "12 of 14", issues: [] };
  const guess: Evidence = { kind: "inference", text: "A feeling" };
  const of = (items: Evidence[], over: Partial<FieldEvidence> = {}) => originOf({ items, ...over });

  test("is a person's where their own words or hand are among what speaks for it", () => {
    expect(of([span("request"), guess])).toBe("person");
    expect(of([{ kind: "person", text: "Changed by hand" }])).toBe("person");
    expect(of([span("comment")])).toBe("person");
  });

  test("is never a person's where text of others is all that speaks for it, wherever that stands", () => {
    expect(of([span("comment")], { untrusted: true })).toBe("untrusted");
    expect(of([span("request")], { untrusted: true })).toBe("untrusted");
    // From before such fields were marked.
    expect(of([span("summary"), guess])).toBe("untrusted");
  });

  test("is what Jira or a rule says, where no person does", () => {
    expect(of([span("summary"), fact])).toBe("fact");
    expect(of([span("comment"), fact])).toBe("fact");
    expect(of([fact, { kind: "rule", rule: "r", title: "R" }])).toBe("rule");
    expect(of([guess])).toBe("inference");
  });
});
