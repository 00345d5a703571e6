import type {
  AccountId,
  ActedAs,
  ActionType,
  AdfNodeJson,
  AuditEntry,
  FieldValue,
  IssueId,
  IssueRef,
  LedgerLine,
  LinkIssues,
  NewField,
  Proposal,
  ProposalId,
  ProposalState,
  SentCall,
  Step,
  StepDirection,
  StepId,
} from "../contract/index.ts";
import type { Result } from "../kit/index.ts";
import type { IssueSnapshot } from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import type * as z from "zod/mini";

/** How a try ended. `no-answer`: it may or may not have happened, so the next try looks for the mark first. */
export type WriteOutcome<T> =
  | { kind: "ok"; value: T }
  | { kind: "refused"; status: number; words: string }
  /** Nothing happened. `words` where the reason alone would not tell a person why. */
  | { kind: "busy"; reason: string; retryAfterMs: number | null; words?: string }
  | { kind: "no-answer"; words: string };

/**
 * All marks a proposal has left on an issue so far, this one last: they are written together. Nothing is sent after
 * `notAfter`, for the next try takes what has not landed by then for lost.
 */
export type Marks = {
  proposal: ProposalId;
  all: readonly string[];
  mark: string;
  notAfter: Date;
  /** Told of each request and how it was answered. */
  onSent?: (call: SentCall) => void;
};

/**
 * Writes to Jira as one identity. A mark goes along in the same call wherever Jira takes one
 * (a property on the issue or comment), and as the trace header always.
 */
export type JiraWriter = {
  actedAs: ActedAs;
  createIssue(
    input: { projectId: string; issueTypeId: string; fields: readonly NewField[] },
    marks: Marks,
  ): Promise<WriteOutcome<IssueRef>>;
  /** Values are written as they are; document patches must have been applied before. */
  editFields(
    issue: IssueId,
    fields: readonly { field: string; value: FieldValue }[],
    marks: Marks,
  ): Promise<WriteOutcome<null>>;
  setAssignee(issue: IssueId, assignee: AccountId | null, marks: Marks): Promise<WriteOutcome<null>>;
  transition(issue: IssueId, transitionId: string, marks: Marks): Promise<WriteOutcome<null>>;
  addComment(
    issue: IssueId,
    body: readonly AdfNodeJson[],
    marks: Marks,
  ): Promise<WriteOutcome<{ commentId: string }>>;
  /** Jira makes no second link between the same two issues of the same type. */
  link(
    link: Pick<z.infer<typeof LinkIssues>, "issue" | "other" | "direction" | "linkType">,
    marks: Marks,
  ): Promise<WriteOutcome<null>>;
  deleteComment(issue: IssueId, commentId: string, marks: Marks): Promise<WriteOutcome<null>>;
  deleteLink(linkId: string, marks: Marks): Promise<WriteOutcome<null>>;
  deleteIssue(issue: IssueId, marks: Marks): Promise<WriteOutcome<null>>;
};

/** A writer for the person who approved where the site allows that, else for the app; for what nobody approved, the app's. */
export type WriterFor = (caller: Caller, by: AccountId | "app") => Promise<JiraWriter>;

/** Reads Jira as the app to see what is so. Undefined: not there. */
export type JiraEvidence = {
  issue(caller: Caller, issue: IssueId): Promise<IssueSnapshot | undefined>;
  marksOn(caller: Caller, issue: IssueId, proposal: ProposalId): Promise<string[]>;
  commentWithMark(
    caller: Caller,
    issue: IssueId,
    mark: string,
  ): Promise<{ id: string; body: AdfNodeJson[] } | undefined>;
  comment(
    caller: Caller,
    issue: IssueId,
    commentId: string,
  ): Promise<{ id: string; body: AdfNodeJson[] } | undefined>;
  issueWithMark(caller: Caller, mark: string): Promise<IssueRef | undefined>;
  transitions(
    caller: Caller,
    issue: IssueId,
  ): Promise<{ id: string; name: string; to: { id: string; name: string; category: string } }[]>;
};

export type LedgerEntry = LedgerLine & {
  /** What stood there before, as the action type keeps it. */
  preImage: unknown;
  /** What came of it, as the action type keeps it. */
  result: unknown;
  intendedAt: Date | null;
  /** How often in a row Jira could not even be asked. */
  waits: number;
  /** What a person chose for this line when they approved it, as the undo keeps it. */
  options: unknown;
  /** When a webhook brought our own trace header back: proof that Jira made the change. */
  echoedAt: Date | null;
};

