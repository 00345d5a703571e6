import type { AccountId, Proposal, SentCall, Step, StepDirection } from "../contract/index.ts";
import { ProductFault, type Result } from "../kit/index.ts";
import type { IssueSnapshot } from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { Look, Proof, Run } from "./action-runner.ts";
import type { LineDeps, LineEnd } from "./line-deps.ts";
import { createLineNotes, LOST, STOPPED } from "./note-line.ts";
import { createLineWaits } from "./wait-line.ts";
import { stoppable } from "./stoppable.ts";
import type { WalkStep } from "./walk-steps.ts";
import type { LedgerEntry, LedgerStore, WriteOutcome } from "./ports.ts";

/** How a line is carried out: the same walk for doing a step and for taking it back. */
export type LineWork = {
  /** As whom: the person who said yes, or the app where the policy did. */
  by: AccountId | "app";
  /** Asked of Jira again right before acting. */
  mayAct(caller: Caller): Promise<Result<true>>;
  preImage(look: Look): unknown;
  /** A reason, in words, not to act after all; asked before the first try only. */
  objection(look: Look): Promise<string | undefined>;
  perform(run: Run): Promise<WriteOutcome<unknown>>;
  confirm(look: Look, made: unknown): Promise<Result<unknown>>;
  prove(look: Look, line: LedgerEntry): Promise<Proof>;
};

/** Evidence for a change without a findable mark is waited for this long before a person is asked. */
const PATIENCE_MS = 120_000;
const LOOK_AGAIN_MS = 10_000;
/** What Jira took and does not show after this many times `settleMs` did not happen. Reads can lag behind a change. */
const UNSEEN_FOR = 5;
/** A process that slept between noting and acting may have been overtaken: it must not act on an old intent. */
const FRESH_INTENT_MS = 5_000;

type Walk = {
  caller: Caller;
  proposal: Proposal;
  step: Step;
  line: LedgerEntry;
  work: LineWork;
  look: Look;
  /** What this run has asked of Jira, for the record. */
  sent: SentCall[];
};

/**
 * Note the intent, look for the mark of an earlier try, act, read back, note the result.
 * Whatever interrupts this leaves a line from which the next run goes on without guessing.
 */
export function createLineRunner(deps: LineDeps) {
  const { performed, foundDone, later, fail, doubt, hold } = createLineNotes(deps);
  const { waitOut, afterFailedTry } = createLineWaits(deps);
  return { runLine, holdBack };

  async function runLine(
    caller: Caller,
    proposal: Proposal,
    step: Step,
    direction: StepDirection,
    work: LineWork,
  ): Promise<LineEnd> {
    deps.onStep("find-line", proposal.id);
    const line = await mustFindLine(deps.ledger(caller), proposal, step, direction);
    if (line.state === "done") return { kind: "done" };
    if (line.state === "failed" || line.state === "unsure")
      return { kind: "failed", reason: line.reason ?? "It did not work." };
    try {
      return await goOn(caller, proposal, step, line, work);
    } catch (fault) {
      if (fault instanceof ProductFault) return waitOut({ caller, line, work }, fault);
      throw fault;
    }
  }

  /** Jira could not be asked before the first step was begun: the step waits with the reason, where people see it. */
  async function holdBack(caller: Caller, proposal: Proposal, step: Step, fault: ProductFault) {
    const line = await mustFindLine(deps.ledger(caller), proposal, step, "do");
    return line.state === "waiting" ? waitOut({ caller, line }, fault) : LOST;
  }

  async function goOn(
    caller: Caller,
    proposal: Proposal,
    step: Step,
    line: LedgerEntry,
    work: LineWork,
  ): Promise<LineEnd> {
    deps.onStep("look-at-issue", proposal.id);
    // What is created in a project stands beside no issue.
    const issue = proposal.issue === null ? null : await deps.evidence.issue(caller, proposal.issue.id);
    if (issue === undefined) {
      // A try that began may have made its change before the issue went.
      return line.state === "intended"
        ? doubt({ caller, line, work }, GONE)
        : fail({ caller, line, work }, GONE);
    }
    const look = { caller, issue, evidence: deps.evidence };
    const walk: Walk = { caller, proposal, step, line, work, look, sent: [] };

    if (line.state === "intended") {
      const known = await settleEarlierTry(walk);
      if (known !== "not-happened") return known;
    }
    return act(walk);
  }

  /** An earlier try began and never reported back: find out what became of it before anything else. */
  async function settleEarlierTry(walk: Walk): Promise<LineEnd | "not-happened"> {
    const { line, work, look } = walk;
    deps.onStep("settle-earlier-try", line.proposal);
    if (line.result !== null) return afterYes(walk, line.result);
    const waitedMs = deps.clock.now().getTime() - (line.intendedAt?.getTime() ?? 0);
    if (waitedMs < deps.settleMs && line.echoedAt === null)
      return later(walk, deps.settleMs - waitedMs, CHECKING, "unknown");

    const proof = await work.prove(look, line);
    if (proof.kind === "happened") return foundDone(walk, proof.result);
    // Our trace came back on a webhook: Jira did make the change, even if we cannot see it yet.
    if (proof.kind === "not-happened" && line.echoedAt === null) return "not-happened";
    if (waitedMs < PATIENCE_MS) return later(walk, LOOK_AGAIN_MS, CHECKING, "unknown");
    return doubt(walk, proof.kind === "unknown" ? proof.words : REPORTED);
  }

  async function act(walk: Walk): Promise<LineEnd> {
    const { caller, line, work, look } = walk;
    const at = (reached: WalkStep) => deps.onStep(reached, line.proposal);
    // Jira took it in an earlier life of this line, and only now shows it: once is enough.
    if (line.state === "waiting" && line.result !== null && (await work.confirm(look, line.result)).ok)
      return foundDone(walk, line.result);
    at("ask-permission");
    const allowed = await work.mayAct(caller);
    if (!allowed.ok) return fail(walk, allowed.reason.replace(" you ", " the person who approved this "));
    at("look-for-objection");
    const objection = isUntried(line) ? await work.objection(look) : undefined;
    if (objection !== undefined) return fail(walk, objection);

    at("choose-writer");
    const writer = stoppable(await deps.writerFor(caller, work.by), () => deps.isStopped(caller));
    const marks = await marksFor(deps.ledger(caller), walk);
    const noted = { preImage: line.preImage ?? work.preImage(look), actedAs: writer.actedAs };
    const startedAt = deps.clock.now().getTime();
    const run = toRun(walk, writer, { ...marks, notAfter: lastMoment(startedAt, deps.settleMs) });
    at("ask-whether-stopped");
    if (await deps.isStopped(caller)) return hold(walk);
    at("note-intent");
    if (!(await deps.ledger(caller).intend(line, noted))) return LOST;
    const begun = asBegun(walk, new Date(startedAt), writer);
    if (deps.clock.now().getTime() - startedAt > FRESH_INTENT_MS)
      return later(begun, deps.settleMs, CHECKING, "unknown");

    // From here on the line is intended: a fault leaves open what happened, and the next run looks first.
    try {
      at("perform");
      const outcome = await work.perform(run);
      if (outcome.kind !== "ok") return await afterFailedTry(begun, outcome);
      return await afterYes(begun, outcome.value);
    } catch (fault) {
      if (!(fault instanceof ProductFault)) throw fault;
      return later(begun, Math.max(deps.settleMs, fault.retryAfterMs ?? 0), fault.said, "unknown");
    }
  }

  /** Jira said yes. It counts once it can be seen, for Jira can also say yes and change nothing. */
  async function afterYes(walk: Walk, made: unknown): Promise<LineEnd> {
    const { caller, line, work, look } = walk;
    const waitedMs = deps.clock.now().getTime() - (line.intendedAt ?? line.updatedAt).getTime();
    const lookAgainMs = Math.min(LOOK_AGAIN_MS, Math.max(deps.settleMs, waitedMs));
    try {
      deps.onStep("confirm", line.proposal);
      const seen = await work.confirm(look, made);
      if (seen.ok) {
        deps.onStep("note-result", line.proposal);
        return await performed(walk, work.by, seen.value);
      }
      const tooOften = made === null && line.attempts >= MOST_UNSEEN_TRIES;
      if (tooOften || waitedMs > deps.settleMs * UNSEEN_FOR) return await fail(walk, seen.reason);
      return await later(walk, lookAgainMs, UNSEEN, "unknown", made);
    } catch (fault) {
      if (!(fault instanceof ProductFault)) throw fault;
      await deps.ledger(caller).noteAnswer(line, made);
      return waitOut(walk, fault);
    }
  }
}

