import { SealFault, type Opened, type Sealer, type SealPlace } from "../kit/index.ts";
import type { TenantStore } from "../tenants/index.ts";
import { auditKeyPlace, auditValuePlace } from "./audit-store.ts";
import type { Database } from "./open-database.ts";
import { secretPlace } from "./read-installation.ts";
import type { Tx } from "./run-in-tenant.ts";

/** `lost`: values that no key of the ring opens. They are left as they are. */
export type Resealed = { resealed: number; lost: number };

type Deps = {
  db: Pick<Database, "withTenant" | "models">;
  sealer: Sealer;
  tenants: Pick<TenantStore, "list">;
};

/** Seals everything anew that an older key of the ring has sealed. */
export async function resealSecrets({ db, sealer, tenants }: Deps): Promise<Resealed> {
  const total = { resealed: 0, lost: 0 };
  for (const tenantId of await tenants.list()) {
    const { resealed, lost } = await db.withTenant(tenantId, (tx) => resealTenant(tx, db.models, sealer));
    total.resealed += resealed;
    total.lost += lost;
  }
  return total;
}

async function resealTenant(
  { tenantId, transaction }: Tx,
  models: Database["models"],
  sealer: Sealer,
): Promise<Resealed> {
  const count = { resealed: 0, lost: 0 };
  const renew = async (sealed: string, place: SealPlace, write: (fresh: string) => Promise<unknown>) => {
    const opened = openOrNothing(sealer, sealed, place);
    if (opened === undefined) count.lost += 1;
    if (opened?.stale !== true) return;
    await write(sealer.seal(opened.text, place));
    count.resealed += 1;
  };
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
  return count;
}

function openOrNothing(sealer: Sealer, sealed: string, place: SealPlace): Opened | undefined {
  try {
    return sealer.open(sealed, place);
  } catch (error) {
    if (error instanceof SealFault) return undefined;
    throw error;
  }
}
