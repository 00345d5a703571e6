import * as z from "zod";
import {
  AccountId,
  grantOf,
  IssueRef,
  type AuditEntry,
  type DecisionRefusal,
  type Proposal,
  type ProposalId,
  type Step,
  type UndoRequest,
} from "../contract/index.ts";
import { AppError, hashCanonical, ok, refuse, type Result } from "../kit/index.ts";
import type { Caller, PersonCaller } from "../tenants/index.ts";
import type { Inverse, Look, UndoRow } from "./action-runner.ts";
import { runnerFor } from "./actions/runner-for.ts";
import type { ExecutorDeps } from "./execute.ts";
import type { LedgerEntry, MayAct } from "./ports.ts";
import { createLineRunner, type LineWork } from "./run-line.ts";

/** What would change back, as things stand now. The hash is what a yes binds to. */
export type UndoPreview = {
  undoHash: string;
  steps: { step: Step; rows: UndoRow[]; conflict: string | null; mayDelete: boolean }[];
};

export type Refused = { code: DecisionRefusal; now: Proposal; words?: string };

/** Kept on the undo's ledger lines: who said yes to it, and how. */
const UndoOptions = z.object({ by: AccountId, deleteCreated: z.boolean() });
type UndoOptions = z.infer<typeof UndoOptions>;

const Created = z.object({ issue: IssueRef });

/** Takes back what was done, step by step, last first. It is a decision of its own, with its own permission check. */
export function createUndoer(deps: ExecutorDeps) {
  const { runLine } = createLineRunner(deps);

  async function preview(caller: Caller, id: ProposalId): Promise<UndoPreview> {
    const proposal = await mustFind(caller, id);
    const lines = await deps.ledger(caller).linesOf(id);
    const issue = proposal.issue === null ? null : await deps.evidence.issue(caller, proposal.issue.id);
    const steps: UndoPreview["steps"] = [];
    for (const { step, line } of undoable(proposal, lines)) {
      if (issue === undefined) {
        steps.push({ step, rows: [], conflict: "The issue is gone.", mayDelete: false });
        continue;
      }
      if (line.result === null) {
        steps.push({ step, rows: [], conflict: NOT_KNOWN, mayDelete: false });
        continue;
      }
      const inverse = await runnerFor(step.action).inverse({ caller, issue, evidence: deps.evidence }, line);
      steps.push(
        inverse.ok
          ? { step, rows: inverse.value.rows, conflict: null, mayDelete: inverse.value.mayDelete }
          : { step, rows: [], conflict: inverse.reason, mayDelete: false },
      );
    }
    const seen = steps.map(({ step, rows, conflict }) => ({ step: step.id, rows, conflict }));
    return { undoHash: hashCanonical([id, seen]), steps };
  }

  async function approve(
    caller: PersonCaller,
    id: ProposalId,
    request: UndoRequest,
  ): Promise<Result<Proposal, Refused>> {
    const proposal = await mustFind(caller, id);
    if (await deps.isStopped(caller)) return refuse({ code: "stopped", now: proposal });
    const now = await preview(caller, id);
    if (now.steps.length === 0) return refuse({ code: "nothing-to-undo", now: proposal });
    if (now.undoHash !== request.undoHash) return refuse({ code: "undo-changed", now: proposal });
    const chosen = now.steps.filter(({ step }) => request.steps.includes(step.id));
    if (chosen.length !== new Set(request.steps).size) return refuse({ code: "no-such-step", now: proposal });
    const conflict = chosen.map((one) => one.conflict).find((words) => words !== null);
    if (conflict !== undefined && conflict !== null)
      return refuse({ code: "conflict", now: proposal, words: conflict });
    const steps = chosen.map(({ step }) => step);
    const options = { by: caller.actor.accountId, deleteCreated: request.deleteCreated ?? false };
    const lines = await deps.ledger(caller).linesOf(id);
    for (const step of steps) {
      const allowed = await mayUndo(deps.mayAct, { caller, proposal, step, lines, choice: options });
      if (!allowed.ok) return refuse({ code: "not-permitted", now: proposal, words: allowed.reason });
    }
    const entry: AuditEntry & { type: "undo-approved" } = {
      type: "undo-approved",
      by: caller.actor.accountId,
      proposal: id,
      undoHash: now.undoHash,
      steps: steps.map((step) => step.id),
    };
    const opened = steps.map((step) => ({
      proposal: id,
      step: step.id,
      direction: "undo" as const,
      action: step.action.type,
      options,
    }));
    const undone = { proposal, steps: entry.steps };
    await deps.ledger(caller).open(opened, [entry], [{ do: "undo", proposal: id }], undone);
    return ok(await mustFind(caller, id));
  }

  /** Carries out the undo lines that wait. Safe to run any number of times. */
  async function undo(caller: Caller, id: ProposalId): Promise<void> {
    const proposal = await deps.proposals(caller).find(id);
    if (proposal === undefined || !(proposal.status === "done" || proposal.status === "failed")) return;
    const lines = await deps.ledger(caller).linesOf(id);
    for (const step of proposal.plan.steps.toReversed()) {
      const wanted = lines.find(
        (line) => line.step === step.id && line.direction === "undo" && isPending(line),
      );
      const done = lines.find((line) => line.step === step.id && line.direction === "do");
      if (wanted === undefined || done === undefined) continue;
      const choice = UndoOptions.parse(wanted.options);
      const mayAct = () => mayUndo(deps.mayAct, { caller, proposal, step, lines, choice });
      const ended = await runLine(caller, proposal, step, "undo", undoing(step, done, choice, mayAct));
      if (ended.kind === "later" || ended.kind === "lost") return;
    }
    await conclude(caller, proposal);
  }

  async function conclude(caller: Caller, proposal: Proposal & { status: "done" | "failed" }): Promise<void> {
    deps.onStep("conclude", proposal.id);
    const lines = await deps.ledger(caller).linesOf(proposal.id);
    const undone = lines.filter((line) => line.direction === "undo" && line.state === "done");
    const last = undone.at(-1);
    // A line that waits, or asks a person whether it happened, is no undo yet.
    const isOpen = lines.some(
      (line) => line.direction === "undo" && (isPending(line) || line.state === "unsure"),
    );
    if (last === undefined || isOpen || undoable(proposal, lines).length > 0) return;
    const now = deps.clock.now();
    const finishedAt = proposal.status === "done" ? proposal.finishedAt : proposal.failedAt;
    const undoneBy = UndoOptions.parse(last.options).by;
    const state = { status: "undone", ...grantOf(proposal), finishedAt, undoneBy, undoneAt: now } as const;
    await deps.proposals(caller).replace(proposal, { state }, [], []);
  }

  /**
   * The queue gave up on us. What still waits is failed, so that a person sees it and can ask again; what was begun may
   * have happened, so a person is asked. An undo of which only the last word was missing gets it.
   */
  async function giveUp(caller: Caller, id: ProposalId, reason: string): Promise<void> {
    const ledger = deps.ledger(caller);
    const lines = await ledger.linesOf(id);
    for (const line of lines.filter((one) => one.direction === "undo" && isPending(one))) {
      const { proposal, step, direction, action } = line;
      const { by } = UndoOptions.parse(line.options);
      const entry = { by: "app", for: by, proposal, step, direction, action, words: reason } as const;
      await (line.state === "intended"
        ? ledger.doubt(line, reason, { type: "step-unsure", ...entry })
        : ledger.fail(line, reason, { type: "step-failed", ...entry }));
    }
    const proposal = await deps.proposals(caller).find(id);
    if (proposal?.status === "done" || proposal?.status === "failed") await conclude(caller, proposal);
  }

  async function mustFind(caller: Caller, id: ProposalId): Promise<Proposal> {
    const proposal = await deps.proposals(caller).find(id);
    if (proposal === undefined) throw new AppError("not_found", `No proposal ${id} for this tenant`);
    return proposal;
  }

  return { preview, approve, undo, giveUp };
}

