import * as z from "zod";
import { AccountId, IssueKey } from "../contract/index.ts";
import { ok, refuse, type Result } from "../kit/index.ts";

/** Others write these files: what is left out, or null, is no reason to refuse one. */
const given = <T extends z.ZodType>(shape: T) =>
  z.nullish(shape).transform((value): z.output<T> | undefined => value ?? undefined);
const Names = given(z.array(z.string()));

/** An option with others below it counts as itself and as each pair, as a cascading select shows them. */
const OptionOfFile = z.union([
  z.string().transform((name) => [name]),
  z
    .object({ name: z.string(), children: z.array(z.string()).default([]) })
    .transform(({ name, children }) => [name, ...children.map((child) => `${name} - ${child}`)]),
]);

const FieldOfFile = z.union([
  z.string().transform((name) => ({ name, required: false, type: undefined, options: [] as string[] })),
  z.object({
    name: z.string(),
    required: z.boolean().default(false),
    type: z.string().optional(),
    options: z
      .array(OptionOfFile)
      .default([])
      .transform((options) => options.flat()),
  }),
]);

const ProjectOfFile = z.object({
  key: z.string(),
  name: given(z.string()),
  issueTypes: given(
    z.array(
      z.object({ name: z.string(), fields: given(z.array(FieldOfFile)).transform((fields) => fields ?? []) }),
    ),
  ),
  components: Names,
  priorities: Names,
  labels: Names,
  statuses: Names,
});
export type ProjectOfFile = z.infer<typeof ProjectOfFile>;

const Key = z
  .string()
  .transform((key) => key.trim().toUpperCase())
  .refine((key) => IssueKey.safeParse(key).success, "an issue's key, such as SHOP-12");

const Account = z
  .string()
  .refine((id) => AccountId.safeParse(id).success, "an account id of at most 128 characters");

const IssueOfFile = z.object({
  key: Key,
  summary: given(z.string()),
  issueType: given(z.string()),
  status: given(z.string()),
  assignee: given(Account),
  /** Names of moves, or of the statuses they lead to. Left out: every other status of the project. */
  transitions: Names,
});
export type IssueOfFile = z.infer<typeof IssueOfFile>;

/** What Jira says, with names as Jira shows them. */
export const FileFacts = z.object({
  now: given(
    z.string().refine((now) => !Number.isNaN(Date.parse(now)), "a time such as 2026-05-13T10:20:00+02:00"),
  ),
  timeZone: given(z.string().refine(isTimeZone, "a time zone such as Europe/Berlin")),
  projects: given(z.array(ProjectOfFile)).transform((all) => all ?? []),
  people: given(z.array(z.object({ accountId: Account, displayName: z.string() }))).transform(
    (all) => all ?? [],
  ),
  issues: given(z.array(IssueOfFile)).transform((all) => all ?? []),
});
export type FileFacts = z.infer<typeof FileFacts>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const ExpectedAction = z.looseObject({
  type: z.enum(["create-issue", "edit-fields", "add-comment", "set-assignee", "transition", "link-issues"]),
});
export type ExpectedAction = z.infer<typeof ExpectedAction>;

const Case = z.object({
  id: given(z.union([z.string(), z.number()])),
  text: z.string(),
  lang: given(z.string()),
  project: given(z.string()),
  subject: given(Key),
  facts: given(FileFacts),
  expect: given(
    z.object({
      actions: given(z.array(ExpectedAction)),
      none: given(z.boolean()),
      asks: Names,
    }),
  ),
});

export type Case = {
  id: string;
  text: string;
  lang: string;
  project: string | undefined;
  subject: string | undefined;
  facts: FileFacts | undefined;
  expect: { actions: ExpectedAction[]; none: boolean; asks: string[] };
};

/** One case a line. Refuses with the number of the line and what is wrong with it. */
export function readCases(text: string): Result<Case[]> {
  const cases: Case[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    if (line.trim() === "") continue;
    const json = parseJson(line);
    if (!json.ok) return refuse(`Line ${index + 1} is not JSON.`);
    const read = Case.safeParse(json.value);
    if (!read.success) return refuse(`Line ${index + 1}: ${z.prettifyError(read.error)}`);
    const { id, lang, expect, project, subject, facts, text: words } = read.data;
    cases.push({
      ...{ id: String(id ?? `line ${index + 1}`), text: words, lang: lang ?? "und" },
      ...{ project, subject, facts },
      expect: { actions: expect?.actions ?? [], none: expect?.none ?? false, asks: expect?.asks ?? [] },
    });
  }
  return ok(cases);
}

/** A file of facts for all cases. */
export function readFacts(text: string): Result<FileFacts> {
  const json = parseJson(text);
  if (!json.ok) return refuse("The facts are not JSON.");
  const read = FileFacts.safeParse(json.value);
  return read.success ? ok(read.data) : refuse(`The facts: ${z.prettifyError(read.error)}`);
}

function parseJson(text: string): Result<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return ok(value);
  } catch {
    return refuse("not JSON");
  }
}

/** A line's own facts on top of those for all, key by key: what a line does not name of a project or an issue stays. */
export function mergeFacts(all: FileFacts, own: FileFacts | undefined): FileFacts {
  if (own === undefined) return all;
  return {
    now: own.now ?? all.now,
    timeZone: own.timeZone ?? all.timeZone,
    projects: mergeBy(all.projects, own.projects, ({ key }) => key),
    people: mergeBy(all.people, own.people, ({ accountId }) => accountId),
    issues: mergeBy(all.issues, own.issues, ({ key }) => key),
  };
}

function mergeBy<T extends object>(all: readonly T[], own: readonly T[], keyOf: (one: T) => string): T[] {
  const merged = new Map(all.map((one) => [keyOf(one), one]));
  for (const one of own) {
    const named = Object.entries(one).filter(([, value]) => value !== undefined);
    merged.set(keyOf(one), { ...one, ...merged.get(keyOf(one)), ...Object.fromEntries(named) });
  }
  return [...merged.values()];
}
