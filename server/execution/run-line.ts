import type { AccountId, AuditEntry, Proposal, ProposalId, Step, StepDirection } from "../contract/index.ts";
import type { Clock, Result } from "../kit/index.ts";
import type { IssueSnapshot } from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { Look, Proof, Run } from "./action-runner.ts";
import { nextAttempt, type Unsuccessful } from "./next-attempt.ts";
import type { WalkStep } from "./walk-steps.ts";
import type {
  ExecutionFollowUp,
  JiraEvidence,
  LedgerEntry,
  LedgerStore,
  WriteOutcome,
  WriterFor,
} from "./ports.ts";

/** How far one line of the ledger came: done, waiting for its next try, ended in words, or in another worker's hands. */
export type LineEnd =
  | { kind: "done" }
  | { kind: "later" }
  | { kind: "lost" }
  | { kind: "failed"; reason: string };

export type LineDeps = {
  ledger: (caller: Caller) => LedgerStore;
  writerFor: WriterFor;
  evidence: JiraEvidence;
  clock: Clock;
  /** 0..1, spreads retries. */
  spread: () => number;
  /** How long after an intent a request of ours may still be under way: longer than any request's time-out. */
  settleMs: number;
  onStep: (step: WalkStep, proposal: ProposalId) => void;
  onLine: (ended: "done" | "found-done" | "failed" | "unsure" | "retry", line: LedgerEntry) => void;
};

