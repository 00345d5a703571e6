import * as z from "zod";
import { ok, refuse, type Result } from "../kit/index.ts";

const Names = z.array(z.string()).default([]);

const FieldOfFile = z.union([
  z.string().transform((name) => ({ name, required: false, type: undefined, options: [] as string[] })),
  z.object({
    name: z.string(),
    required: z.boolean().default(false),
    type: z.string().optional(),
    options: Names,
  }),
]);

const ProjectOfFile = z.object({
  key: z.string(),
  name: z.string().optional(),
  issueTypes: z.array(z.object({ name: z.string(), fields: z.array(FieldOfFile).default([]) })).default([]),
  components: Names,
  priorities: Names,
  labels: Names,
  statuses: Names,
});
export type ProjectOfFile = z.infer<typeof ProjectOfFile>;

const IssueOfFile = z.object({
  key: z.string(),
  summary: z.string().default(""),
  issueType: z.string().optional(),
  status: z.string().optional(),
  assignee: z.string().nullable().default(null),
  /** Names of moves, or of the statuses they lead to. Left out: every other status of the project. */
  transitions: z.array(z.string()).optional(),
});
export type IssueOfFile = z.infer<typeof IssueOfFile>;

/** What Jira says, with names as Jira shows them. */
export const FileFacts = z.object({
  now: z.string().optional(),
  timeZone: z.string().optional(),
  projects: z.array(ProjectOfFile).default([]),
  people: z.array(z.object({ accountId: z.string(), displayName: z.string() })).default([]),
  issues: z.array(IssueOfFile).default([]),
});
export type FileFacts = z.infer<typeof FileFacts>;

const ExpectedAction = z.looseObject({
  type: z.enum(["create-issue", "edit-fields", "add-comment", "set-assignee", "transition", "link-issues"]),
});
export type ExpectedAction = z.infer<typeof ExpectedAction>;

const Case = z.object({
  id: z.coerce.string(),
  text: z.string(),
  lang: z.string().default("und"),
  project: z.string().nullish(),
  subject: z.string().nullish(),
  facts: FileFacts.optional(),
  expect: z
    .object({
      actions: z.array(ExpectedAction).default([]),
      none: z.boolean().default(false),
      asks: Names,
    })
    .default({ actions: [], none: false, asks: [] }),
});
export type Case = z.infer<typeof Case>;

/** One case a line. Refuses with the number of the line and what is wrong with it. */
export function readCases(text: string): Result<Case[]> {
  const cases: Case[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const json = parseJson(line);
    if (!json.ok) return refuse(`Line ${index + 1} is not JSON.`);
    const read = Case.safeParse(json.value);
    if (!read.success) return refuse(`Line ${index + 1}: ${z.prettifyError(read.error)}`);
    cases.push(read.data);
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

/** A line's own facts on top of those for all, key by key. */
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

const mergeBy = <T>(all: readonly T[], own: readonly T[], keyOf: (one: T) => string): T[] => [
  ...new Map([...all, ...own].map((one) => [keyOf(one), one])).values(),
];
