import * as z from "zod";
import { ProposalId } from "../contract/index.ts";
import type { Tx } from "./run-in-tenant.ts";

const Unfinished = z.object({ id: ProposalId, work: z.enum(["execute", "undo"]) });

/**
 * Proposals that were being carried out or taken back and that nobody has touched for a while, neither themselves
 * nor any line of their ledger. What waits for its next try is in good hands.
 */
export async function findUnfinished(
  tx: Tx,
  { before, now, limit }: { before: Date; now: Date; limit: number },
): Promise<{ proposal: ProposalId; do: "execute" | "undo" }[]> {
  const { rows } = await tx.query(
    `SELECT p.id, CASE WHEN p.status IN ('approved', 'executing') THEN 'execute' ELSE 'undo' END AS work
     FROM proposals p
     WHERE p.tenant_id = $1 AND p.updated_at < $2
       -- What an administrator has stopped goes on when they let it.
       AND NOT EXISTS (SELECT FROM tenants t WHERE t.id = p.tenant_id AND t.stopped_at IS NOT NULL)
       AND (p.status IN ('approved', 'executing') OR EXISTS (
         SELECT FROM ledger l WHERE l.tenant_id = p.tenant_id AND l.proposal_id = p.id
           AND l.direction = 'undo' AND l.state IN ('waiting', 'intended')))
       AND NOT EXISTS (
         SELECT FROM ledger l WHERE l.tenant_id = p.tenant_id AND l.proposal_id = p.id
           AND (l.updated_at >= $2 OR l.next_try_at > $3))
     ORDER BY p.updated_at LIMIT $4`,
    [tx.tenantId, before, now, limit],
  );
  return z
    .array(Unfinished)
    .parse(rows)
    .map(({ id, work }) => ({ proposal: id, do: work }));
}
