import type { EventStream } from "./event-stream.ts";
import type { PageOperations } from "./pages/page-operations.ts";
import type { IssueView } from "./view-types.ts";
import type { Result } from "./result.ts";
import type {
  Acting,
  AdfDoc,
  Comment,
  CommentVisibility,
  Field,
  Identity,
  Installation,
  Issue,
  IssueLink,
  IssueType,
  Json,
  Person,
  Product,
  Project,
  ProjectPermission,
  RemoteLink,
  ScreenField,
  SiteState,
  Status,
  TenantName,
  Transition,
} from "./state.ts";

/** Fields in the form REST takes them: `{ priority: { name: "High" }, assignee: { accountId } }`. */
export type FieldInput = Record<string, unknown>;
/** REST's `update` block: `{ labels: [{ add: "x" }] }`. */
export type UpdateInput = Record<string, Record<string, unknown>[]>;
export type PropertyInput = { key: string; value: Json };

export type CommentExtras = { properties?: PropertyInput[]; visibility?: CommentVisibility | null };

export type IssueDraft = { fields: FieldInput; update?: UpdateInput; properties?: PropertyInput[] };
export type IssueEdit = { fields?: FieldInput; update?: UpdateInput; properties?: PropertyInput[] };
export type TransitionRequest = IssueEdit & { transitionId: string };

/** A field as a screen offers it: required here, with what it allows here. */
export type ScreenFieldView = { field: Field; screen: ScreenField };

/**
 * One tenant's site. Every operation takes who acts first, checks that actor's permissions, and answers a
 * refusal as a value. What changes an issue also writes its history, queues the webhooks and tells the live
 * stream, whoever asked: REST, an app or the site's own pages.
 */
export type Site = {
  readonly name: TenantName;
  /** The site's address, known once it listens: `http://localhost:8090`. */
  origin(): string;
  state(): SiteState;
  events: EventStream;
  /** Tells the keeper that the state changed; the file follows within 100 ms. */
  touch(): void;
  now(): Date;

  person(accountId: string): Person | undefined;
  /** People a person can switch to in the site's own pages: everyone but apps. */
  people(): Person[];
  /** People by words of their name or address; only those who may be assigned when a project is given. */
  findPeople(acting: Acting, query: string): Person[];
  assignablePeople(acting: Acting, project: Project, query: string): Person[];
  may(as: Identity, permission: ProjectPermission, project: Project): boolean;

  /** Projects this actor can browse. */
  projects(acting: Acting): Project[];
  project(acting: Acting, idOrKey: string): Result<Project>;
  projectOf(issue: Issue): Project;
  issueTypesOf(project: Project): IssueType[];
  status(statusId: string): Status;

  issue(acting: Acting, idOrKey: string): Result<Issue>;
  /** Issues in the order of the JQL; a missing ORDER BY means newest first. Hidden issues are left out. */
  search(acting: Acting, jql: string): Result<Issue[]>;
  /** Everything an issue page shows, with names instead of ids. */
  view(acting: Acting, idOrKey: string): Result<IssueView>;

  createScreen(project: Project, issueTypeId: string): ScreenFieldView[];
  editScreen(issue: Issue): ScreenFieldView[];
  transitions(acting: Acting, issue: Issue): Transition[];

  createIssue(acting: Acting, draft: IssueDraft): Result<Issue>;
  editIssue(acting: Acting, idOrKey: string, edit: IssueEdit): Result<Issue>;
  /** null takes the assignee off; "-1" asks for the project's default. */
  assignIssue(acting: Acting, idOrKey: string, accountId: string | null): Result<Issue>;
  transitionIssue(acting: Acting, idOrKey: string, request: TransitionRequest): Result<Issue>;
  deleteIssue(acting: Acting, idOrKey: string): Result<null>;

  addComment(acting: Acting, idOrKey: string, body: AdfDoc, extras?: CommentExtras): Result<Comment>;
  editComment(acting: Acting, idOrKey: string, commentId: string, body: AdfDoc): Result<Comment>;
  deleteComment(acting: Acting, idOrKey: string, commentId: string): Result<null>;
  comment(acting: Acting, commentId: string): Result<{ issue: Issue; comment: Comment }>;
  setCommentProperty(
    acting: Acting,
    commentId: string,
    key: string,
    value: Json,
  ): Result<"created" | "updated">;
  deleteCommentProperty(acting: Acting, commentId: string, key: string): Result<null>;

  setProperty(acting: Acting, idOrKey: string, key: string, value: Json): Result<"created" | "updated">;
  deleteProperty(acting: Acting, idOrKey: string, key: string): Result<null>;

  /** The outward words read from source to target: source blocks target. */
  linkIssues(acting: Acting, typeId: string, source: string, target: string): Result<IssueLink>;
  link(acting: Acting, linkId: string): Result<IssueLink>;
  unlinkIssues(acting: Acting, linkId: string): Result<null>;
  setRemoteLink(
    acting: Acting,
    idOrKey: string,
    link: Omit<RemoteLink, "id">,
  ): Result<{ link: RemoteLink; created: boolean }>;

  /** Confluence beside Jira: spaces, pages and what hangs on them. */
  wiki: PageOperations;

  installations(): Installation[];
  installation(product: Product, appKey: string): Installation | undefined;
};
