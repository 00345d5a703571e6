import * as z from "zod";
import {
  BatchId,
  IssueId,
  IssueKey,
  ProposalId,
  type AccountId,
  type DecisionRefusal,
  type ProposalStatus,
} from "../contract/index.ts";
import type { BatchProgress } from "../proposals/index.ts";
import type { Tx } from "./run-in-tenant.ts";

const Begun = z.array(
  z.object({
    id: BatchId,
    createdAt: z.date(),
    stoppedAt: z.date().nullable(),
    finishedAt: z.date().nullable(),
  }),
);
const Lines = z.array(
  z.object({
    batch: BatchId,
    proposal: ProposalId,
    issue_id: z.nullable(IssueId),
    issue_key: z.nullable(IssueKey),
    project: z.string(),
    state: z.enum(["waiting", "agreed", "seconded", "refused", "stopped"]),
    // Written by us alone, from the same union.
    code: z.custom<DecisionRefusal>((value) => typeof value === "string").nullable(),
    words: z.string().nullable(),
    status: z.custom<ProposalStatus>((value) => typeof value === "string"),
  }),
);

/** What one person said yes to since then, with each line of it. */
export async function readBatches(
  tx: Tx,
  { by, since, limit }: { by: AccountId; since: Date; limit: number },
): Promise<BatchProgress[]> {
  const { tenantId } = tx;
  const begun = await tx.query(
    `SELECT id, created_at AS "createdAt", stopped_at AS "stoppedAt", finished_at AS "finishedAt" FROM batches
     WHERE tenant_id = $1 AND decided_by = $2 AND created_at >= $3 AND dismissed_at IS NULL
     ORDER BY created_at DESC, id LIMIT $4`,
    [tenantId, by, since, limit],
  );
  const batches = Begun.parse(begun.rows);
  const { rows } = await tx.query(
    `SELECT i.batch_id AS batch, i.proposal_id AS proposal, p.issue_id, p.issue_key, p.project_key AS project,
       i.state, i.code, i.words, p.status
     FROM batch_items i JOIN proposals p ON p.tenant_id = i.tenant_id AND p.id = i.proposal_id
     WHERE i.tenant_id = $1 AND i.batch_id = ANY($2::uuid[]) ORDER BY i.batch_id, i.position`,
    [tenantId, batches.map(({ id }) => id)],
  );
  const lines = Lines.parse(rows).map(({ issue_id, issue_key, ...line }) => ({
    ...line,
    issue: issue_id === null || issue_key === null ? null : { id: issue_id, key: issue_key },
  }));
  return batches.map((batch) => ({ ...batch, lines: lines.filter((line) => line.batch === batch.id) }));
}
