import type { AccountId, AuditEntry, SentCall } from "../contract/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { ExecutionFollowUp, LedgerEntry } from "./ports.ts";
import type { LineDeps, LineEnd } from "./line-deps.ts";

/** `work`: for whom it is done. `sent`: what this very run asked of Jira. */
export type LineAt = {
  caller: Caller;
  line: LedgerEntry;
  work?: { by: AccountId | "app" };
  sent?: readonly SentCall[];
};

/** Another worker has the line by now, and it is theirs to end. */
export const LOST = { kind: "lost" } as const;

/** Notes in the ledger how far a line came, with its audit line, and says it to the panels. */
export function createLineNotes(deps: Pick<LineDeps, "ledger" | "clock" | "onLine">) {
  return { performed, foundDone, later, fail, doubt, hold };

  async function performed(at: LineAt, by: AccountId | "app", result: unknown): Promise<LineEnd> {
    const { caller, line } = at;
    const actedAs = line.actedAs ?? "app";
    const entry: AuditEntry = {
      type: "step-performed",
      by,
      ...about(line),
      actedAs,
      mark: line.mark,
      ...sentIn(at),
      readBack: result ?? null,
    };
    if (!(await deps.ledger(caller).finish(line, { result, actedAs }, entry))) return LOST;
    deps.onLine("done", line);
    return { kind: "done" };
  }

  async function foundDone(at: LineAt, result: unknown): Promise<LineEnd> {
    const { caller, line } = at;
    const entry: AuditEntry = {
      ...{ type: "step-found-done", ...byAppFor(at), ...about(line), mark: line.mark },
      ...{ ...sentIn(at), readBack: result ?? null },
    };
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

  async function fail(at: LineAt, reason: string): Promise<LineEnd> {
    const { caller, line } = at;
    const said = { ...byAppFor(at), ...about(line), ...sentIn(at), words: reason };
    const entry: AuditEntry = { type: "step-failed", ...said };
    if (!(await deps.ledger(caller).fail(line, reason, entry))) return LOST;
    deps.onLine("failed", line);
    return { kind: "failed", reason };
  }

  async function doubt(at: LineAt, reason: string): Promise<LineEnd> {
    const { caller, line } = at;
    const said = { ...byAppFor(at), ...about(line), ...sentIn(at), words: reason };
    const entry: AuditEntry = { type: "step-unsure", ...said };
    if (!(await deps.ledger(caller).doubt(line, reason, entry))) return LOST;
    deps.onLine("unsure", line);
    return { kind: "failed", reason };
  }
}

const about = ({ proposal, step, direction, action }: LedgerEntry) => ({ proposal, step, direction, action });

const byAppFor = ({ work }: LineAt) =>
  ({ by: "app", ...(work === undefined || work.by === "app" ? {} : { for: work.by }) }) as const;

const sentIn = ({ sent = [] }: LineAt) => (sent.length === 0 ? {} : { sent });

/** What a line says that was held: much may have changed until it goes on. */
export const STOPPED = "Stopped by an administrator.";
