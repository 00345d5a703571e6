import type {
  AccountId,
  Action,
  ChangeRow,
  DriftView,
  Proposal,
  ProposalView,
  Step,
  StepProgressView,
  StepView,
  ValueView,
} from "../contract/index.ts";
import { assertNever } from "../kit/index.ts";
import { rowsOf, titleOf } from "../planning/index.ts";
import {
  createdBy,
  HIDDEN,
  presentItems,
  sightOf,
  type Say,
  type Sees,
  type ShownLine,
  type Sight,
} from "./present-other-issues.ts";
import { sayFound } from "./say-personal-data.ts";
import { accountsIn, accountsInRow, presentRow, presentValue, type Faces } from "./present-value.ts";

/** What is looked up at the moment of showing: names and faces, and which other issues the viewer may see. */
export type Lookups = { faces: Faces; sees: Sees };

/** Pure. Lists fields one by one: a member added to what we store stays private until someone adds it here. */
export function presentProposal(
  proposal: Proposal,
  lines: readonly ShownLine[],
  lookups: Lookups,
): ProposalView {
  const { faces } = lookups;
  const { plan } = proposal;
  const sight = sightOf(proposal, lines, lookups.sees);
  const { say } = sight;
  return {
    id: proposal.id,
    status: proposal.status,
    summary: say(plan.summary),
    planHash: proposal.planHash,
    revision: proposal.revision,
    createdAt: proposal.createdAt.toISOString(),
    expiresAt: proposal.expiresAt.toISOString(),
    engine: plan.trace.engine,
    model: plan.trace.model,
    notes: [
      ...plan.trace.notes.map(say),
      ...sayFound(plan.trace.personalData ?? [], plan.trace.engine),
      ...sight.remarks,
    ],
    origin: plan.trace.origin,
    steps: plan.steps.map((step) => presentStep(step, proposal, lines, { faces, ...sight })),
    questions: plan.questions.map(({ id, text, choices }) => ({
      id,
      text: say(text),
      choices: choices.map((choice) => ({
        id: choice.id,
        label: say(choice.label),
        person: choice.accountId === undefined ? null : faces(choice.accountId),
      })),
    })),
    confidence: plan.steps.reduce((lowest, step) => Math.min(lowest, step.confidence), 1),
    rules: (plan.trace.rules ?? []).map(({ title, fired, words }) => ({ title, fired, words })),
    firstYes:
      proposal.status === "waiting" && proposal.yes !== undefined
        ? {
            by: faces(proposal.yes.by),
            at: proposal.yes.at.toISOString(),
            steps: [...proposal.yes.steps],
          }
        : null,
    ...presentOutcome(proposal, faces, say),
    drift: proposal.status === "stale" ? proposal.drift.map((drift) => presentDrift(drift, faces)) : [],
    canUndo: canUndo(proposal, lines),
  };
}

function presentStep(
  step: Step,
  proposal: Proposal,
  lines: readonly ShownLine[],
  lookups: Sight & { faces: Faces },
): StepView {
  const names = new Map(rowsOf(step.action).map((row) => [row.field, row.name]));
  const own = lines.filter((line) => line.step === step.id);
  return {
    id: step.id,
    type: step.action.type,
    title: lookups.say(titleOf(step.action, (account) => lookups.faces(account).name)),
    rows: presentRows(step.action, lookups),
    confidence: step.confidence,
    evidence: step.evidence.map(({ field, confidence, items }) => ({
      field,
      name: names.get(field) ?? field,
      confidence,
      items: presentItems(items, lookups),
    })),
    verdict: step.verdict ?? { is: "review", because: "No policy speaks of it." },
    approved: "steps" in proposal ? proposal.steps.includes(step.id) : null,
    progress: presentProgress(own, lookups.say),
    created: createdBy(own, step.id).find(({ id }) => lookups.sees(id)) ?? null,
  };
}

/** Moves and links are drawn as what they are: a status lozenge, an issue to open. */
function presentRows(action: Action, { faces, sees }: Lookups): ChangeRow[] {
  if (action.type === "link-issues") {
    const { direction, linkType, other } = action;
    const name = direction === "outward" ? linkType.outward : linkType.inward;
    const to: ValueView = sees(other.id)
      ? { kind: "issue", key: other.key, summary: other.summary }
      : { kind: "issue", key: null, summary: HIDDEN };
    return [{ field: "link", name: name.charAt(0).toUpperCase() + name.slice(1), from: null, to }];
  }
  if (action.type === "transition") {
    const status = ({ name }: { name: string }): ValueView => ({ kind: "status", name });
    return [{ field: "status", name: "Status", from: status(action.from), to: status(action.to) }];
  }
  return rowsOf(action).map((row) => presentRow(row, faces));
}

