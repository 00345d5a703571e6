import type { ActionType } from "./action.ts";
import type { FieldInput } from "./api-requests.ts";
import type {
  AccountId,
  BatchId,
  IssueId,
  IssueKey,
  IssueRef,
  ProposalId,
  RequestId,
  StepId,
} from "./ids.ts";
import type { EngineKind } from "./plan.ts";
import type { StopView } from "./policy-views.ts";
import type { Verdict } from "./policy.ts";
import type { ActedAs, ProposalStatus, StepDirection, StepState } from "./proposal.ts";
import type { AdfNodeJson } from "./rich-text.ts";

/** What panels are given. Times are ISO 8601 in UTC. Rows are listed field by field, so nothing stored leaks by accident. */
export type PersonView = { accountId: AccountId; name: string; avatarUrl: string | null };

export type ValueView =
  | { kind: "none" }
  | { kind: "text"; text: string }
  | { kind: "option"; name: string }
  | { kind: "list"; items: string[] }
  | { kind: "person"; person: PersonView }
  | { kind: "people"; people: PersonView[] }
  | { kind: "status"; name: string }
  /** Without a key for whoever Jira does not show it to. */
  | { kind: "issue"; key: IssueKey | null; summary: string }
  /** Blocks of ADF to draw; `added` when they come after what is there already. */
  | { kind: "document"; blocks: AdfNodeJson[]; added: boolean };

export type ChangeRow = { field: string; name: string; from: ValueView | null; to: ValueView };

export type EvidenceView =
  | { kind: "quote"; source: "request" | "summary" | "description" | "comment"; quote: string }
  | { kind: "issue"; key: IssueKey | null; summary: string; because: string }
  | { kind: "fact"; text: string; issues: IssueKey[] }
  | { kind: "rule"; text: string }
  | { kind: "person"; text: string }
  | { kind: "inference"; text: string };

export type FieldEvidenceView = { field: string; name: string; confidence: number; items: EvidenceView[] };

export type StepProgressView = {
  direction: StepDirection;
  state: StepState;
  actedAs: ActedAs | null;
  reason: string | null;
  nextTryAt: string | null;
};

export type StepView = {
  id: StepId;
  type: ActionType;
  /** "Assign to Mia Krause" */
  title: string;
  rows: ChangeRow[];
  confidence: number;
  evidence: FieldEvidenceView[];
  /** What the policy says of it. */
  verdict: { is: Verdict; because: string };
  /** null while undecided. */
  approved: boolean | null;
  progress: StepProgressView | null;
  /** The issue that this step made. */
  created: IssueRef | null;
};

export type DriftView = { step: StepId; field: string; name: string; seen: ValueView; now: ValueView };

export type QuestionView = {
  id: string;
  text: string;
  choices: { id: string; label: string; person: PersonView | null }[];
};

export type ProposalView = {
  id: ProposalId;
  status: ProposalStatus;
  summary: string;
  planHash: string;
  revision: number;
  createdAt: string;
  expiresAt: string;
  engine: EngineKind;
  model: string | null;
  notes: string[];
  origin: "webhook" | "opened" | "sentence" | "answer" | "edit" | "refresh";
  steps: StepView[];
  questions: QuestionView[];
  /** The lowest of the steps' confidences, from 0 to 1. */
  confidence: number;
  /** Rules whose conditions held, and why one that did not fire could not. */
  rules: { title: string; fired: boolean; words: string }[];
  /** Who said yes already, where the policy wants two. */
  firstYes: { by: PersonView; at: string; steps: StepId[] } | null;
  decidedBy: PersonView | null;
  /** The version of the site's policy that let it through alone. */
  decidedByPolicy: number | null;
  decidedAt: string | null;
  finishedAt: string | null;
  undoneBy: PersonView | null;
  reason: string | null;
  drift: DriftView[];
  canUndo: boolean;
};

/**
 * A request that is being worked on, or that came to nothing. `text` is what its author typed; `waiting` says why it
 * is not worked on right now.
 */
export type RequestView = {
  id: RequestId;
  state: "working" | "nothing" | "failed" | "held";
  text: string | null;
  at: string;
  said: string | null;
  waiting: { reason: string; nextTryAt: string } | null;
};

/** GET /api/panel/issues/{issueId} */
export type PanelView = {
  issue: IssueRef;
  viewer: { accountId: AccountId; mayDecide: boolean; whyNot: string | null };
  licence: "active" | "unlicensed" | "free";
  engine: EngineKind;
  /** An administrator has stopped TicketSmith on this site. */
  stop: StopView;
  open: ProposalView[];
  recent: ProposalView[];
  requests: RequestView[];
};

