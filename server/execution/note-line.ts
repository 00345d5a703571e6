import type { AccountId, AuditEntry } from "../contract/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { ExecutionFollowUp, LedgerEntry } from "./ports.ts";
import type { LineDeps, LineEnd } from "./line-deps.ts";

export type LineAt = { caller: Caller; line: LedgerEntry };

/** Another worker has the line by now, and it is theirs to end. */
export const LOST = { kind: "lost" } as const;

/** Notes in the ledger how far a line came, with its audit line, and says it to the panels. */
export function createLineNotes(deps: Pick<LineDeps, "ledger" | "clock" | "onLine">) {
  return { performed, foundDone, later, fail, doubt, hold };

  async function performed(
    { caller, line }: LineAt,
    by: AccountId | "app",
    result: unknown,
  ): Promise<LineEnd> {
    const actedAs = line.actedAs ?? "app";
    const entry: AuditEntry = {
      type: "step-performed",
      by,
      ...about(line),
      actedAs,
      mark: line.mark,
    };
    if (!(await deps.ledger(caller).finish(line, { result, actedAs }, entry))) return LOST;
    deps.onLine("done", line);
    return { kind: "done" };
  }

  async function foundDone({ caller, line }: LineAt, result: unknown): Promise<LineEnd> {
    const entry: AuditEntry = { type: "step-found-done", by: "app", ...about(line), mark: line.mark };
    const ended = { result, actedAs: line.actedAs ?? "app" };
    if (!(await deps.ledger(caller).finish(line, ended, entry))) return LOST;
    deps.onLine("found-done", line);
    return { kind: "done" };
  }

  async function later(
    { caller, line }: LineAt,
    inMs: number,
    reason: string,
    happened: "no" | "unknown",
    made: unknown = null,
  ): Promise<LineEnd> {
    const at = new Date(deps.clock.now().getTime() + inMs);
    const then: ExecutionFollowUp =
      line.direction === "do"
        ? { do: "execute", proposal: line.proposal, afterMs: inMs }
        : { do: "undo", proposal: line.proposal, afterMs: inMs };
    if (made !== null) await deps.ledger(caller).noteAnswer(line, made);
    if (!(await deps.ledger(caller).retryLater(line, at, reason, happened, then))) return LOST;
    deps.onLine("retry", line);
    return { kind: "later" };
  }

  /** Until an administrator lets the site go on, which sends its work on its way again. */
  async function hold({ caller, line }: LineAt): Promise<LineEnd> {
    return (await deps.ledger(caller).hold(line, STOPPED)) ? { kind: "later" } : LOST;
  }

  async function fail({ caller, line }: LineAt, reason: string): Promise<LineEnd> {
    const entry: AuditEntry = { type: "step-failed", by: "app", ...about(line), reason };
    if (!(await deps.ledger(caller).fail(line, reason, entry))) return LOST;
    deps.onLine("failed", line);
    return { kind: "failed", reason };
  }

  async function doubt({ caller, line }: LineAt, reason: string): Promise<LineEnd> {
    const entry: AuditEntry = { type: "step-unsure", by: "app", ...about(line), reason };
    if (!(await deps.ledger(caller).doubt(line, reason, entry))) return LOST;
    deps.onLine("unsure", line);
    return { kind: "failed", reason };
  }
}

const about = ({ proposal, step, direction, action }: LedgerEntry) => ({ proposal, step, direction, action });

/** What a line says that was held: much may have changed until it goes on. */
export const STOPPED = "Stopped by an administrator.";