/** How a line is carried out: the same walk for doing a step and for taking it back. */
export type LineWork = {
  person: AccountId;
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
/** A process that slept between noting and acting may have been overtaken: it must not act on an old intent. */
const FRESH_INTENT_MS = 5_000;

type Walk = { caller: Caller; proposal: Proposal; step: Step; line: LedgerEntry; work: LineWork; look: Look };

/**
 * Note the intent, look for the mark of an earlier try, act, read back, note the result.
 * Whatever interrupts this leaves a line from which the next run goes on without guessing.
 */
export function createLineRunner(deps: LineDeps) {
  return async function runLine(
    caller: Caller,
    proposal: Proposal,
    step: Step,
    direction: StepDirection,
    work: LineWork,
  ): Promise<LineEnd> {
    const at = (reached: WalkStep) => deps.onStep(reached, proposal.id);
    at("find-line");
    const line = await findLine(deps.ledger(caller), proposal, step, direction);
    if (line === undefined) throw new Error(`No ledger line for ${proposal.id} ${step.id} ${direction}`);
    if (line.state === "done") return { kind: "done" };
    if (line.state === "failed" || line.state === "unsure")
      return { kind: "failed", reason: line.reason ?? "It did not work." };

    at("look-at-issue");
    const issue = await deps.evidence.issue(caller, proposal.issue.id);
    if (issue === undefined) {
      // A try that began may have made its change before the issue went.
      return line.state === "intended" ? doubt({ caller, line }, GONE) : fail({ caller, line }, GONE);
    }
    const walk: Walk = {
      caller,
      proposal,
      step,
      line,
      work,
      look: { caller, issue, evidence: deps.evidence },
    };

    if (line.state === "intended") {
      const known = await settleEarlierTry(walk);
      if (known !== "not-happened") return known;
    }
    return act(walk);
  };

  /** An earlier try began and never reported back: find out what became of it before anything else. */
  async function settleEarlierTry(walk: Walk): Promise<LineEnd | "not-happened"> {
    const { caller, line, work, look } = walk;
    deps.onStep("settle-earlier-try", line.proposal);
    const waitedMs = deps.clock.now().getTime() - (line.intendedAt?.getTime() ?? 0);
    if (waitedMs < deps.settleMs && line.echoedAt === null)
      return later(walk, deps.settleMs - waitedMs, CHECKING, "unknown");

    const proof = await work.prove(look, line);
    if (proof.kind === "happened") {
      const entry: AuditEntry = { type: "step-found-done", by: "app", ...about(line), mark: line.mark };
      const ended = { result: proof.result, actedAs: line.actedAs ?? "app" };
      if (!(await deps.ledger(caller).finish(line, ended, entry))) return LOST;
      deps.onLine("found-done", line);
      return { kind: "done" };
    }
    // Our trace came back on a webhook: Jira did make the change, even if we cannot see it yet.
    if (proof.kind === "not-happened" && line.echoedAt === null) return "not-happened";
    if (waitedMs < PATIENCE_MS) return later(walk, LOOK_AGAIN_MS, CHECKING, "unknown");
    return doubt(
      walk,
      proof.kind === "unknown" ? proof.words : "Jira reported the change, but it is not there.",
    );
  }

  async function act(walk: Walk): Promise<LineEnd> {
    const { caller, line, work, look } = walk;
    const at = (reached: WalkStep) => deps.onStep(reached, line.proposal);
    at("ask-permission");
    const allowed = await work.mayAct(caller);
    if (!allowed.ok) return fail(walk, allowed.reason.replace(" you ", " the person who approved this "));
    at("look-for-objection");
    const objection = line.attempts === 0 ? await work.objection(look) : undefined;
    if (objection !== undefined) return fail(walk, objection);

    at("choose-writer");
    const writer = await deps.writerFor(caller, work.person);
    const run: Run = { ...look, writer, marks: await marksFor(walk) };
    const noted = { preImage: line.preImage ?? work.preImage(look), actedAs: writer.actedAs };
    const startedAt = deps.clock.now().getTime();
    at("note-intent");
    if (!(await deps.ledger(caller).intend(line, noted))) return LOST;
    const begun: Walk = { ...walk, line: { ...line, attempts: line.attempts + 1 } };
    if (deps.clock.now().getTime() - startedAt > FRESH_INTENT_MS)
      return later(begun, deps.settleMs, CHECKING, "unknown");

    at("perform");
    const outcome = await work.perform(run);
    if (outcome.kind !== "ok") return afterFailedTry(begun, outcome);
    at("confirm");
    const confirmed = await work.confirm(look, outcome.value);
    if (!confirmed.ok) return fail(begun, confirmed.reason);
    const entry: AuditEntry = {
      type: "step-performed",
      by: work.person,
      ...about(line),
      actedAs: writer.actedAs,
      mark: line.mark,
    };
    at("note-result");
    const ended = { result: confirmed.value, actedAs: writer.actedAs };
    if (!(await deps.ledger(caller).finish(begun.line, ended, entry))) return LOST;
    deps.onLine("done", line);
    return { kind: "done" };
  }

  async function afterFailedTry(walk: Walk, outcome: Unsuccessful): Promise<LineEnd> {
    const unknown = outcome.kind === "no-answer";
    const next = nextAttempt(outcome, walk.line.attempts, deps.spread());
    if (next.do === "give-up") return unknown ? doubt(walk, next.because) : fail(walk, next.because);
    const inMs = unknown ? Math.max(next.inMs, deps.settleMs) : next.inMs;
    return later(walk, inMs, next.because, unknown ? "unknown" : "no");
  }

  async function later(
    walk: Walk,
    inMs: number,
    reason: string,
    happened: "no" | "unknown",
  ): Promise<LineEnd> {
    const { caller, line } = walk;
    const at = new Date(deps.clock.now().getTime() + inMs);
    const then: ExecutionFollowUp =
      line.direction === "do"
        ? { do: "execute", proposal: line.proposal, afterMs: inMs }
        : { do: "undo", proposal: line.proposal, afterMs: inMs };
    if (!(await deps.ledger(caller).retryLater(line, at, reason, happened, then))) return LOST;
    deps.onLine("retry", line);
    return { kind: "later" };
  }

  async function fail({ caller, line }: Pick<Walk, "caller" | "line">, reason: string): Promise<LineEnd> {
    const entry: AuditEntry = { type: "step-failed", by: "app", ...about(line), reason };
    if (!(await deps.ledger(caller).fail(line, reason, entry))) return LOST;
    deps.onLine("failed", line);
    return { kind: "failed", reason };
  }

  async function doubt({ caller, line }: Pick<Walk, "caller" | "line">, reason: string): Promise<LineEnd> {
    const entry: AuditEntry = { type: "step-unsure", by: "app", ...about(line), reason };
    if (!(await deps.ledger(caller).doubt(line, reason, entry))) return LOST;
    deps.onLine("unsure", line);
    return { kind: "failed", reason };
  }

  /** Jira keeps one list of marks per proposal and issue, so each change writes the earlier ones again. */
  async function marksFor({ caller, proposal, line }: Walk) {
    const lines = await deps.ledger(caller).linesOf(proposal.id);
    const left = lines.filter((one) => one.state === "done").map((one) => one.mark);
    return { proposal: proposal.id, all: [...new Set([...left, line.mark])], mark: line.mark };
  }
}

/** Another worker has the line by now, and it is theirs to end. */
const LOST = { kind: "lost" } as const;

const CHECKING = "Checking whether Jira made the change.";

const GONE = "The issue is gone, or hidden from TicketSmith.";

const about = ({ proposal, step, direction, action }: LedgerEntry) => ({ proposal, step, direction, action });

async function findLine(ledger: LedgerStore, proposal: Proposal, step: Step, direction: StepDirection) {
  const lines = await ledger.linesOf(proposal.id);
  return lines.find((line) => line.step === step.id && line.direction === direction);
}

/** For an objection: the issue no longer is what the person saw. */
export const sayDrift = (drift: readonly { name: string }[], issue: IssueSnapshot): string | undefined =>
  drift.length === 0
    ? undefined
    : `${drift.map((change) => change.name).join(", ")} of ${issue.ref.key} changed after this was approved.`;
