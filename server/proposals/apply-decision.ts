import type {
  AccountId,
  DecisionRefusal,
  Proposal,
  ProposalState,
  StepId,
  Verdict,
} from "../contract/index.ts";
import { ok, refuse, type Result } from "../kit/index.ts";

/** What a person can say. Who said it, and when, come from the door and the clock, never from a body. */
export type Decision =
  | { verdict: "approve"; planHash: string; steps: readonly StepId[] }
  | { verdict: "reject"; planHash: string; reason: string };

/** Pure: the state that follows a decision, or why it does not count. */
export function applyDecision(
  proposal: Proposal,
  decision: Decision,
  {
    by,
    now,
    verdicts,
  }: {
    by: AccountId;
    now: Date;
    /** What the policy says of the steps by now; without it, what it said when they were proposed. */
    verdicts?: ReadonlyMap<StepId, { verdict: Verdict }>;
  },
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
  if (inPlanOrder.length === 0) return refuse("no-such-step");
  const yes = { by, at: now, steps: inPlanOrder };
  const said = proposal.plan.steps
    .filter(({ id }) => inPlanOrder.includes(id))
    .map(({ id, verdict }) => verdicts?.get(id)?.verdict ?? verdict?.is ?? "review");
  if (said.includes("blocked")) return refuse("blocked");
  if (!said.includes("four-eyes")) return ok({ status: "approved", ...yes });
  return secondYes(proposal.status === "waiting" ? proposal.yes : undefined, yes);
}

type Yes = { by: AccountId; at: Date; steps: readonly StepId[] };

/** Two people, the same steps: a second yes that goes further than the first one is itself a first one. */
function secondYes(first: Yes | undefined, yes: Yes): Result<ProposalState, DecisionRefusal> {
  const isCovered = first !== undefined && yes.steps.every((step) => first.steps.includes(step));
  if (!isCovered) return ok({ status: "waiting", yes });
  return first.by === yes.by ? refuse("needs-another") : ok({ status: "approved", ...yes });
}

/** Waiting or stale, and not past its time: nobody has answered yet and somebody still may. */
export function stillOpen(proposal: Proposal, now: Date): Result<Proposal, DecisionRefusal> {
  if (proposal.status === "expired") return refuse("expired");
  if (proposal.status !== "waiting" && proposal.status !== "stale") return refuse("already-decided");
  return now >= proposal.expiresAt ? refuse("expired") : ok(proposal);
}
