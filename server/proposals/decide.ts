import {
  sayWhy,
  type ApproveRequest,
  type AuditEntry,
  type DecisionRefusal,
  type PolicyDocument,
  type Proposal,
  type ProposalId,
  type RejectRequest,
  type Step,
} from "../contract/index.ts";
import { AppError, ok, refuse, type Clock, type Result } from "../kit/index.ts";
import { findDrift, outcomesOf, verdictsNow, weighApproval, weighRejection } from "../planning/index.ts";
import type { Caller, PersonCaller } from "../tenants/index.ts";
import { applyDecision, stillOpen, type Decision } from "./apply-decision.ts";
import { mayApprove } from "./may-approve.ts";
import { mayDecide } from "./may-decide.ts";
import type { Approvers } from "./policy-ports.ts";
import { verdictsOf } from "./say-judgement.ts";
import { badgeOf, type FactsSource, type FollowUp, type Permissions, type ProposalStore } from "./ports.ts";

/** Why a decision did not count, how the proposal stands now, and a sentence where the code alone would not help. */
export type Refused = { code: DecisionRefusal; now: Proposal; words?: string };

export type DeciderDeps = {
  proposals: (caller: PersonCaller) => ProposalStore;
  permissions: Permissions;
  facts: Pick<FactsSource, "issue">;
  /** As it is laid down at this moment. */
  policy: (caller: Caller) => Promise<PolicyDocument>;
  approvers: Approvers;
  isStopped: (caller: Caller) => Promise<boolean>;
  clock: Clock;
  onDecided: (verdict: Decision["verdict"]) => void;
};

/**
 * Approve and reject. Both bind to the hash of what the person saw, ask Jira for the person's permission,
 * and are stored with their audit line and the job that acts on them, in one transaction.
 */
export function createDecider(deps: DeciderDeps) {
  async function approve(
    caller: PersonCaller,
    id: ProposalId,
    request: ApproveRequest,
  ): Promise<Result<Proposal, Refused>> {
    const before = await mustFind(deps.proposals(caller), id);
    if (await deps.isStopped(caller)) return refuse({ code: "stopped", now: before });
    const steps = before.plan.steps.filter((step) => request.steps.includes(step.id));
    const allowed = await mayAnswer(caller, before, steps);
    if (!allowed.ok) return allowed;
    const policy = await deps.policy(caller);
    const approver = await mayApprove(deps.approvers, caller, before, steps, policy);
    if (!approver.ok) return refuse({ code: "not-approver", now: before, words: approver.reason });

    const decided = applyDecision(
      before,
      { verdict: "approve", ...request },
      { ...whoAndWhen(caller), verdicts: verdictsNow(before.plan, steps, policy) },
    );
    if (!decided.ok) return refuse({ code: decided.reason, now: before });
    const fresh = await refuseIfStale(caller, before, steps);
    if (!fresh.ok) return fresh;

    const said = {
      by: caller.actor.accountId,
      proposal: id,
      planHash: before.planHash,
      steps: steps.map((step) => step.id),
      ...verdictsOf(before.plan, steps),
    };
    const state = decided.value;
    if (state.status === "waiting")
      return store(caller, before, { state }, { type: "proposal-seconded", ...said }, [], "approve");
    return store(
      caller,
      before,
      {
        state,
        outcomes: outcomesOf(before.plan, said.steps),
        feedback: weighApproval(before.plan, said.steps),
      },
      { type: "proposal-approved", ...said },
      [{ do: "execute", proposal: id }],
      "approve",
    );
  }

  async function reject(
    caller: PersonCaller,
    id: ProposalId,
    request: RejectRequest,
  ): Promise<Result<Proposal, Refused>> {
    const before = await mustFind(deps.proposals(caller), id);
    const allowed = await mayAnswer(caller, before, before.plan.steps);
    if (!allowed.ok) return allowed;

    const said = { verdict: "reject", planHash: request.planHash, reason: sayWhy(request) } as const;
    const decided = applyDecision(before, said, whoAndWhen(caller));
    if (!decided.ok) return refuse({ code: decided.reason, now: before });
    const entry: AuditEntry = {
      type: "proposal-rejected",
      by: caller.actor.accountId,
      proposal: id,
      planHash: before.planHash,
      words: said.reason,
    };
    const change = {
      ...{ state: decided.value, outcomes: outcomesOf(before.plan, []) },
      feedback: weighRejection(before.plan, request.because ?? null),
    };
    return store(caller, before, change, entry, [], "reject");
  }

  const whoAndWhen = (caller: PersonCaller) => ({ by: caller.actor.accountId, now: deps.clock.now() });

  async function mayAnswer(
    caller: PersonCaller,
    proposal: Proposal,
    steps: readonly Step[],
  ): Promise<Result<true, Refused>> {
    const open = stillOpen(proposal, deps.clock.now());
    if (!open.ok) return refuse({ code: open.reason, now: proposal });
    const allowed = await mayDecide(deps.permissions, caller, proposal, steps);
    return allowed.ok ? ok(true) : refuse({ code: "not-permitted", now: proposal, words: allowed.reason });
  }

  async function refuseIfStale(
    caller: PersonCaller,
    before: Proposal,
    steps: readonly Step[],
  ): Promise<Result<true, Refused>> {
    if (before.issue === null) return ok(true);
    const issue = await deps.facts.issue(caller, before.issue.id);
    if (issue === undefined) return refuse({ code: "expired", now: before, words: "The issue is gone." });
    const drift = findDrift(steps, issue);
    if (drift.length === 0) return ok(true);

    const entry: AuditEntry = {
      type: "proposal-stale",
      by: "app",
      proposal: before.id,
      fields: drift.map((change) => change.field),
    };
    const state = { status: "stale", since: deps.clock.now(), drift } as const;
    const stale = await deps.proposals(caller).replace(before, { state }, [entry], []);
    return refuse({ code: "stale", now: stale ?? (await mustFind(deps.proposals(caller), before.id)) });
  }

  async function store(
    caller: PersonCaller,
    before: Proposal,
    change: Parameters<ProposalStore["replace"]>[1],
    entry: AuditEntry,
    then: readonly FollowUp[],
    verdict: Decision["verdict"],
  ): Promise<Result<Proposal, Refused>> {
    const proposals = deps.proposals(caller);
    const after = await proposals.replace(before, change, [entry], [...then, ...badgeOf(before)]);
    if (after !== undefined) {
      deps.onDecided(verdict);
      return ok(after);
    }
    // Two people at once: the other one was first. What they did decides what this person is told.
    const now = await mustFind(proposals, before.id);
    return refuse({ code: now.status === "waiting" ? "plan-changed" : "already-decided", now });
  }

  return { approve, reject };
}

export async function mustFind(proposals: ProposalStore, id: ProposalId): Promise<Proposal> {
  const proposal = await proposals.find(id);
  if (proposal === undefined) throw new AppError("not_found", `No proposal ${id} for this tenant`);
  return proposal;
}
