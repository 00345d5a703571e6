import type {
  AccountId,
  AuditEntry,
  BatchId,
  IssueId,
  IssueKey,
  IssueRef,
  LedgerLine,
  PersonalDataRules,
  ProjectRef,
  Proposal,
  ProposalId,
  ProposalState,
  ProposalStatus,
  RequestId,
  Rules,
} from "../contract/index.ts";
import type {
  CreatableType,
  DecisionSettings,
  Feedback,
  FieldMeta,
  FieldOutcome,
  IssueSnapshot,
  LinkType,
  Person,
  SimilarIssue,
  TransitionOption,
} from "../planning/index.ts";
import type { PersonalDataPolicy } from "../guardrails/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { PolicyStore, StopStore } from "./policy-ports.ts";

/** What must happen after a change, put on the queue in the change's own transaction: both or neither. */
export type FollowUp =
  | { do: "propose"; request: RequestId; afterMs?: number; awaited: boolean }
  | { do: "execute"; proposal: ProposalId; afterMs?: number }
  | { do: "undo"; proposal: ProposalId; afterMs?: number }
  | { do: "approve-batch"; batch: BatchId; afterMs?: number }
  | { do: "check-issue"; issue: IssueId }
  | { do: "refresh-badge"; issue: IssueId };

/** `opened`: somebody looked at an issue that was there before us. */
export type RequestOrigin = "webhook" | "opened" | "sentence" | "answer" | "refresh";

/** What a request is about: an issue, or a project in which there is nothing to do but to create. */
export type About = { issue: IssueRef; project?: undefined } | { issue: null; project: ProjectRef };

export type Place = { issue: IssueId } | { project: ProjectRef };

export const placeOf = (about: About): Place =>
  about.issue === null ? { project: about.project } : { issue: about.issue.id };

/** Where a proposal stands: beside its issue, or in the project that its plan is about. */
export function placeOfProposal({ issue, plan }: Pick<Proposal, "issue" | "plan">): Place {
  if (issue !== null) return { issue: issue.id };
  if (!("project" in plan.subject)) throw new Error("A plan about an issue stands beside none");
  return { project: plan.subject.project };
}

/** The badge of the issue, where there is one. */
export const badgeOf = ({ issue }: Pick<Proposal, "issue">): FollowUp[] =>
  issue === null ? [] : [{ do: "refresh-badge", issue: issue.id }];

/** By which it is named in logs. */
export const keyOf = (about: About): string => (about.issue === null ? about.project.key : about.issue.key);

export type NewRequest = About & {
  origin: RequestOrigin;
  text: string | null;
  commentId: string | null;
  requestedBy: AccountId | null;
  /** Two requests of a tenant with the same key are one: the second is not stored. */
  dedupeKey: string;
  /** The proposal whose plan this request replaces (refresh, answer), instead of making a new one. */
  replaces: ProposalId | null;
};

export type StoredRequest = NewRequest & {
  id: RequestId;
  /** `held`: what it holds is kept sealed until an admin releases or erases it, and `text` is null. */
  state: "queued" | "working" | "nothing" | "failed" | "proposed" | "held";
  /** An admin has looked: what is quarantined for others goes on here. */
  released: boolean;
  /** What a person is told about how it ended. */
  said: string | null;
  /** Why it is not being worked on right now, in words for people, and when that is tried again. */
  waitsFor: string | null;
  nextTryAt: Date | null;
  /** How often it had to wait. */
  tries: number;
  createdAt: Date;
  updatedAt: Date;
};

/** Whether a person waits for what comes of it; a webhook nobody waits for. */
export const isAwaited = ({ origin, requestedBy }: Pick<NewRequest, "origin" | "requestedBy">): boolean =>
  origin !== "webhook" || requestedBy !== null;

/** A request ends in exactly one of these. `reply`: what an engine wrote that nobody could read, for an administrator. */
export type RequestEnd =
  | { state: "nothing" | "failed"; said: string; reply?: string }
  | { state: "proposed" };

/** How a request begins: on the road, held back from the first, or at its end, with nothing kept of its text. */
export type RequestStart = { state: "queued" } | { state: "held" | "nothing"; said: string };

