import * as z from "zod";
import { AccountId, BatchId, IssueId, ProposalId, StepId } from "../contract/index.ts";
import type { BatchStore } from "../proposals/index.ts";
import type { Caller } from "../tenants/index.ts";
import { insertRow } from "./insert-row.ts";
import { readBatches } from "./read-batches.ts";
import type { StoreDeps } from "./store-deps.ts";
import { tellPanels } from "./tell-panels.ts";

const Ids = z.array(z.object({ id: BatchId }));
const Found = z.array(z.object({ id: BatchId, decided_by: AccountId }));
const Places = z.array(z.object({ proposal: ProposalId, issue: z.nullable(IssueId), projectId: z.string() }));
const Items = z.array(
  z.object({ position: z.number(), proposal: ProposalId, planHash: z.string(), steps: z.array(StepId) }),
);
/** Batches of the caller's tenant. */
export function batchStoreFor({ db, audit, follow, clock }: StoreDeps, caller: Caller): BatchStore {
  const { tenantId } = caller;
  type Tx = Parameters<Parameters<typeof db.withTenant>[1]>[0];
  const touch = (tx: Tx, id: BatchId) =>
    tx.query("UPDATE batches SET updated_at = $3 WHERE tenant_id = $1 AND id = $2", [
      ...[tenantId, id, clock.now()],
    ]);

  return {
    placesOf: (proposals) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          `SELECT id AS proposal, issue_id AS issue, project_id AS "projectId" FROM proposals
           WHERE tenant_id = $1 AND id = ANY($2::uuid[])`,
          [tenantId, proposals],
        );
        return Places.parse(rows);
      }),

    create: ({ id, items }, by, entry) =>
      db.withTenant(caller, async (tx) => {
        const now = clock.now();
        const row = { tenant_id: tenantId, id, decided_by: by, created_at: now, updated_at: now };
        if (!(await insertRow(tx, "batches", row))) return false;
        // What is no proposal of this tenant's is no part of it.
        await tx.query(
          `INSERT INTO batch_items (tenant_id, batch_id, position, proposal_id, plan_hash, steps)
           SELECT $1, $2, i.position, p.id, i.item ->> 'planHash', ARRAY(SELECT jsonb_array_elements_text(i.item -> 'steps'))
           FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS i (item, position)
           JOIN proposals p ON p.tenant_id = $1 AND p.id = (i.item ->> 'proposal')::uuid
           ON CONFLICT DO NOTHING`,
          [tenantId, id, JSON.stringify(items)],
        );
        await follow(tx, tenantId, [{ do: "approve-batch", batch: id }]);
        await tellPanels(tx, null);
        await audit.append(tx, caller, [entry]);
        return true;
      }),

    find: (id) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          "SELECT id, decided_by FROM batches WHERE tenant_id = $1 AND id = $2",
          [tenantId, id],
        );
        const [found] = Found.parse(rows);
        return found === undefined ? undefined : { id: found.id, by: found.decided_by };
      }),

    next: (id, limit) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          `SELECT position, proposal_id AS proposal, plan_hash AS "planHash", steps FROM batch_items
           WHERE tenant_id = $1 AND batch_id = $2 AND state = 'waiting' ORDER BY position LIMIT $3`,
          [tenantId, id, limit],
        );
        return Items.parse(rows);
      }),

    note: (id, position, outcome) =>
      db.withTenant(caller, async (tx) => {
        const { code, words } = outcome.state === "refused" ? outcome : { code: undefined, words: undefined };
        // A yes that was given counts, also where somebody stopped the rest meanwhile.
        await tx.query(
          `UPDATE batch_items SET state = $4, code = $5, words = $6
           WHERE tenant_id = $1 AND batch_id = $2 AND position = $3
             AND (state = 'waiting' OR (state = 'stopped' AND $4 <> 'refused'))`,
          [tenantId, id, position, outcome.state, code ?? null, words ?? null],
        );
        await touch(tx, id);
        await tellPanels(tx, null);
      }),

    finish: (id) =>
      db.withTenant(caller, async (tx) => {
        await tx.query(
          `UPDATE batches SET finished_at = coalesce(finished_at, $3), updated_at = $3 WHERE tenant_id = $1 AND id = $2`,
          [tenantId, id, clock.now()],
        );
        await tellPanels(tx, null);
      }),

    stop: (id, entry) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          `UPDATE batch_items SET state = 'stopped'
           WHERE tenant_id = $1 AND batch_id = $2 AND state = 'waiting' RETURNING 1`,
          [tenantId, id],
        );
        if (rows.length === 0) return false;
        await tx.query(
          `UPDATE batches SET stopped_at = $3, finished_at = coalesce(finished_at, $3), updated_at = $3
           WHERE tenant_id = $1 AND id = $2`,
          [tenantId, id, clock.now()],
        );
        await tellPanels(tx, null);
        await audit.append(tx, caller, [entry(rows.length)]);
        return true;
      }),

    dismiss: (id) =>
      db.withTenant(caller, async (tx) => {
        await tx.query("UPDATE batches SET dismissed_at = $3 WHERE tenant_id = $1 AND id = $2", [
          ...[tenantId, id, clock.now()],
        ]);
        await tellPanels(tx, null);
      }),

    ofPerson: (by, since, limit) => db.withTenant(caller, (tx) => readBatches(tx, { by, since, limit })),

    unfinished: (before, limit) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          "SELECT id FROM batches WHERE tenant_id = $1 AND finished_at IS NULL AND updated_at < $2 LIMIT $3",
          [tenantId, before, limit],
        );
        return Ids.parse(rows).map(({ id }) => id);
      }),
  };
}
