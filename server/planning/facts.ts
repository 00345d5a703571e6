import type {
  AccountId,
  AdfNodeJson,
  FieldValue,
  IssueRef,
  NamedOption,
  ProjectRef,
} from "../contract/index.ts";

/** What we looked up before thinking. A plan can only use values that appear here. */
export type Facts = {
  now: Date;
  /** IANA name: the days of whoever asks. */
  timeZone: string;
  project: ProjectRef;
  /** Null when only a project is given: then all there is to do is to create. */
  issue: IssueSnapshot | null;
  /** Fields the issue's edit screen offers, with what each allows. */
  editable: readonly FieldMeta[];
  /** Issue types of the project, with the fields of their create screens. */
  creatable: readonly CreatableType[];
  transitions: readonly TransitionOption[];
  /** People the issue can be assigned to. */
  people: readonly Person[];
  linkTypes: readonly LinkType[];
  /** Labels in use on the site. */
  labels: readonly string[];
  /** Issues of the same project that share words with this one, best first, and not this one. */
  similar: readonly SimilarIssue[];
};

/** Facts about an issue that is there. */
export type IssueFacts = Facts & { issue: IssueSnapshot };

export const isAboutIssue = (facts: Facts): facts is IssueFacts => facts.issue !== null;

export type Person = {
  accountId: AccountId;
  name: string;
  avatarUrl: string | null;
  timeZone?: string | undefined;
};

export type StatusCategory = "new" | "indeterminate" | "done";
export type Status = NamedOption & { category: StatusCategory };

export type IssueSnapshot = {
  ref: IssueRef;
  project: ProjectRef;
  issueType: NamedOption;
  status: Status;
  summary: string;
  /** Top-level ADF blocks; empty when there is no description. */
  description: readonly AdfNodeJson[];
  assignee: AccountId | null;
  reporter: AccountId | null;
  /** Every field we know how to read, by Jira's field id, `priority`, `labels` and `customfield_…` alike. */
  fields: Readonly<Record<string, FieldValue>>;
  comments: readonly CommentFact[];
  links: readonly LinkFact[];
  /** Names of files, which anybody chooses. */
  attachments?: readonly string[];
  created: Date;
  updated: Date;
};

export type CommentFact = {
  id: string;
  author: AccountId | null;
  created: Date;
  body: readonly AdfNodeJson[];
};
export type LinkFact = { id: string; linkTypeId: string; direction: "outward" | "inward"; other: IssueRef };

export type FieldKind =
  | "text"
  | "rich-text"
  | "number"
  | "date"
  | "select"
  | "multi-select"
  | "labels"
  | "person"
  | "people"
  | "unsupported";

export type FieldMeta = {
  field: string;
  name: string;
  kind: FieldKind;
  required: boolean;
  /** Jira fills it in when we do not. */
  hasDefault: boolean;
  options: readonly NamedOption[];
};

export type CreatableType = { issueType: NamedOption; fields: readonly FieldMeta[] };

export type TransitionOption = {
  id: string;
  name: string;
  to: Status;
  /** Names of fields the transition's screen demands and has no default for. */
  demands: readonly string[];
};

export type LinkType = { id: string; name: string; inward: string; outward: string };

export type SimilarIssue = {
  ref: IssueRef;
  summary: string;
  description: string;
  issueType: string;
  status: Status;
  priority: NamedOption | null;
  components: readonly NamedOption[];
  labels: readonly string[];
  assignee: AccountId | null;
  created: Date;
};

/** Why we are thinking at all. `text` is what a person typed, a comment said, or null for a new or changed issue. */
export type PlanningRequest = {
  origin: "webhook" | "opened" | "sentence" | "answer" | "refresh";
  text: string | null;
  /** When the text is a comment: its id, so that evidence can point at it. */
  commentId: string | null;
  by: AccountId | null;
};