export type RequestStore = {
  /** Undefined when the same request is there already. */
  create(
    request: NewRequest,
    entry: (id: RequestId) => AuditEntry,
    then: (id: RequestId) => FollowUp[],
    start?: RequestStart,
  ): Promise<StoredRequest | undefined>;
  find(id: RequestId): Promise<StoredRequest | undefined>;
  /** Idempotent: a request that has ended keeps its end. Tells the panels of its issue. */
  end(id: RequestId, end: RequestEnd): Promise<void>;
  /** What an engine wrote that nobody could read. */
  keptReply(id: RequestId): Promise<string | undefined>;
  /** What it needs cannot be had now: says so to the panels, and tries again after that time. */
  wait(id: RequestId, why: string, afterMs: number): Promise<void>;
  /** A failed one begins anew. False: it has not failed, or not any more. */
  again(id: RequestId, entries: readonly AuditEntry[]): Promise<boolean>;
  /** Queued or working, untouched since `before`, and not waiting for a next try that is still to come. */
  unfinished(before: Date, limit: number): Promise<RequestId[]>;
  /** Newest first, whatever became of them; those that replace a plan left out. */
  latest(limit: number): Promise<StoredRequest[]>;
  /** Being worked on, or ended without a proposal since these times; newest first. */
  onIssue(issue: IssueId, endedSince: { nothing: Date; failed: Date }): Promise<StoredRequest[]>;
};

/** Requests that are held back, each with its text sealed. */
export type QuarantineStore = {
  /** Takes one off the road. False: it has ended. Tells the panels of its issue. */
  hold(id: RequestId, said: string, entry: AuditEntry): Promise<boolean>;
  /** The oldest first. */
  list(limit: number): Promise<StoredRequest[]>;
  /** What it holds; null where it is the issue's own texts. Undefined: it is not held. */
  open(id: RequestId, entry: AuditEntry): Promise<{ text: string | null } | undefined>;
  /** Back on the road, with leave to go on. False: it is not held. */
  release(id: RequestId, entry: AuditEntry): Promise<boolean>;
  /** Ends it and forgets its text. False: it is not held. */
  erase(id: RequestId, said: string, entry: AuditEntry): Promise<boolean>;
};

export type NewProposal = Pick<Proposal, "issue" | "projectId" | "plan" | "planHash" | "expiresAt"> & {
  request: RequestId;
  projectKey: string;
  issueSummary: string;
  /** What rules could go by: of the issue as it was looked at. */
  issueType?: string | null;
  labels?: readonly string[];
  /** What the plan cost in billionths of a dollar; null: nobody knows. */
  nanoUsd?: number | null;
};

/** The parts of a proposal that a change may touch. */
export type ProposalChange = {
  state: ProposalState;
  plan?: Proposal["plan"];
  planHash?: string;
  expiresAt?: Date;
  /** What the change says of fields we proposed. */
  outcomes?: readonly FieldOutcome[];
  /** The decision that the change is, kept for good. */
  feedback?: Feedback;
  /** What another plan in its place cost. */
  nanoUsd?: number | null;
};

export type SettingsStore = {
  read(): Promise<DecisionSettings>;
  setRules(rules: Rules): Promise<void>;
  personalData(): Promise<PersonalDataPolicy>;
  setPersonalData(rules: PersonalDataRules): Promise<void>;
};

export type WantedProposals = {
  issue?: IssueId | undefined;
  status?: ProposalStatus | undefined;
  request?: RequestId | undefined;
  after?: ProposalId | undefined;
  limit: number;
};

/**
 * What the policy lets through without a person, provided that this version of it still holds, nobody has stopped the
 * site, and the day has room. Else it is stored `instead`, for a person, with the reason.
 */
export type GoAlone = {
  policy: number;
  instead: (because: string) => Pick<NewProposal, "plan" | "planHash">;
};

