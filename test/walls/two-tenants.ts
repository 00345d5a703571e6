import * as z from "zod";
import {
  NO_POLICY,
  TenantId,
  type ApiTokenId,
  type BatchId,
  type Proposal,
  type RequestId,
  type ReservationId,
} from "../../server/contract/index.ts";
import type { LedgerEntry } from "../../server/execution/index.ts";
import { newId } from "../../server/kit/index.ts";
import type { Database, Stores } from "../../server/records/index.ts";
import type { Caller, Installation } from "../../server/tenants/index.ts";
import { issueRef, MIA } from "../builders/proposals.ts";
import {
  callerOf,
  reserveSome,
  notingQueue,
  someTenant,
  storeProposal,
  storeRequest,
  storesOver,
} from "../builders/records.ts";
import { readTenantTables } from "./read-catalog.ts";

/** Two tenants with the same issue, people and words, of whom the first asks and nobody else must notice. */
export type TwoTenants = {
  mine: TenantId;
  theirs: TenantId;
  caller: Caller;
  stores: Stores;
  jobs: { job: string; payload: unknown }[];
  /** A proposal of each, on the issue with the same id. */
  own: Proposal;
  other: Proposal;
  otherInstallation: Installation;
  otherDedupeKey: string;
  /** Requests of the second: one that is on its way, one that failed, one that is held back. */
  otherQueued: RequestId;
  otherFailed: RequestId;
  otherHeld: RequestId;
  otherToken: ApiTokenId;
  otherBatch: BatchId;
  otherLine: LedgerEntry;
  otherReservation: ReservationId;
  /** Every row that is not the first's, as text. */
  theirRows(): Promise<string>;
  /** Puts the second's line where the attack could do something with it. */
  setTheirLine(state: string): Promise<void>;
};

export async function makeTwoTenants(db: Database): Promise<TwoTenants> {
  const [mine, theirs] = [TenantId.parse(newId()), TenantId.parse(newId())];
  const own = await someTenant(db, mine, `https://${mine}.test`);
  const other = await someTenant(db, theirs, `https://${theirs}.test`);
  const requests = await growOld(db, theirs);
  const queue = notingQueue();
  const stores = storesOver(db, { queue });
  const [otherInstallation] = await stores.installations.list(theirs);
  if (otherInstallation === undefined) throw new Error("The other tenant has no installation");
  const otherRequest = await stores.requests(callerOf(theirs)).find(other.request);
  const [otherLine] = await stores.ledgerStore(callerOf(theirs)).linesOf(other.id);
  if (otherLine === undefined) throw new Error("The other tenant has no ledger line");
  const [otherToken] = await stores.apiTokens.list(callerOf(theirs));
  if (otherToken === undefined) throw new Error("The other tenant has no token");
  const [otherBatch] = await stores.batches(callerOf(theirs)).ofPerson(MIA, new Date(0), 1);
  if (otherBatch === undefined) throw new Error("The other tenant has no batch");
  const tables = await readTenantTables(db.apart);
  const otherReservation = await reserveSome(stores, callerOf(theirs));
  return {
    ...{ ...requests, otherReservation, otherBatch: otherBatch.id },
    ...{ otherDedupeKey: otherRequest?.dedupeKey ?? "", otherLine, otherToken: otherToken.id },
    ...{ mine, theirs, caller: callerOf(mine), stores, jobs: queue.sent, own, other, otherInstallation },
    async theirRows() {
      const all: unknown[] = [];
      for (const { name, column } of tables) {
        const order = `SELECT to_jsonb(t) AS row FROM ${name} t WHERE ${column} <> '${mine}' ORDER BY t::text`;
        all.push({ name, rows: (await db.apart.query(order)).rows });
      }
      return JSON.stringify(all);
    },
    async setTheirLine(state) {
      await db.apart.query(`UPDATE ledger SET state = '${state}' WHERE tenant_id = '${theirs}'`);
    },
  };
}

/** One request and one proposal in every state that some query looks for, untouched for a year. */
async function growOld(db: Database, tenantId: TenantId) {
  const stores = storesOver(db);
  const caller = callerOf(tenantId);
  const old = { expected: 1, note: null };
  await stores.policies(caller).add({ ...old, document: { ...NO_POLICY, lines: [{ verdict: "blocked" }] } });
  const otherQueued = await storeRequest(stores, caller);
  const otherFailed = await storeRequest(stores, caller);
  await stores.requests(caller).end(otherFailed, { state: "failed", said: "no", reply: "their words" });
  // One that stands beside no issue.
  const { id: alone } = await storeProposal(stores, caller);
  await db.apart.query("UPDATE proposals SET issue_id = NULL, issue_key = NULL WHERE id = $1", [alone]);
  const otherHeld = await storeRequest(stores, caller);
  const held = { type: "quarantine-changed", change: "held", by: "app", issue: issueRef().key } as const;
  await stores.quarantine(caller).hold(otherHeld, "held", { ...held, request: otherHeld });
  const by = { by: MIA, at: LONG_AGO, steps: [] };
  for (const state of [
    { status: "approved", ...by },
    { status: "executing", ...by },
    { status: "done", finishedAt: LONG_AGO, ...by },
    { status: "rejected", by: MIA, at: LONG_AGO, reason: "no" },
  ]) {
    const { id } = await storeProposal(stores, caller);
    await db.apart.query(
      "UPDATE proposals SET status = $1::jsonb ->> 'status', state = $1::jsonb, updated_at = $2 WHERE id = $3",
      [JSON.stringify(state), LONG_AGO, id],
    );
  }
  return { otherQueued, otherFailed, otherHeld };
}

const LONG_AGO = new Date(Date.now() - 365 * 86_400_000);

/** What would give others away in an answer: any id that is their own. */
export async function secretsBeside(db: Database, tenant: TenantId): Promise<string[]> {
  const { rows } = await db.apart.query(`
    SELECT id::text AS secret FROM requests WHERE tenant_id <> '${tenant}'
    UNION SELECT id::text FROM proposals WHERE tenant_id <> '${tenant}'
    UNION SELECT id::text FROM installations WHERE tenant_id <> '${tenant}'
    UNION SELECT mark FROM ledger WHERE tenant_id <> '${tenant}'
    UNION SELECT identifier FROM inbox WHERE tenant_id <> '${tenant}'
    UNION SELECT id::text FROM api_tokens WHERE tenant_id <> '${tenant}'
    UNION SELECT id::text FROM batches WHERE tenant_id <> '${tenant}'
    UNION SELECT digest FROM api_tokens WHERE tenant_id <> '${tenant}'
    UNION SELECT id::text FROM tenants WHERE id <> '${tenant}'`);
  return z
    .array(z.object({ secret: z.string() }))
    .parse(rows)
    .map(({ secret }) => secret);
}
