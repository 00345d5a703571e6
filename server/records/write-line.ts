import type { ActedAs } from "../contract/index.ts";
import type { LedgerStore, LineKey } from "../execution/index.ts";
import { toJsonb } from "./insert-row.ts";
import type { Tx } from "./run-in-tenant.ts";

/** A line that was never tried, or that failed, begins anew; any other has a story of its own and stays. */
export async function openLine(
  tx: Tx,
  line: Parameters<LedgerStore["open"]>[0][number],
  now: Date,
): Promise<void> {
  const { proposal, step, direction, action, mark, options } = line;
  await tx.query(
    `INSERT INTO ledger (tenant_id, proposal_id, step, direction, action, state, mark, options, updated_at)
     VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7::jsonb, $8)
     ON CONFLICT (tenant_id, proposal_id, step, direction) DO UPDATE
       SET action = $5, state = 'waiting', mark = $6, options = $7::jsonb, updated_at = $8, attempts = 0,
         next_try_at = NULL, acted_as = NULL, pre_image = NULL, result = NULL, reason = NULL, intended_at = NULL,
         evidence_seen_at = NULL
       WHERE (ledger.state = 'waiting' AND ledger.attempts = 0) OR ledger.state = 'failed'`,
    [tx.tenantId, proposal, step, direction, action, mark, toJsonb(options), now],
  );
}

/** True for one of all workers that have seen the same number of attempts. What stood there at the first try stays. */
export async function intendLine(
  tx: Tx,
  { proposal, step, direction }: LineKey,
  noted: { attempts: number; preImage: unknown; actedAs: ActedAs; now: Date },
): Promise<boolean> {
  const { rows } = await tx.query(
    `UPDATE ledger SET state = 'intended', attempts = attempts + 1, intended_at = $6, updated_at = $6,
       pre_image = coalesce(pre_image, $7::jsonb), acted_as = $8, next_try_at = NULL, reason = NULL
     WHERE tenant_id = $1 AND proposal_id = $2 AND step = $3 AND direction = $4 AND attempts = $5
       AND state IN ('waiting', 'intended')
     RETURNING 1`,
    [
      tx.tenantId,
      proposal,
      step,
      direction,
      noted.attempts,
      noted.now,
      toJsonb(noted.preImage),
      noted.actedAs,
    ],
  );
  return rows.length > 0;
}
