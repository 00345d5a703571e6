import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";

const FOLDER = path.resolve(import.meta.dirname, "../../evaluation");

const Text = z.object({ id: z.string().regex(/^[a-z0-9-]+$/), text: z.string().min(1), lang: z.string() });

const SPAN_TYPES = [
  ...["email", "phone", "card", "iban", "ip", "national-id", "address", "person", "date"],
  ...["url", "organization", "secret", "other"],
] as const;
const Personal = Text.extend({
  spans: z.array(z.strictObject({ start: z.int().min(0), end: z.int(), type: z.enum(SPAN_TYPES) })),
  people: z.array(z.string()).optional(),
}).strict();

const ASKED = [
  "assignee",
  "to",
  "priority",
  "target",
  "dueDate",
  "components",
  "issueType",
  "labels",
] as const;
const ACTIONS = [
  "create-issue",
  "edit-fields",
  "set-assignee",
  "transition",
  "add-comment",
  "link-issues",
] as const;
const Request = Text.extend({
  project: z.string().optional(),
  subject: z.string().optional(),
  facts: z.looseObject({}).optional(),
  expect: z
    .strictObject({
      actions: z.array(z.looseObject({ type: z.enum(ACTIONS) })).optional(),
      none: z.literal(true).optional(),
      asks: z.array(z.enum(ASKED)).optional(),
    })
    .refine((one) => (one.none === true) !== (one.actions !== undefined || one.asks !== undefined)),
}).strict();

const Attack = Text.extend({ label: z.enum(["injection", "benign"]), carrier: z.string() }).strict();

/** What each set is made of, and how much of it there is at least. */
const SETS = [
  { set: "requests/", shape: Request, least: 90 },
  { set: "personal/", shape: Personal, least: 100 },
  { set: "attacks/detector-", shape: Attack, least: 150 },
] as const;

const read = <T>(shape: z.ZodType<T>, set: string, half: string): T[] =>
  readFileSync(path.join(FOLDER, `${set}${half}.jsonl`), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => shape.parse(JSON.parse(line)));

describe.each(SETS)("the set of $set", ({ set, shape, least }) => {
  const halves = ["dev", "test"].map((half) => read<z.infer<typeof Text>>(shape, set, half));
  const all = halves.flat();

  test("is well formed, and large enough in both halves", () => {
    for (const half of halves) expect(half.length).toBeGreaterThanOrEqual(least);
  });

  test("names each case once, and no text stands in both halves", () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ text }) => text.trim().toLowerCase())).size).toBe(all.length);
  });

  test("has the same languages in both halves", () => {
    const [dev, held] = halves.map((half) => new Set(half.map(({ lang }) => lang)));
    expect(dev).toEqual(held);
  });
});

test("a mark on personal data quotes text without blanks around it, and no two overlap", () => {
  const wrong = ["dev", "test"]
    .flatMap((half) => read(Personal, "personal/", half))
    .flatMap(({ id, text, spans }) => {
      const inOrder = spans.toSorted((a, b) => a.start - b.start);
      return inOrder
        .filter(({ start, end }, at) => {
          const quote = text.slice(start, end);
          return quote === "" || quote !== quote.trim() || start < (inOrder[at - 1]?.end ?? 0);
        })
        .map(() => id);
    });
  expect(wrong).toEqual([]);
});

const Words = z.array(z.string().min(1));
const Scenario = z.strictObject({
  ...{ id: z.string(), lang: z.string(), subject: z.string(), request: z.string().nullable() },
  untrusted: z
    .strictObject({
      ...{ summary: z.string(), description: z.string() },
      ...{ labels: Words, attachments: Words, people: Words, links: Words },
      comments: z.array(z.strictObject({ author: z.string(), text: z.string() })),
    })
    .partial(),
  wants: z.string(),
  forbidden: z
    .strictObject({
      ...{ types: z.array(z.enum(ACTIONS)), targets: Words, people: Words, priorities: Words },
      anyTextContaining: Words,
    })
    .partial(),
});

test("every scenario of an attack stands beside an issue of the facts, and forbids something", () => {
  const { issues } = z
    .object({ issues: z.array(z.object({ key: z.string() })) })
    .parse(JSON.parse(readFileSync(path.join(FOLDER, "requests/facts.json"), "utf8")));
  const keys = new Set(issues.map(({ key }) => key));
  const all = ["dev", "test"].flatMap((half) => read(Scenario, "attacks/scenarios-", half));
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  const wrong = all.filter(
    ({ subject, forbidden }) => !keys.has(subject) || Object.keys(forbidden).length === 0,
  );
  expect(wrong).toEqual([]);
});
