import { literal, Op, type WhereOptions } from "sequelize";
import type { AuditEntry } from "../contract/index.ts";
import type { ExecutionFollowUp, HeldLine, LedgerStore, LineKey } from "../execution/index.ts";
import type { LedgerReader } from "../proposals/index.ts";
import type { Caller } from "../tenants/index.ts";
import { insertRow } from "./insert-row.ts";
import { outcomesOf, weighUndo } from "../planning/index.ts";
import { noteFeedback, unlearn } from "./note-feedback.ts";
import { readLines } from "./read-lines.ts";
import { intendLine, openLine, reopenLines } from "./write-line.ts";
import type { LedgerRow } from "./rows.ts";
import type { StoreDeps } from "./store-deps.ts";
import { tellPanelsOf } from "./tell-panels.ts";

type LineState = "waiting" | "intended" | "done" | "failed" | "unsure";

/** What became of each step, for the caller's tenant. */
export function ledgerStoreFor({ db, audit, follow, clock, sealer }: StoreDeps, caller: Caller): LedgerStore {
  const { tenantId } = caller;
  const { ledger } = db.models;

  /** Changes one line if it is in one of these states, and still as it is held, and tells of it. False: it was not. */
  const change = (
    key: LineKey & Partial<HeldLine>,
    from: readonly LineState[],
    to: Partial<Omit<LedgerRow, "waits">> & { waits?: ReturnType<typeof literal> },
    entries: readonly AuditEntry[],
    then: readonly ExecutionFollowUp[] = [],
  ) =>
    db.withTenant(caller, async (tx) => {
      const where = {
        tenantId,
        proposalId: key.proposal,
        step: key.step,
        direction: key.direction,
        state: [...from],
        ...(key.mark === undefined ? {} : { mark: key.mark }),
        ...(key.attempts === undefined ? {} : { attempts: key.attempts }),
      };
      const [count] = await ledger.update(
        { ...to, updatedAt: clock.now() },
        { where, transaction: tx.transaction },
      );
      if (count === 0) return false;
      await follow(tx, tenantId, then);
      await tellPanelsOf(tx, key.proposal);
      await audit.append(tx, caller, entries);
      return true;
    });

  const settled = { nextTryAt: null };

  return {
    linesOf: (proposal) => readLines({ db }, caller, [proposal]),

    open: (lines, entries, then, undone) =>
      db.withTenant(caller, async (tx) => {
        for (const line of lines) await openLine(tx, line, clock.now());
        if (undone !== undefined) {
          const { proposal, steps } = undone;
          const at = clock.now();
          await noteFeedback(tx, { sealer, at }, proposal, weighUndo(proposal.plan, steps));
          await unlearn(tx, proposal.id, steps, at);
          // What went through alone taught nothing by staying; that somebody takes it back says that it was wrong.
          const taken = proposal.plan.steps.filter(({ id }) => steps.includes(id));
          const learned = "byPolicy" in proposal ? outcomesOf({ ...proposal.plan, steps: taken }, []) : [];
          for (const outcome of learned)
            await insertRow(tx, "outcomes", {
              tenant_id: tenantId,
              proposal_id: proposal.id,
              at,
              ...outcome,
            });
        }
        await follow(tx, tenantId, then);
        const [first] = lines;
        if (first !== undefined) {
          await tellPanelsOf(tx, first.proposal);
        }
        await audit.append(tx, caller, entries);
      }),

    intend: (line, noted) =>
      db.withTenant(caller, async (tx) => {
        const won = await intendLine(tx, line, { ...noted, now: clock.now() });
        if (won) await tellPanelsOf(tx, line.proposal);
        return won;
      }),

    finish: (line, { result, actedAs }, entry) =>
      change(
        line,
        ["waiting", "intended", "unsure"],
        { ...settled, state: "done", result: result ?? null, actedAs, reason: null },
        [entry],
      ),
    // Also from waiting: what is no longer permitted right before acting fails without having been tried.
    fail: (line, reason, entry) =>
      change(line, ["waiting", "intended", "unsure"], { ...settled, state: "failed", reason }, [entry]),
    doubt: (line, reason, entry) =>
      change(line, ["intended"], { ...settled, state: "unsure", reason }, [entry]),
    retryLater(line, at, reason, happened, then) {
      const state = happened === "no" ? "waiting" : "intended";
      const from: LineState[] = happened === "no" ? ["waiting", "intended"] : ["intended"];
      const waits = literal("waits + 1");
      return change(line, from, { state, nextTryAt: at, reason, waits }, [], [then]);
    },
    hold: (line, reason) =>
      change(line, ["waiting", "intended"], { ...settled, state: "waiting", reason }, []),
    noteAnswer: (line, made) => change(line, ["intended"], { result: made }, []),

    reopen: (proposal, direction) =>
      db.withTenant(caller, async (tx) => {
        await reopenLines(tx, { proposal, direction, state: "failed" }, clock.now());
        await tellPanelsOf(tx, proposal);
      }),

    settle: (key, happened, entry) =>
      db.withTenant(caller, async (tx) => {
        if (happened) return change(key, ["unsure"], { ...settled, state: "done", reason: null }, [entry]);
        if (!(await reopenLines(tx, { ...key, state: "unsure" }, clock.now()))) return false;
        await tellPanelsOf(tx, key.proposal);
        await audit.append(tx, caller, [entry]);
        return true;
      }),

    noteEcho: (mark, at) =>
      db.withTenant(caller, async (tx) => {
        const unseen: WhereOptions<LedgerRow> = { tenantId, mark, evidenceSeenAt: { [Op.is]: null } };
        await ledger.update({ evidenceSeenAt: at }, { where: unseen, transaction: tx.transaction });
      }),
  };
}

/** The same lines for those who only show them. */
export const ledgerReaderFor = (deps: Pick<StoreDeps, "db">, caller: Caller): LedgerReader => ({
  linesOf: (proposals) => readLines(deps, caller, proposals),
});
