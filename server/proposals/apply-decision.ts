import type { AccountId, DecisionRefusal, Proposal, ProposalState, StepId } from "../contract/index.ts";
import { ok, refuse, type Result } from "../kit/index.ts";

/** What a person can say. Who said it, and when, come from the door and the clock, never from a body. */
export type Decision =
  | { verdict: "approve"; planHash: string; steps: readonly StepId[] }
  | { verdict: "reject"; planHash: string; reason: string };

/** Pure: the state that follows a decision, or why it does not count. */
export function applyDecision(
  proposal: Proposal,
  decision: Decision,
  { by, now }: { by: AccountId; now: Date },
): Result<ProposalState, DecisionRefusal> {
  const open = stillOpen(proposal, now);
  if (!open.ok) return open;

  // A yes is a yes to these exact steps. If the plan was edited after the panel was drawn,
  // the person has not seen what would run, nor what they would throw away.
  if (decision.planHash !== proposal.planHash) return refuse("plan-changed");
  if (decision.verdict === "reject") return ok({ status: "rejected", by, at: now, reason: decision.reason });
  if (proposal.status === "stale") return refuse("stale");

  const known = new Set(proposal.plan.steps.map((step) => step.id));
  if (decision.steps.some((step) => !known.has(step))) return refuse("no-such-step");
  const inPlanOrder = proposal.plan.steps.map((step) => step.id).filter((id) => decision.steps.includes(id));
  return inPlanOrder.length === 0
    ? refuse("no-such-step")
    : ok({ status: "approved", by, at: now, steps: inPlanOrder });
}

/** Waiting or stale, and not past its time: nobody has answered yet and somebody still may. */
export function stillOpen(proposal: Proposal, now: Date): Result<Proposal, DecisionRefusal> {
  if (proposal.status === "expired") return refuse("expired");
  if (proposal.status !== "waiting" && proposal.status !== "stale") return refuse("already-decided");
  return now >= proposal.expiresAt ? refuse("expired") : ok(proposal);
}
