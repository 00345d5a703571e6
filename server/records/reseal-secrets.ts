import * as z from "zod";
import { SealFault, type Opened, type Sealer, type SealPlace } from "../kit/index.ts";
import type { TenantStore } from "../tenants/index.ts";
import { auditKeyPlace, auditValuePlace } from "./audit-store.ts";
import { modelKeyPlace } from "./engine-store.ts";
import type { Database } from "./open-database.ts";
import { secretPlace } from "./read-installation.ts";
import { heldPlace } from "./quarantine-store.ts";
import { replyPlace } from "./request-store.ts";
import type { Tx } from "./run-in-tenant.ts";
import { eachDeploymentSecret } from "./signing-key-store.ts";

/** `lost`: values that no key of the ring opens. They are left as they are. */
export type Resealed = { resealed: number; lost: number };

type Deps = {
  db: Pick<Database, "withTenant" | "unscoped" | "models">;
  sealer: Sealer;
  tenants: Pick<TenantStore, "list">;
};

/** Seals everything anew that an older key of the ring has sealed. */
export async function resealSecrets({ db, sealer, tenants }: Deps): Promise<Resealed> {
  const total = { resealed: 0, lost: 0 };
  await db.unscoped((sql) => eachDeploymentSecret(sql, renewWith(sealer, total)));
  for (const tenantId of await tenants.list()) {
    const { resealed, lost } = await db.withTenant(tenantId, (tx) => resealTenant(tx, db.models, sealer));
    total.resealed += resealed;
    total.lost += lost;
  }
  return total;
}

async function resealTenant(tx: Tx, models: Database["models"], sealer: Sealer): Promise<Resealed> {
  const { tenantId, transaction } = tx;
  const count = { resealed: 0, lost: 0 };
  const renew = renewWith(sealer, count);
  for (const row of await models.tenants.findAll({ where: { id: tenantId }, lock: true, transaction })) {
    await renew(row.get().auditKeySealed, auditKeyPlace(tenantId), (auditKeySealed) =>
      row.update({ auditKeySealed }, { transaction }),
    );
  }
  for (const row of await models.installations.findAll({ where: { tenantId }, lock: true, transaction })) {
    await renew(row.get().secretSealed, secretPlace(row.get()), (secretSealed) =>
      row.update({ secretSealed }, { transaction }),
    );
  }
  for (const row of await models.auditSecrets.findAll({ where: { tenantId }, lock: true, transaction })) {
    const place = auditValuePlace(tenantId, row.get().digest);
    await renew(row.get().valueSealed, place, (valueSealed) => row.update({ valueSealed }, { transaction }));
  }
  for (const { key, place, sealed, write } of await findSealedColumns(tx))
    await renew(sealed, place, (fresh) => tx.query(write, [tenantId, fresh, key]));
  return count;
}

const renewWith =
  (sealer: Sealer, count: Resealed) =>
  async (sealed: string, place: SealPlace, write: (fresh: string) => Promise<unknown>): Promise<void> => {
    const opened = openOrNothing(sealer, sealed, place);
    if (opened === undefined) count.lost += 1;
    if (opened?.stale !== true) return;
    await write(sealer.seal(opened.text, place));
    count.resealed += 1;
  };

const Sealed = z.array(z.object({ key: z.string(), sealed: z.string() }));

/** Secrets in tables that have no model. */
async function findSealedColumns(tx: Tx) {
  const { tenantId } = tx;
  const keys = await tx.query(
    "SELECT tenant_id::text AS key, key_sealed AS sealed FROM tenant_engines WHERE tenant_id = $1 AND key_sealed IS NOT NULL FOR UPDATE",
    [tenantId],
  );
  const replies = await tx.query(
    "SELECT id::text AS key, reply_sealed AS sealed FROM requests WHERE tenant_id = $1 AND reply_sealed IS NOT NULL FOR UPDATE",
    [tenantId],
  );
  const held = await tx.query(
    "SELECT id::text AS key, text_sealed AS sealed FROM requests WHERE tenant_id = $1 AND text_sealed IS NOT NULL FOR UPDATE",
    [tenantId],
  );
  return [
    ...Sealed.parse(held.rows).map(({ key, sealed }) => ({
      ...{ key, sealed, place: heldPlace(tenantId, key) },
      write: "UPDATE requests SET text_sealed = $2 WHERE tenant_id = $1 AND id = $3",
    })),
    ...Sealed.parse(keys.rows).map(({ key, sealed }) => ({
      ...{ key, sealed, place: modelKeyPlace(tenantId) },
      write: "UPDATE tenant_engines SET key_sealed = $2 WHERE tenant_id = $1 AND tenant_id = $3",
    })),
    ...Sealed.parse(replies.rows).map(({ key, sealed }) => ({
      ...{ key, sealed, place: replyPlace(tenantId, key) },
      write: "UPDATE requests SET reply_sealed = $2 WHERE tenant_id = $1 AND id = $3",
    })),
  ];
}

function openOrNothing(sealer: Sealer, sealed: string, place: SealPlace): Opened | undefined {
  try {
    return sealer.open(sealed, place);
  } catch (error) {
    if (error instanceof SealFault) return undefined;
    throw error;
  }
}
