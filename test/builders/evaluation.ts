import { readFileSync } from "node:fs";
import { AccountId, IssueId, IssueKey, type NamedOption } from "../../server/contract/index.ts";
import type {
  CreatableType,
  Facts,
  FieldMeta,
  IssueSnapshot,
  SimilarIssue,
  Status,
} from "../../server/planning/index.ts";
import { paragraphs } from "./facts.ts";

/** The shape of `evaluation/requests/facts.json`, and of what a line adds to it. */
export type CaseFacts = {
  now?: string;
  timeZone?: string;
  projects?: {
    key: string;
    name: string;
    issueTypes: { name: string; fields?: unknown[] }[];
    components?: string[];
    priorities?: string[];
    labels?: string[];
    statuses?: string[];
  }[];
  people?: { accountId: string; displayName: string }[];
  issues?: CaseIssue[];
};
type CaseIssue = {
  key: string;
  summary: string;
  issueType: string;
  status: string;
  assignee: string | null;
  transitions?: string[];
};
/** What stands around an issue in a scenario. */
export type Surroundings = {
  summary?: string;
  description?: string;
  comments?: { author: string; text: string }[];
  labels?: string[];
  links?: string[];
  attachments?: string[];
  people?: string[];
};

const FOLDER = new URL("../../evaluation/", import.meta.url);

export function readLines<T>(path: string): T[] {
  const text = readFileSync(new URL(path, FOLDER), "utf8").trim();
  return text.split("\n").map((line): T => JSON.parse(line));
}

export const readFacts = (): CaseFacts =>
  JSON.parse(readFileSync(new URL("requests/facts.json", FOLDER), "utf8"));

const options = (names: readonly string[] = []): NamedOption[] =>
  names.map((name, index) => ({ id: String(index + 1), name }));

const DONE = /done|closed|resolved|cancel|released|reject|delivered|dropped|won't|erledigt|完了|cut|conclu/iu;
const NEW = /to do|open|backlog|new|offen|未着手|aberto/iu;
const statusOf = (name: string): Status => ({
  id: `status ${name}`,
  name,
  category: DONE.test(name) ? "done" : NEW.test(name) ? "new" : "indeterminate",
});

const field = (
  id: string,
  name: string,
  kind: FieldMeta["kind"],
  values: readonly string[] = [],
): FieldMeta => ({
  field: id,
  name,
  kind,
  required: id === "summary",
  hasDefault: false,
  options: options(values),
});

/** Facts as `gather` would have them, from a case's. */
export function factsOfCase(
  given: CaseFacts,
  at: { project?: string | undefined; subject?: string | undefined },
  around: Surroundings = {},
): Facts {
  const key = at.subject?.split("-")[0] ?? at.project ?? "";
  const project = given.projects?.find((one) => one.key === key);
  if (project === undefined) throw new Error(`No project ${key}.`);
  const people = [...(given.people ?? [])];
  for (const name of around.people ?? [])
    if (!people.some((one) => one.displayName === name))
      people.push({ accountId: `x:${people.length}`, displayName: name });
  const fields = [
    field("summary", "Summary", "text"),
    field("description", "Description", "rich-text"),
    field("priority", "Priority", "select", project.priorities),
    field("components", "Components", "multi-select", project.components),
    field("labels", "Labels", "labels"),
    field("duedate", "Due date", "date"),
    field("assignee", "Assignee", "person"),
  ];
  const types = options(project.issueTypes.map((one) => one.name));
  const issues = given.issues ?? [];
  const own = issues.find((one) => one.key === at.subject);
  const ref = { id: "10000", key: project.key, name: project.name };
  return {
    now: new Date(given.now ?? "2026-05-13T10:20:00+02:00"),
    timeZone: given.timeZone ?? "Europe/Berlin",
    project: ref,
    issue: own === undefined ? null : snapshotOf(own, ref, around, fields),
    editable: [...fields, { ...field("issuetype", "Issue Type", "select"), options: types }],
    creatable: types.map((issueType): CreatableType => ({ issueType, fields })),
    transitions: (own?.transitions ?? []).map((name, index) => ({
      id: String(index + 1),
      name,
      to: statusOf(name),
      demands: [],
    })),
    people: people.map((one) => ({
      accountId: AccountId.parse(one.accountId),
      name: one.displayName,
      avatarUrl: null,
    })),
    linkTypes: [
      { id: "1", name: "Blocks", inward: "is blocked by", outward: "blocks" },
      { id: "2", name: "Duplicate", inward: "is duplicated by", outward: "duplicates" },
      { id: "3", name: "Relates", inward: "relates to", outward: "relates to" },
      { id: "4", name: "Cloners", inward: "is cloned by", outward: "clones" },
    ],
    labels: project.labels ?? [],
    similar: issues.filter((one) => one.key !== at.subject).map(similarOf),
  };
}

const refOf = (key: string) => ({
  id: IssueId.parse(
    String(10_000 + (Array.from(key).reduce((sum, sign) => sum * 31 + sign.charCodeAt(0), 7) % 1e9)),
  ),
  key: IssueKey.parse(key),
});
const accountOf = (id: string | null) => (id === null ? null : AccountId.parse(id));

function snapshotOf(
  issue: CaseIssue,
  project: Facts["project"],
  around: Surroundings,
  fields: readonly FieldMeta[],
): IssueSnapshot {
  const middle = fields.find((one) => one.field === "priority")?.options[2];
  const comments = (around.comments ?? []).map(({ text }, index): IssueSnapshot["comments"][number] => ({
    id: String(index + 1),
    author: null,
    created: new Date("2026-05-12T08:00:00Z"),
    body: paragraphs(text),
  }));
  return {
    ref: refOf(issue.key),
    project,
    issueType: { id: "1", name: issue.issueType },
    status: statusOf(issue.status),
    summary: around.summary ?? issue.summary,
    description: around.description === undefined ? [] : paragraphs(...around.description.split("\n\n")),
    assignee: accountOf(issue.assignee),
    reporter: null,
    fields: {
      ...(middle === undefined ? {} : { priority: { kind: "option" as const, option: middle } }),
      labels: { kind: "labels", labels: around.labels ?? [] },
    },
    comments,
    links: [],
    attachments: around.attachments ?? [],
    created: new Date("2026-05-11T08:00:00Z"),
    updated: new Date("2026-05-11T08:00:00Z"),
  };
}

const similarOf = (issue: CaseIssue): SimilarIssue => ({
  ref: refOf(issue.key),
  summary: issue.summary,
  description: "",
  issueType: issue.issueType,
  status: statusOf(issue.status),
  priority: null,
  components: [],
  labels: [],
  assignee: accountOf(issue.assignee),
  created: new Date("2026-05-01T08:00:00Z"),
});

/** A line's own facts beside the given ones, key by key. */
export const withFacts = (given: CaseFacts, more: CaseFacts = {}): CaseFacts => ({
  ...given,
  ...more,
  projects: [...(more.projects ?? []), ...(given.projects ?? [])],
  people: [...(given.people ?? []), ...(more.people ?? [])],
  issues: [...(more.issues ?? []), ...(given.issues ?? [])],
});