/** The undo of a step speaks for it once there is one: that is what is going on now. */
function presentProgress(own: readonly ShownLine[], say: Say): StepProgressView | null {
  const line = own.find((one) => one.direction === "undo") ?? own[0];
  if (line === undefined) return null;
  const { direction, state, actedAs, reason, nextTryAt } = line;
  const why = reason === null ? null : say(reason);
  return { direction, state, actedAs, reason: why, nextTryAt: nextTryAt?.toISOString() ?? null };
}

type Outcome = Pick<
  ProposalView,
  "decidedBy" | "decidedByPolicy" | "decidedAt" | "finishedAt" | "undoneBy" | "reason"
>;

function presentOutcome(proposal: Proposal, faces: Faces, say: Say): Outcome {
  const nothing: Outcome = {
    decidedBy: null,
    decidedByPolicy: null,
    decidedAt: null,
    finishedAt: null,
    undoneBy: null,
    reason: null,
  };
  switch (proposal.status) {
    case "waiting":
    case "stale":
      return nothing;
    case "expired":
      return { ...nothing, finishedAt: proposal.at.toISOString(), reason: EXPIRED[proposal.why] };
    case "rejected":
      return { ...nothing, ...decided(proposal, faces), reason: say(proposal.reason) };
    case "approved":
    case "executing":
      return { ...nothing, ...decided(proposal, faces) };
    case "done":
      return {
        ...nothing,
        ...decided(proposal, faces),
        finishedAt: proposal.finishedAt.toISOString(),
      };
    case "failed":
      return {
        ...nothing,
        ...decided(proposal, faces),
        finishedAt: proposal.failedAt.toISOString(),
        reason: say(proposal.reason),
      };
    case "undone":
      return {
        ...nothing,
        ...decided(proposal, faces),
        finishedAt: proposal.undoneAt.toISOString(),
        undoneBy: faces(proposal.undoneBy),
      };
    default:
      return assertNever(proposal);
  }
}

const EXPIRED = {
  time: "Nobody answered in time.",
  "issue-gone": "The issue is gone, or hidden from TicketSmith.",
  replaced: "A newer proposal took its place.",
} as const;

type Decider = { by: AccountId; at: Date } | { byPolicy: number; at: Date };

const decided = (decider: Decider, faces: Faces) => ({
  decidedBy: "by" in decider ? faces(decider.by) : null,
  decidedByPolicy: "byPolicy" in decider ? decider.byPolicy : null,
  decidedAt: decider.at.toISOString(),
});

const presentDrift = (
  { step, field, name, seen, now }: (Proposal & { status: "stale" })["drift"][number],
  faces: Faces,
): DriftView => ({ step, field, name, seen: presentValue(seen, faces), now: presentValue(now, faces) });

/** Something was done, and it is not being undone or undone already. */
function canUndo(proposal: Proposal, lines: readonly ShownLine[]): boolean {
  if (proposal.status !== "done" && proposal.status !== "failed") return false;
  const undoing = new Set(
    lines.filter((line) => line.direction === "undo" && line.state !== "failed").map((line) => line.step),
  );
  return lines.some((line) => line.direction === "do" && line.state === "done" && !undoing.has(line.step));
}

/** Every account a proposal shows, so that names can be looked up in one call. */
export function accountsOf(proposal: Proposal): AccountId[] {
  const rows = proposal.plan.steps.flatMap((step) => rowsOf(step.action));
  const drift = proposal.status === "stale" ? proposal.drift : [];
  return [
    ...rows.flatMap(accountsInRow),
    ...drift.flatMap((change) => [...accountsIn(change.seen), ...accountsIn(change.now)]),
    ...proposal.plan.questions.flatMap((question) =>
      question.choices.flatMap((choice) => choice.accountId ?? []),
    ),
    ...("by" in proposal ? [proposal.by] : []),
    ...(proposal.status === "waiting" && proposal.yes !== undefined ? [proposal.yes.by] : []),
    ...(proposal.status === "undone" ? [proposal.undoneBy] : []),
  ];
}
