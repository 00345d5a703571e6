import * as z from "zod";
import { ACTION_TYPES, ProposalId, StepId } from "../contract/index.ts";
import type { LedgerEntry } from "../execution/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { LedgerRow } from "./rows.ts";
import type { StoreDeps } from "./store-deps.ts";

const Line = z.object({
  proposalId: ProposalId,
  step: StepId,
  direction: z.enum(["do", "undo"]),
  action: z.enum(ACTION_TYPES),
  state: z.enum(["waiting", "intended", "done", "failed", "unsure"]),
  actedAs: z.enum(["person", "app"]).nullable(),
});

/** The lines of these proposals, each proposal's steps in their order. */
export const readLines = ({ db }: Pick<StoreDeps, "db">, caller: Caller, proposals: readonly ProposalId[]) =>
  db.withTenant(caller, async ({ transaction }) => {
    if (proposals.length === 0) return [];
    const where = { tenantId: caller.tenantId, proposalId: [...proposals] };
    const rows = await db.models.ledger.findAll({ where, order: ["proposalId", "direction"], transaction });
    return rows.map((row) => readLine(row.get())).toSorted((a, b) => stepNumber(a.step) - stepNumber(b.step));
  });

/** s10 comes after s9. */
const stepNumber = (step: string) => Number(step.slice(1));

/** A stored line. Throws when the row does not fit the contract. */
function readLine(row: LedgerRow): LedgerEntry {
  const { proposalId: proposal, ...line } = Line.parse(row);
  const { mark, attempts, waits, nextTryAt, reason, updatedAt, preImage, result, options, intendedAt } = row;
  const noted = { preImage, result, options, intendedAt, echoedAt: row.evidenceSeenAt };
  return { proposal, ...line, mark, attempts, waits, nextTryAt, reason, updatedAt, ...noted };
}