/** Whatever it asks of Jira is kept for the record. */
const toRun = ({ look, sent }: Walk, writer: Run["writer"], marks: Run["marks"]): Run => ({
  ...{ ...look, writer },
  marks: { ...marks, onSent: (call) => void sent.push(call) },
});
/** Or held so long that much may have changed. */
const isUntried = ({ attempts, reason }: LedgerEntry): boolean => attempts === 0 || reason === STOPPED;

/** The line as the ledger has it once the intent is noted. */
const asBegun = (walk: Walk, intendedAt: Date, { actedAs }: Run["writer"]): Walk => {
  const attempts = walk.line.attempts + 1;
  return { ...walk, line: { ...walk.line, state: "intended", intendedAt, actedAs, attempts, result: null } };
};

/** Jira keeps one list of marks per proposal and issue, so each change writes the earlier ones again. */
async function marksFor(ledger: LedgerStore, { proposal, line }: Walk) {
  const lines = await ledger.linesOf(proposal.id);
  const left = lines.filter((one) => one.state === "done").map((one) => one.mark);
  return { proposal: proposal.id, all: [...new Set([...left, line.mark])], mark: line.mark };
}

/** A moment before others take the change for lost. */
const lastMoment = (startedAt: number, settleMs: number): Date =>
  new Date(startedAt + settleMs - Math.min(2_000, settleMs / 5));

/** A change back that Jira took and never shows is asked of it this often. */
const MOST_UNSEEN_TRIES = 3;
const UNSEEN = "Jira took the change and does not show it yet.";
const REPORTED = "Jira reported the change, but it is not there.";
const GONE = "The issue is gone, or hidden from TicketSmith.";
const CHECKING = "Checking whether Jira made the change.";

async function mustFindLine(ledger: LedgerStore, proposal: Proposal, step: Step, direction: StepDirection) {
  const lines = await ledger.linesOf(proposal.id);
  const found = lines.find((line) => line.step === step.id && line.direction === direction);
  if (found === undefined) throw new Error(`No ledger line for ${proposal.id} ${step.id} ${direction}`);
  return found;
}

/** For an objection: the issue no longer is what the person saw. */
export const sayDrift = (drift: readonly { name: string }[], issue: IssueSnapshot): string | undefined =>
  drift.length === 0
    ? undefined
    : `${drift.map((change) => change.name).join(", ")} of ${issue.ref.key} changed after this was approved.`;