export type ProposalStore = {
  /**
   * Also ends the request as "proposed". Undefined when that request has a proposal already. With `alone` it may be
   * approved in the same transaction, by nobody: all that this takes is looked at there.
   */
  create(
    proposal: NewProposal,
    entry: (id: ProposalId, planHash: string) => AuditEntry,
    then: readonly FollowUp[],
    alone?: GoAlone,
  ): Promise<Proposal | undefined>;
  find(id: ProposalId): Promise<Proposal | undefined>;
  /**
   * Writes the change, its audit lines and what follows in one transaction, and only if the row still
   * has the revision of `before`. Undefined means that someone else was first.
   */
  replace(
    before: Proposal,
    change: ProposalChange,
    entries: readonly AuditEntry[],
    then: readonly FollowUp[],
  ): Promise<Proposal | undefined>;
  /** Undecided ones of a project that stand beside no issue, oldest first. */
  openInProject(projectId: string): Promise<Proposal[]>;
  /** Open ones (waiting, stale, approved, executing, failed), oldest first. */
  openOnIssue(issue: IssueId): Promise<Proposal[]>;
  /** Newest first; those older than `after`, where it is given. */
  list(wanted: WantedProposals): Promise<Proposal[]>;
  /** Closed ones, newest first. */
  closedOnIssue(issue: IssueId, limit: number): Promise<Proposal[]>;
  /**
   * Approved or executing, or with an undo line waiting or intended, and untouched since `before`: a worker may have
   * died over them. What waits for its next try (`next_try_at` in the future) is not among them.
   */
  unfinished(before: Date, limit: number): Promise<{ proposal: ProposalId; do: "execute" | "undo" }[]>;
  /** Puts jobs on the queue. */
  follow(then: readonly FollowUp[]): Promise<void>;
  /** Waiting or stale with `expiresAt` not after `now`. */
  dueToExpire(now: Date, limit: number): Promise<Proposal[]>;
};

/** The ledger as presenters see it; `execution` writes it. */
export type LedgerReader = {
  linesOf(proposals: readonly ProposalId[]): Promise<(LedgerLine & { result: unknown })[]>;
};

/** `not`: the issue that it is about itself. */
export type SimilarTo = { project: ProjectRef; not: IssueKey | null; summary: string; text: string };

/** Reads Jira as the app. Undefined means gone, or not visible to the app. Faults are thrown. */
export type FactsSource = {
  issue(caller: Caller, issue: IssueId): Promise<IssueSnapshot | undefined>;
  project(caller: Caller, key: string): Promise<ProjectRef | undefined>;
  editable(caller: Caller, issue: IssueId): Promise<FieldMeta[]>;
  creatable(caller: Caller, projectId: string): Promise<CreatableType[]>;
  transitions(caller: Caller, issue: IssueId): Promise<TransitionOption[]>;
  linkTypes(caller: Caller): Promise<LinkType[]>;
  /** Labels in use on the site, at most 1,000. */
  labels(caller: Caller): Promise<string[]>;
  /** IANA name: the person's own, where they show it, else the site's. */
  timeZone(caller: Caller, account: AccountId | null): Promise<string>;
  /** At most 50 people; `query` narrows by name as Jira does. */
  assignable(caller: Caller, on: { issue: IssueId } | { project: string }, query: string): Promise<Person[]>;
  /** Other issues of the project that share words with a summary and a text, best first, at most 20. */
  similar(caller: Caller, to: SimilarTo): Promise<SimilarIssue[]>;
  /** Issues by key, as far as the app sees them. */
  byKeys(caller: Caller, keys: readonly string[]): Promise<SimilarIssue[]>;
  /** Names and faces for showing; never stored. Unknown accounts are left out. */
  people(caller: Caller, accounts: readonly AccountId[]): Promise<Person[]>;
};

export type IssuePermission =
  | "BROWSE_PROJECTS"
  | "EDIT_ISSUES"
  | "ADD_COMMENTS"
  | "ASSIGN_ISSUES"
  | "TRANSITION_ISSUES"
  | "LINK_ISSUES"
  | "CREATE_ISSUES"
  | "DELETE_ISSUES"
  | "DELETE_OWN_COMMENTS"
  | "DELETE_ALL_COMMENTS";

/** Asks Jira, each time: what was allowed a minute ago is no answer. */
export type Permissions = {
  /** CREATE_ISSUES is a question about the project, every other one about the issue; without one, about the project. */
  granted(
    caller: Caller,
    account: AccountId,
    on: { issue: IssueId | null; projectId: string | null },
    wanted: readonly IssuePermission[],
  ): Promise<ReadonlySet<IssuePermission>>;
  /** Which of these issues the person may see. We read as the app, which sees more than most people do. */
  visible(caller: Caller, account: AccountId, issues: readonly IssueId[]): Promise<ReadonlySet<IssueId>>;
  /** Whether this person administers the site. */
  administers(caller: Caller, account: AccountId): Promise<boolean>;
};

export type LicenceReader = (caller: Caller) => Promise<"active" | "unlicensed" | "free">;

export type StoresFor = {
  requests(caller: Caller): RequestStore;
  quarantine(caller: Caller): QuarantineStore;
  proposals(caller: Caller): ProposalStore;
  settings(caller: Caller): SettingsStore;
  ledger(caller: Caller): LedgerReader;
  policies(caller: Caller): PolicyStore;
  stops(caller: Caller): StopStore;
};
