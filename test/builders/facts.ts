import {
  AccountId,
  IssueId,
  IssueKey,
  type AdfNodeJson,
  type IssueRef,
  type NamedOption,
} from "../../server/contract/index.ts";
import type {
  CreatableType,
  Facts,
  IssueFacts,
  FieldMeta,
  IssueSnapshot,
  Person,
  PlanningRequest,
  SimilarIssue,
  Status,
  TransitionOption,
} from "../../server/planning/index.ts";

export const accountId = (name: string): AccountId => AccountId.parse(`acc-${name}`);
export const issueRef = (number: number, project = "SHOP"): IssueRef => ({
  id: IssueId.parse(String(10_000 + number)),
  key: IssueKey.parse(`${project}-${number}`),
});
export const paragraphs = (...texts: string[]): AdfNodeJson[] =>
  texts.map((text) => ({ type: "paragraph", content: [{ type: "text", text }] }));
const options = (first: number, ...names: string[]): NamedOption[] =>
  names.map((name, index) => ({ id: String(first + index), name }));
const person = (id: string, name: string): Person => ({ accountId: accountId(id), name, avatarUrl: null });

export const PEOPLE: readonly Person[] = [
  person("mia", "Mia Krause"),
  person("tom-b", "Tom Becker"),
  person("tom-a", "Tom Alvarez"),
  person("ana", "Ana Ruiz"),
  person("sam", "Sam Reporter"),
];
export const PRIORITIES = options(1, "Highest", "High", "Medium", "Low", "Lowest");
export const COMPONENTS = options(100, "Checkout", "Payments", "Search and Browse", "Accounts");
const VERSIONS = options(200, "2.3", "2.4", "3.0");
const SEVERITIES = options(300, "Minor", "Major", "Critical");
export const TYPES = options(10, "Bug", "Task", "Story");

export const status = (id: string, name: string, category: Status["category"]): Status => ({
  id,
  name,
  category,
});
export const TO_DO = status("1", "To Do", "new");
export const IN_PROGRESS = status("3", "In Progress", "indeterminate");
export const IN_REVIEW = status("4", "In Review", "indeterminate");
export const DONE = status("5", "Done", "done");

const move = (id: string, name: string, to: Status, demands: string[] = []): TransitionOption => ({
  id,
  name,
  to,
  demands,
});
export const TRANSITIONS: readonly TransitionOption[] = [
  move("11", "Start progress", IN_PROGRESS),
  move("21", "Send to review", IN_REVIEW),
  move("31", "Close issue", DONE),
];

const field = (
  id: string,
  name: string,
  kind: FieldMeta["kind"],
  over: Partial<FieldMeta> = {},
): FieldMeta => ({
  field: id,
  name,
  kind,
  required: false,
  hasDefault: false,
  options: [],
  ...over,
});
export const EDITABLE: readonly FieldMeta[] = [
  field("summary", "Summary", "text", { required: true }),
  field("description", "Description", "rich-text"),
  field("issuetype", "Issue Type", "select", { required: true, options: TYPES }),
  field("priority", "Priority", "select", { options: PRIORITIES }),
  field("components", "Components", "multi-select", { options: COMPONENTS }),
  field("fixVersions", "Fix versions", "multi-select", { options: VERSIONS }),
  field("labels", "Labels", "labels"),
  field("duedate", "Due date", "date"),
  field("assignee", "Assignee", "person"),
  field("customfield_10010", "Severity", "select", { options: SEVERITIES }),
  field("customfield_10011", "Story Points", "number"),
  field("customfield_10012", "Root cause", "text"),
  field("customfield_10013", "Tester", "person"),
];

export const CREATABLE: readonly CreatableType[] = [
  {
    issueType: { id: "10", name: "Bug" },
    fields: [
      field("summary", "Summary", "text", { required: true }),
      field("description", "Description", "rich-text"),
      field("priority", "Priority", "select", { required: true, hasDefault: true, options: PRIORITIES }),
      field("customfield_10010", "Severity", "select", { required: true, options: SEVERITIES }),
    ],
  },
  {
    issueType: { id: "11", name: "Task" },
    fields: [
      field("project", "Project", "unsupported", { required: true }),
      field("issuetype", "Issue Type", "select", { required: true, options: TYPES }),
      field("summary", "Summary", "text", { required: true }),
      field("description", "Description", "rich-text"),
    ],
  },
];

/** A done checkout issue that Mia fixed, unless told otherwise. */
export function similarIssue(
  number: number,
  summary: string,
  over: Partial<SimilarIssue> = {},
): SimilarIssue {
  return {
    ref: issueRef(number),
    summary,
    description: "",
    issueType: "Bug",
    status: DONE,
    priority: { id: "2", name: "High" },
    components: [{ id: "100", name: "Checkout" }],
    labels: [],
    assignee: accountId("mia"),
    created: new Date("2026-09-01T08:00:00Z"),
    ...over,
  };
}

export function someIssue(over: Partial<IssueSnapshot> = {}): IssueSnapshot {
  return {
    ref: issueRef(42),
    project: { id: "10000", key: "SHOP", name: "Web shop" },
    issueType: { id: "10", name: "Bug" },
    status: TO_DO,
    summary: "Checkout shows a white page after paying",
    description: paragraphs(
      "Since this morning nobody can pay. After the payment the checkout shows a white page.",
      "Steps: put something into the basket, click Pay. Expected: a receipt. Chrome 140.",
    ),
    assignee: null,
    reporter: accountId("sam"),
    fields: { priority: { kind: "option", option: { id: "3", name: "Medium" } } },
    comments: [],
    links: [],
    created: new Date("2026-11-18T08:00:00Z"),
    updated: new Date("2026-11-18T08:00:00Z"),
    ...over,
  };
}

/** SHOP-42 on a Wednesday (2026-11-18), with two Toms among the people and checkout issues that Mia fixed. */
export function someFacts(
  over: Partial<Omit<Facts, "issue">> & { issue?: Partial<IssueSnapshot> } = {},
): IssueFacts {
  const { issue, ...others } = over;
  const snapshot = someIssue(issue);
  return {
    now: new Date("2026-11-18T10:00:00Z"),
    timeZone: "Etc/UTC",
    project: snapshot.project,
    issue: snapshot,
    labels: ["regression", "mobile"],
    editable: EDITABLE,
    creatable: CREATABLE,
    transitions: TRANSITIONS,
    people: PEOPLE,
    linkTypes: [
      { id: "1000", name: "Duplicate", inward: "is duplicated by", outward: "duplicates" },
      { id: "1001", name: "Blocks", inward: "is blocked by", outward: "blocks" },
      { id: "1002", name: "Relates", inward: "relates to", outward: "relates to" },
    ],
    similar: [
      similarIssue(12, "Checkout shows a white page after payment", {
        description: "Nobody can pay. A white page after the payment in the checkout.",
        labels: ["regression"],
      }),
      similarIssue(17, "Checkout hangs after paying with card", { assignee: accountId("mia") }),
      similarIssue(23, "White page in checkout on Safari", { labels: ["regression"] }),
      similarIssue(31, "Payment in checkout fails for gift cards", { assignee: accountId("tom-b") }),
    ],
    ...others,
  };
}

export const sentence = (text: string, over: Partial<PlanningRequest> = {}): PlanningRequest => ({
  origin: "sentence",
  text,
  commentId: null,
  by: accountId("ana"),
  ...over,
});

/** A new or changed issue: nobody asked for anything. */
export const webhook: PlanningRequest = { origin: "webhook", text: null, commentId: null, by: null };