/** Somebody told us that it happened; what exactly came of it nobody did. */
const NOT_KNOWN = "TicketSmith does not know what exactly was changed. Please undo it in Jira.";

const isPending = (line: LedgerEntry) => line.state === "waiting" || line.state === "intended";

/** Steps that were done and are not undone or being undone; what depends on them comes first. */
function undoable(proposal: Proposal, lines: readonly LedgerEntry[]): { step: Step; line: LedgerEntry }[] {
  if (proposal.status !== "done" && proposal.status !== "failed") return [];
  const settled = new Set(
    lines.filter((line) => line.direction === "undo" && line.state !== "failed").map((line) => line.step),
  );
  return proposal.plan.steps.toReversed().flatMap((step) => {
    const line = lines.find((one) => one.step === step.id && one.direction === "do" && one.state === "done");
    return line === undefined || settled.has(step.id) ? [] : [{ step, line }];
  });
}

type Undo = {
  caller: Caller;
  proposal: Proposal;
  step: Step;
  lines: readonly LedgerEntry[];
  choice: UndoOptions;
};

/**
 * Taking back a new issue touches that issue, and taking back a comment deletes it, each by a permission of its own: a
 * comment counts as written by whoever said yes to it. Any other step is reversed as it was done.
 */
async function mayUndo(
  mayAct: MayAct,
  { caller, proposal, step, lines, choice }: Undo,
): Promise<Result<true>> {
  if (step.action.type === "add-comment") {
    const isTheirs = "by" in proposal && proposal.by === choice.by;
    const undoing = isTheirs ? "delete-own-comment" : "delete-others-comment";
    return mayAct(caller, choice.by, proposal, [step], undoing);
  }
  if (step.action.type !== "create-issue") return mayAct(caller, choice.by, proposal, [step]);
  const done = lines.find((line) => line.step === step.id && line.direction === "do");
  const on = { ...Created.parse(done?.result), projectId: proposal.projectId };
  return mayAct(caller, choice.by, on, [step], choice.deleteCreated ? "delete" : "close");
}

function undoing(step: Step, done: LedgerEntry, choice: UndoOptions, mayAct: LineWork["mayAct"]): LineWork {
  const runner = runnerFor(step.action);
  let way: Inverse | undefined;
  const findWay = async (look: Look): Promise<Result<Inverse>> => {
    const found = await runner.inverse(look, done);
    if (found.ok) way = found.value;
    return found;
  };
  return {
    by: choice.by,
    mayAct,
    preImage: () => null,
    objection: async (look) => {
      const found = await findWay(look);
      return found.ok ? undefined : found.reason;
    },
    perform: async (run) => {
      const found = await findWay(run);
      return found.ok
        ? found.value.perform(run, choice)
        : { kind: "refused", status: 409, words: found.reason };
    },
    // The way back is known from before the change: seen from after it, there may be none.
    confirm: async (look) => way?.confirm(look, choice) ?? refuse("The undo was not begun."),
    prove: (look, line) => runner.proveUndone(look, line, done),
  };
}