/** One proposal in the review queue. */
export type QueueRow = {
  id: ProposalId;
  revision: number;
  status: ProposalStatus;
  summary: string;
  /** What it does, in words that it shares with others of its group. */
  headline: string;
  confidence: number;
  /** The lower end of its band of confidence. */
  sure: number;
  issue: { id: IssueId; key: IssueKey; summary: string } | null;
  project: string;
  asks: boolean;
  createdAt: string;
  finishedAt: string | null;
  decidedBy: PersonView | null;
  decidedByPolicy: number | null;
  reason: string | null;
  canUndo: boolean;
};

/** GET /api/queue/rows. `next` is where the next page begins; null: this was the last. */
export type QueueRows = { rows: QueueRow[]; next: ProposalId | null };

/** GET /api/queue. Where there are groups, `rows` are those of the first. */
export type QueueView = QueueRows & {
  viewer: { accountId: AccountId };
  licence: "active" | "unlicensed" | "free";
  stop: StopView;
  counts: { waiting: number; questions: number; failed: number; done: number };
  projects: { key: string; count: number }[];
  groups: { headline: string; sure: number; count: number }[];
};

/** One proposal of a last look: what would change, and `why` it has to be looked at by itself instead. */
export type LastLookItem = Pick<ProposalView, "id" | "planHash" | "confidence"> & {
  issue: { key: IssueKey; summary: string } | null;
  project: string;
  steps: Pick<StepView, "id" | "title" | "rows" | "verdict">[];
  why: string | null;
};

/** GET /api/queue/last-look. `more`: there are others behind these. */
export type LastLookView = { items: LastLookItem[]; more: boolean };

/** How far a batch has come. `explained`: what did not go through, as far as Jira shows it to whoever asks. */
export type BatchView = {
  id: BatchId;
  createdAt: string;
  isOver: boolean;
  isStopped: boolean;
  size: number;
  /** Not decided yet; decided and at work; done; a first yes of two; failed when it was done; refused; left because of a stop. */
  counts: Record<"waiting" | "atWork" | "done" | "seconded" | "failed" | "refused" | "stopped", number>;
  explained: { proposal: ProposalId; key: string; said: string }[];
};

/** GET /api/queue/batches: one's own, newest first, until they are dismissed. */
export type BatchesView = { batches: BatchView[] };

/** GET /api/queue/proposals/{id}: one of them as beside its issue. */
export type QueuedProposalView = { proposal: ProposalView; issueKey: IssueKey | null; mayDecide: boolean };

export type Control =
  | { kind: "text"; multiline: boolean }
  | { kind: "markdown" }
  | { kind: "number" }
  | { kind: "date" }
  | { kind: "select"; options: { id: string; name: string }[] }
  | { kind: "multi-select"; options: { id: string; name: string }[] }
  | { kind: "labels"; suggestions: string[] }
  | { kind: "person"; current: PersonView | null; clearable: boolean }
  | { kind: "people"; current: PersonView[] };

/** GET /api/panel/proposals/{id}/form */
export type FormView = {
  planHash: string;
  fields: {
    step: StepId;
    field: string;
    name: string;
    required: boolean;
    control: Control;
    value: FieldInput;
  }[];
};

/** GET /api/panel/issues/{issueId}/people?query= */
export type PeopleView = { people: PersonView[] };

/** GET /api/panel/proposals/{id}/undo */
export type UndoView = {
  undoHash: string;
  steps: {
    step: StepId;
    title: string;
    rows: ChangeRow[];
    /** Why this one cannot be undone as things stand, in words. */
    conflict: string | null;
    /** True for a created issue: it can be closed, or deleted when asked. */
    mayDelete: boolean;
  }[];
};

/** What a refused or failed call answers with. `said` is a sentence for the person; `view` is how things stand now. */
export type ApiProblem = {
  error: string;
  said: string;
  /** Of a form: what is wrong with it, by field. */
  fields?: Record<string, string>;
  view?: ProposalView;
};

/** Sent on GET /api/panel/issues/{issueId}/events. The panel fetches again; the event itself says nothing of content. */
export type PanelEvent = { type: "hello" } | { type: "changed" } | { type: "reconnect" };

export type DecisionRefusal =
  | "already-decided"
  | "expired"
  | "stale"
  | "plan-changed"
  | "not-permitted"
  | "no-such-step"
  | "blocked"
  | "not-approver"
  | "stopped"
  | "needs-another"
  | "unlicensed"
  | "invalid-edit"
  | "nothing-to-undo"
  | "undo-changed"
  | "conflict"
  | "not-failed"
  | "not-unsure";
