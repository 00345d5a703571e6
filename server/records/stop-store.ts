import * as z from "zod";
import { ProposalId, type StopView } from "../contract/index.ts";
import type { FollowUp, StopStore } from "../proposals/index.ts";
import { namedActor, type Caller } from "../tenants/index.ts";
import type { Tx } from "./run-in-tenant.ts";
import type { StoreDeps } from "./store-deps.ts";
import { CHANGES } from "./tell-panels.ts";

const Stopped = z.object({ stopped_at: z.date().nullable(), stopped_reason: z.string().nullable() });
const Held = z.object({ id: ProposalId, work: z.enum(["execute", "undo"]) });

/** Whether the caller's site is stopped. */
export function stopStoreFor({ db, audit, follow, clock }: StoreDeps, caller: Caller): StopStore {
  const { tenantId } = caller;
  const by = namedActor(caller);

  return {
    read: () => db.withTenant(caller, readStop),
    stop: (reason) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          `UPDATE tenants SET stopped_at = $2, stopped_reason = $3
           WHERE id = $1 AND stopped_at IS NULL RETURNING 1`,
          [tenantId, clock.now(), reason],
        );
        if (rows.length === 0) return false;
        await tellOpenPanels(tx);
        await audit.append(tx, caller, [
          { type: "stopped", by, ...(reason === null ? {} : { words: reason }) },
        ]);
        return true;
      }),
    go: () =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          `UPDATE tenants SET stopped_at = NULL, stopped_reason = NULL
           WHERE id = $1 AND stopped_at IS NOT NULL RETURNING 1`,
          [tenantId],
        );
        if (rows.length === 0) return false;
        await follow(tx, tenantId, await findHeld(tx, clock.now()));
        await tellOpenPanels(tx);
        await audit.append(tx, caller, [{ type: "resumed", by }]);
        return true;
      }),
  };
}

/** In a transaction that is open; `lock` keeps it so until that is over. */
export async function readStop(tx: Tx, lock: "" | "FOR SHARE" = ""): Promise<StopView> {
  const { rows } = await tx.query(`SELECT stopped_at, stopped_reason FROM tenants WHERE id = $1 ${lock}`, [
    tx.tenantId,
  ]);
  const [found] = z.array(Stopped).parse(rows);
  return found === undefined || found.stopped_at === null
    ? { stopped: false }
    : { stopped: true, at: found.stopped_at.toISOString(), reason: found.stopped_reason };
}

/** What was approved and is not over, or being taken back, and has no next try of its own. */
async function findHeld(tx: Tx, now: Date): Promise<FollowUp[]> {
  const { rows } = await tx.query(
    `SELECT p.id, CASE WHEN p.status IN ('approved', 'executing') THEN 'execute' ELSE 'undo' END AS work
     FROM proposals p
     WHERE p.tenant_id = $1
       AND (p.status IN ('approved', 'executing') OR EXISTS (
         SELECT FROM ledger l WHERE l.tenant_id = p.tenant_id AND l.proposal_id = p.id
           AND l.direction = 'undo' AND l.state IN ('waiting', 'intended')))
       AND NOT EXISTS (
         SELECT FROM ledger l WHERE l.tenant_id = p.tenant_id AND l.proposal_id = p.id AND l.next_try_at > $2)
     ORDER BY p.updated_at`,
    [tx.tenantId, now],
  );
  return z
    .array(Held)
    .parse(rows)
    .map(({ id, work }) => ({ do: work, proposal: id }));
}

/** Every card that is open says it. */
async function tellOpenPanels(tx: Tx): Promise<void> {
  await tx.query(
    `SELECT pg_notify($1, json_build_object('tenant', $2::text, 'issue', issue_id)::text)
     FROM (SELECT NULL::text AS issue_id UNION SELECT DISTINCT issue_id FROM proposals
       WHERE tenant_id = $2::uuid AND status IN ('waiting', 'stale', 'approved', 'executing', 'failed')) AS open`,
    [CHANGES, tx.tenantId],
  );
}
