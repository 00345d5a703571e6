import type { ActedAs, ProposalId, StepDirection, StepId } from "../contract/index.ts";
import type { HeldLine, LedgerStore } from "../execution/index.ts";
import { toJsonb } from "./insert-row.ts";
import type { Tx } from "./run-in-tenant.ts";

/** 122 random bits as 32 hex digits. */
const NEW_MARK = "replace(gen_random_uuid()::text, '-', '')";

/** A line that was never tried, or that failed, begins anew; any other has a story of its own and stays. */
export async function openLine(
  tx: Tx,
  line: Parameters<LedgerStore["open"]>[0][number],
  now: Date,
): Promise<void> {
  const { proposal, step, direction, action, options } = line;
  await tx.query(
    `INSERT INTO ledger (tenant_id, proposal_id, step, direction, action, state, mark, options, updated_at)
     VALUES ($1, $2, $3, $4, $5, 'waiting', ${NEW_MARK}, $6::jsonb, $7)
     ON CONFLICT (tenant_id, proposal_id, step, direction) DO UPDATE
       SET action = $5, state = 'waiting', options = $6::jsonb, updated_at = $7, attempts = 0,
         -- A worker may be about to act under the mark of a line that waits.
         mark = CASE ledger.state WHEN 'failed' THEN EXCLUDED.mark ELSE ledger.mark END,
         waits = CASE ledger.state WHEN 'failed' THEN 0 ELSE ledger.waits END,
         next_try_at = NULL, acted_as = NULL, pre_image = NULL, result = NULL, reason = NULL, intended_at = NULL,
         evidence_seen_at = NULL
       WHERE (ledger.state = 'waiting' AND ledger.attempts = 0) OR ledger.state = 'failed'`,
    [tx.tenantId, proposal, step, direction, action, toJsonb(options), now],
  );
}

/** True for one of all workers that have seen the same number of attempts. What stood there at the first try stays. */
export async function intendLine(
  tx: Tx,
  { proposal, step, direction, mark, attempts }: HeldLine,
  noted: { preImage: unknown; actedAs: ActedAs; now: Date },
): Promise<boolean> {
  const { rows } = await tx.query(
    `UPDATE ledger SET state = 'intended', attempts = attempts + 1, intended_at = $6, updated_at = $6,
       pre_image = coalesce(pre_image, $7::jsonb), acted_as = $8, next_try_at = NULL, reason = NULL,
       result = NULL
     WHERE tenant_id = $1 AND proposal_id = $2 AND step = $3 AND direction = $4 AND attempts = $5
       AND mark = $9 AND state IN ('waiting', 'intended')
     RETURNING 1`,
    [
      tx.tenantId,
      proposal,
      step,
      direction,
      attempts,
      noted.now,
      toJsonb(noted.preImage),
      noted.actedAs,
      mark,
    ],
  );
  return rows.length > 0;
}

/**
 * Lines in this state wait again, as if never tried. Under a new mark: the old one may stand on a change that was
 * found wanting, and must not prove the next try. False: there was none.
 */
export async function reopenLines(
  tx: Tx,
  which: { proposal: ProposalId; direction: StepDirection; step?: StepId; state: "failed" | "unsure" },
  now: Date,
): Promise<boolean> {
  const { rows } = await tx.query(
    `UPDATE ledger SET state = 'waiting', mark = ${NEW_MARK}, attempts = 0, waits = 0, next_try_at = NULL,
       -- What Jira said yes to may show up yet; what stood there before it is needed then.
       pre_image = CASE WHEN result IS NULL THEN NULL ELSE pre_image END, reason = NULL, intended_at = NULL, evidence_seen_at = NULL, updated_at = $6
     WHERE tenant_id = $1 AND proposal_id = $2 AND direction = $3 AND state = $4 AND ($5::text IS NULL OR step = $5)
     RETURNING 1`,
    [tx.tenantId, which.proposal, which.direction, which.state, which.step ?? null, now],
  );
  return rows.length > 0;
}
