import { grantOf, type AuditEntry, type Proposal, type ProposalId, type Step } from "../contract/index.ts";
import { hashCanonical, ok, ProductFault } from "../kit/index.ts";
import { findDrift } from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import { runnerFor } from "./actions/runner-for.ts";
import type { ExecutionFollowUp, MayAct, ProposalRecords } from "./ports.ts";
import type { LineDeps } from "./line-deps.ts";
import { createLineRunner, sayDrift, type LineWork } from "./run-line.ts";

export type ExecutorDeps = LineDeps & { proposals: (caller: Caller) => ProposalRecords; mayAct: MayAct };

type Running = Proposal & { status: "approved" | "executing" };

/** Carries out what was approved. Safe to run any number of times, by any number of workers. */
export function createExecutor(deps: ExecutorDeps) {
  const { runLine, holdBack } = createLineRunner(deps);

  async function execute(caller: Caller, id: ProposalId): Promise<void> {
    const found = await deps.proposals(caller).find(id);
    if (found === undefined || !isRunning(found)) return;

    // A plan read back from storage is input like any other: it must still be the one that was approved.
    if (hashCanonical(found.plan) !== found.planHash)
      return end(caller, found, "The stored plan was altered. Nothing was done.");
    const running = found.status === "executing" ? found : await begin(caller, found);
    if (running !== undefined) await runSteps(caller, running);
  }

  async function begin(caller: Caller, proposal: Running): Promise<Running | undefined> {
    const steps = approvedSteps(proposal);
    await openLines(caller, proposal, steps);
    const issue = await lookFirst(caller, proposal, steps);
    if (issue === "later") return undefined;
    if (issue === undefined) {
      await end(caller, proposal, "The issue is gone, or hidden from TicketSmith.");
      return undefined;
    }
    const drift = issue === null ? [] : findDrift(steps, issue);
    if (drift.length > 0) {
      // Nothing was begun, so the yes goes back to the person: they approved a change to something else.
      const state = { status: "stale", since: deps.clock.now(), drift } as const;
      const entry: AuditEntry = {
        type: "proposal-stale",
        by: "app",
        proposal: proposal.id,
        fields: drift.map((change) => change.field),
      };
      await deps.proposals(caller).replace(proposal, { state }, [entry], badgeOf(proposal));
      return undefined;
    }
    const state = { status: "executing", ...grantOf(proposal) } as const;
    const after = await deps.proposals(caller).replace(proposal, { state }, [], []);
    return after !== undefined && isRunning(after) ? after : undefined;
  }

  /** A Jira that does not answer keeps nobody waiting in silence: the first step says why, and when it goes on. */
  async function lookFirst(caller: Caller, proposal: Running, steps: readonly Step[]) {
    try {
      return proposal.issue === null ? null : await deps.evidence.issue(caller, proposal.issue.id);
    } catch (fault) {
      const [first] = steps;
      if (!(fault instanceof ProductFault) || first === undefined) throw fault;
      const ended = await holdBack(caller, proposal, first, fault);
      if (ended.kind === "failed") await end(caller, proposal, ended.reason);
      return "later" as const;
    }
  }

  async function openLines(caller: Caller, proposal: Running, steps: readonly Step[]): Promise<void> {
    const lines = steps.map((step) => ({
      proposal: proposal.id,
      step: step.id,
      direction: "do" as const,
      action: step.action.type,
      options: null,
    }));
    deps.onStep("open-lines", proposal.id);
    await deps.ledger(caller).open(lines, [], []);
  }

  async function runSteps(caller: Caller, proposal: Running): Promise<void> {
    for (const step of approvedSteps(proposal)) {
      const ended = await runLine(caller, proposal, step, "do", doing(proposal, step, deps.mayAct));
      if (ended.kind === "later" || ended.kind === "lost") return;
      if (ended.kind === "failed") return end(caller, proposal, ended.reason);
    }
    deps.onStep("conclude", proposal.id);
    const state = { status: "done", ...grantOf(proposal), finishedAt: deps.clock.now() } as const;
    await deps.proposals(caller).replace(proposal, { state }, [], badgeOf(proposal));
  }

  async function end(caller: Caller, proposal: Running, reason: string): Promise<void> {
    const state = { status: "failed", ...grantOf(proposal), failedAt: deps.clock.now(), reason } as const;
    await deps.proposals(caller).replace(proposal, { state }, [], badgeOf(proposal));
  }

  /** The queue gave up on us: what was approved must not hang in silence, so it ends in front of a person. */
  async function giveUp(caller: Caller, id: ProposalId, reason: string): Promise<void> {
    const found = await deps.proposals(caller).find(id);
    if (found !== undefined && isRunning(found)) await end(caller, found, reason);
  }

  return { execute, giveUp };
}

/** What nobody but the policy said yes to is done as the app, which Jira itself allows or refuses. */
function doing(proposal: Running, step: Step, mayAct: MayAct): LineWork {
  const runner = runnerFor(step.action);
  const by = "by" in proposal ? proposal.by : "app";
  return {
    by,
    mayAct: async (caller) => (by === "app" ? ok(true) : mayAct(caller, by, proposal, [step])),
    preImage: runner.preImage,
    objection: async ({ issue }) => (issue === null ? undefined : sayDrift(findDrift([step], issue), issue)),
    perform: runner.perform,
    confirm: runner.confirm,
    prove: (look, line) => runner.prove(look, line, line.preImage),
  };
}

const badgeOf = ({ issue }: Proposal): ExecutionFollowUp[] =>
  issue === null ? [] : [{ do: "refresh-badge", issue: issue.id }];

const isRunning = (proposal: Proposal): proposal is Running =>
  proposal.status === "approved" || proposal.status === "executing";

const approvedSteps = (proposal: Running): Step[] =>
  proposal.plan.steps.filter((step) => proposal.steps.includes(step.id));