/** What must happen after a change, put on the queue in the change's own transaction. */
export type ExecutionFollowUp =
  | { do: "execute"; proposal: ProposalId; afterMs?: number }
  | { do: "undo"; proposal: ProposalId; afterMs?: number }
  | { do: "refresh-badge"; issue: IssueId };

/** The stored proposals as far as acting on them needs. */
export type ProposalRecords = {
  find(id: ProposalId): Promise<Proposal | undefined>;
  replace(
    before: Proposal,
    change: { state: ProposalState },
    entries: readonly AuditEntry[],
    then: readonly ExecutionFollowUp[],
  ): Promise<Proposal | undefined>;
};

/**
 * Asks Jira whether this person may do these steps now; the refusal is a sentence. `undoing`: `on` is the issue that
 * a step created, and this is what shall become of it.
 */
export type MayAct = (
  caller: Caller,
  person: AccountId,
  on: Pick<Proposal, "issue" | "projectId">,
  steps: readonly Step[],
  undoing?: "close" | "delete" | "delete-own-comment" | "delete-others-comment",
) => Promise<Result<true>>;

export type LineKey = { proposal: ProposalId; step: StepId; direction: StepDirection };

/**
 * A line as one worker knows it. Once another has begun a try of its own, or a person has opened the line anew, what
 * this one still has to say about it no longer counts.
 */
export type HeldLine = LineKey & { mark: string; attempts: number };

export type LedgerStore = {
  linesOf(proposal: ProposalId): Promise<LedgerEntry[]>;
  /**
   * Lines as `waiting`, one per step, with what follows in the same transaction. A line that is there already is
   * taken over only while it is waiting with no attempt made, or failed (an undo asked for again); else it stays.
   * Each new or failed line gets a mark that nobody can guess: whoever knew it could make us believe in a change.
   */
  open(
    lines: readonly (LineKey & { action: ActionType; options: unknown })[],
    entries: readonly AuditEntry[],
    then: readonly ExecutionFollowUp[],
    /** A person takes these steps back: kept as what it says of the plan. */
    undone?: { proposal: Proposal; steps: readonly StepId[] },
  ): Promise<void>;
  /**
   * Notes the intent and what stands there now, before acting: attempts + 1, intendedAt = now, state intended.
   * Only from waiting or intended, and only while the line is still what the caller read: of two workers one gets
   * true. A `preImage` noted by an earlier try stays, for that is what stood there before we touched anything.
   */
  intend(line: HeldLine, noted: { preImage: unknown; actedAs: ActedAs }): Promise<boolean>;
  /**
   * `finish` from intended, or from waiting when an earlier try turns out to have worked; `fail` from waiting (an
   * objection before acting) or intended; `doubt` from intended or waiting. Each writes its audit line in the same
   * transaction and tells the panels. False: the line is in other hands by now, and nothing was noted.
   */
  finish(line: HeldLine, ended: { result: unknown; actedAs: ActedAs }, entry: AuditEntry): Promise<boolean>;
  fail(line: HeldLine, reason: string, entry: AuditEntry): Promise<boolean>;
  doubt(line: HeldLine, reason: string, entry: AuditEntry): Promise<boolean>;
  /** Jira said yes, and what it answered: kept until it can be seen, so that nobody asks for it again. Only from intended. */
  noteAnswer(line: HeldLine, made: unknown): Promise<boolean>;
  /**
   * Another try is due, and counted as a wait. `happened: "no"` puts it back to waiting, or leaves it there;
   * "unknown" leaves it intended.
   */
  retryLater(
    line: HeldLine,
    at: Date,
    reason: string,
    happened: "no" | "unknown",
    then: ExecutionFollowUp,
  ): Promise<boolean>;
  /** Waits without a next try of its own, and without counting as one: whoever lets the site go on sends it on its way. */
  hold(line: HeldLine, reason: string): Promise<boolean>;
  /** Failed lines back to waiting with attempts 0 and a new mark, for a Retry: what they left behind proves nothing. */
  reopen(proposal: ProposalId, direction: StepDirection): Promise<void>;
  /** A person said whether an unsure change happened: done, or back to waiting with a new mark. */
  settle(key: LineKey, happened: boolean, entry: AuditEntry): Promise<boolean>;
  /** Our own trace came back on a webhook. Unknown marks are ignored. */
  noteEcho(mark: string, at: Date): Promise<void>;
};
