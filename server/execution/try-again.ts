import {
  grantOf,
  type AuditEntry,
  type Proposal,
  type ProposalId,
  type RevisionRequest,
  type SettleRequest,
} from "../contract/index.ts";
import { AppError, ok, refuse, type Result } from "../kit/index.ts";
import type { PersonCaller } from "../tenants/index.ts";
import type { ExecutorDeps } from "./execute.ts";
import type { Refused } from "./undo.ts";

/** What a person can do about a failure: try again, or say what TicketSmith cannot know. */
export function createTryAgain(
  deps: Pick<ExecutorDeps, "proposals" | "ledger" | "mayAct" | "clock" | "isStopped">,
) {
  async function retry(
    caller: PersonCaller,
    id: ProposalId,
    seen: RevisionRequest,
  ): Promise<Result<Proposal, Refused>> {
    const checked = await allowedOn(caller, id, ["failed"]);
    if (!checked.ok) return checked;
    const proposal = checked.value;
    if (await deps.isStopped(caller)) return refuse({ code: "stopped", now: proposal });
    if (proposal.revision !== seen.revision) return refuse({ code: "already-decided", now: proposal });

    const entry: AuditEntry = { type: "retry-asked", by: caller.actor.accountId, proposal: id };
    await deps.ledger(caller).reopen(id, "do");
    return resume(caller, proposal, [entry]);
  }

  async function settle(
    caller: PersonCaller,
    id: ProposalId,
    { step, direction, happened }: SettleRequest,
  ): Promise<Result<Proposal, Refused>> {
    const checked = await allowedOn(caller, id, direction === "do" ? ["failed"] : ["done", "failed"]);
    if (!checked.ok) return checked;
    const entry: AuditEntry = {
      type: "step-settled",
      by: caller.actor.accountId,
      proposal: id,
      step,
      direction,
      happened,
    };
    const settled = await deps.ledger(caller).settle({ proposal: id, step, direction }, happened, entry);
    if (!settled) return refuse({ code: "not-unsure", now: checked.value });
    return direction === "do" ? resume(caller, checked.value, []) : resumeUndo(caller, checked.value);
  }

  async function allowedOn(
    caller: PersonCaller,
    id: ProposalId,
    statuses: readonly Ended["status"][],
  ): Promise<Result<Ended, Refused>> {
    const proposal = await deps.proposals(caller).find(id);
    if (proposal === undefined) throw new AppError("not_found", `No proposal ${id} for this tenant`);
    if (!isOneOf(proposal, statuses)) return refuse({ code: "not-failed", now: proposal });
    const steps = proposal.plan.steps.filter((step) => proposal.steps.includes(step.id));
    const allowed = await deps.mayAct(caller, caller.actor.accountId, proposal, steps);
    return allowed.ok
      ? ok(proposal)
      : refuse({ code: "not-permitted", now: proposal, words: allowed.reason });
  }

  async function resume(
    caller: PersonCaller,
    proposal: Ended,
    entries: readonly AuditEntry[],
  ): Promise<Result<Proposal, Refused>> {
    const state = { status: "executing", ...grantOf(proposal) } as const;
    const again = await deps
      .proposals(caller)
      .replace(proposal, { state }, entries, [{ do: "execute", proposal: proposal.id }]);
    return again === undefined ? refuse({ code: "already-decided", now: proposal }) : ok(again);
  }

  async function resumeUndo(caller: PersonCaller, proposal: Ended): Promise<Result<Proposal, Refused>> {
    await deps.ledger(caller).open([], [], [{ do: "undo", proposal: proposal.id }]);
    return ok(proposal);
  }

  return { retry, settle };
}

type Ended = Proposal & { status: "done" | "failed" };

const isOneOf = (proposal: Proposal, statuses: readonly Ended["status"][]): proposal is Ended =>
  statuses.some((status) => status === proposal.status);
