import { nextTryInMs, type ProductFault } from "../kit/index.ts";
import { nextAttempt, type Unsuccessful } from "./next-attempt.ts";
import { createLineNotes, type LineAt } from "./note-line.ts";
import { wasStopped } from "./stoppable.ts";
import type { LineDeps, LineEnd } from "./line-deps.ts";

/** What becomes of a line when Jira was of no help: another try with its reason, or an end in words. */
export function createLineWaits(deps: LineDeps) {
  const { later, fail, doubt, hold } = createLineNotes(deps);
  return { waitOut, afterFailedTry };

  /** Jira could not be asked. Nothing was begun by this run, so the line stays as it is until the next try. */
  async function waitOut(at: LineAt, fault: ProductFault): Promise<LineEnd> {
    const tries = at.line.waits + 1;
    const inMs = fault.lasting ? undefined : nextTryInMs(tries, deps.spread(), fault.retryAfterMs ?? 0);
    const unknown = at.line.state === "intended";
    if (inMs !== undefined) return later(at, inMs, fault.said, unknown ? "unknown" : "no");
    const reason = fault.lasting ? fault.said : `${fault.said} TicketSmith tried ${tries} times.`;
    return unknown ? doubt(at, reason) : fail(at, reason);
  }

  async function afterFailedTry(at: LineAt, outcome: Unsuccessful): Promise<LineEnd> {
    if (wasStopped(outcome)) return hold(at);
    const unknown = outcome.kind === "no-answer";
    const next = nextAttempt(outcome, at.line.attempts, deps.spread());
    if (next.do === "give-up") return unknown ? doubt(at, next.because) : fail(at, next.because);
    const inMs = unknown ? Math.max(next.inMs, deps.settleMs) : next.inMs;
    return later(at, inMs, next.because, unknown ? "unknown" : "no");
  }
}
