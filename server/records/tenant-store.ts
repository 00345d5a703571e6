import { randomBytes } from "node:crypto";
import { Op } from "sequelize";
import * as z from "zod";
import { TenantId } from "../contract/index.ts";
import { ACT_AS, newId, type Sealer } from "../kit/index.ts";
import type { Tenant, TenantStore } from "../tenants/index.ts";
import type { AuditLog } from "../audit/index.ts";
import { auditKeyPlace } from "./audit-store.ts";
import { insertRow } from "./insert-row.ts";
import type { Database } from "./open-database.ts";
import type { TenantRow } from "./rows.ts";

type Deps = {
  db: Pick<Database, "withTenant" | "unscoped" | "models">;
  sealer: Sealer;
  audit: Pick<AuditLog, "append">;
};

const Found = z.tuple([z.object({ id: z.nullable(TenantId) })]);
const Ids = z.array(z.object({ id: TenantId }));
const Listed = z.array(z.object({ id: TenantId, erase_after: z.date().nullable() }));

export function createTenantStore({ db, sealer, audit }: Deps): TenantStore {
  const { tenants } = db.models;

  const find = (id: TenantId) =>
    db.withTenant(id, async ({ transaction }) => {
      const row = await tenants.findOne({ where: { id }, transaction });
      return row === null ? undefined : toTenant(row.get());
    });

  const idOf = (origin: string) =>
    db.unscoped(async (sql) => {
      const { rows } = await sql.query("SELECT find_tenant_by_origin($1) AS id", [origin]);
      return Found.parse(rows)[0].id ?? undefined;
    });

  const findByOrigin = async (origin: string) => {
    const id = await idOf(origin);
    return id === undefined ? undefined : find(id);
  };

  const create = (id: TenantId, origin: string, { at, eraseAfter }: { at: Date; eraseAfter: Date }) =>
    db.withTenant(id, (tx) =>
      insertRow(tx, "tenants", {
        ...{ id, origin, created_at: at, erase_after: eraseAfter },
        audit_key_sealed: sealer.seal(randomBytes(32).toString("base64url"), auditKeyPlace(id)),
      }),
    );

  const list = () =>
    db.unscoped(async (sql) => Listed.parse((await sql.query("SELECT * FROM list_tenants()")).rows));

  const ask = (statement: string, at: Date) =>
    db.unscoped(async (sql) => Ids.parse((await sql.query(statement, [at])).rows).map(({ id }) => id));

  return {
    find,
    findByOrigin,
    listToExpire: (now) => ask("SELECT * FROM list_tenants_to_expire($1) AS id", now),
    listWithLostWork: (since) => ask("SELECT * FROM list_tenants_with_lost_work($1) AS id", since),
    async findOrCreate(origin, made) {
      const known = await findByOrigin(origin);
      if (known !== undefined) return known;
      // Of two at once one inserts nothing; both then find the one row.
      await create(TenantId.parse(newId()), origin, made);
      const tenant = await findByOrigin(origin);
      if (tenant === undefined) throw new Error("A tenant vanished while it was made");
      return tenant;
    },
    setOrigin: (id, origin) =>
      db.withTenant(id, async (tx) => {
        const { rows } = await tx.query(
          "UPDATE tenants SET origin = $2 WHERE id = $1 AND coalesce(find_tenant_by_origin($2), id) = id RETURNING 1",
          [id, origin],
        );
        return rows.length > 0;
      }),
    async setErasure(id, { uninstalledAt, eraseAfter }) {
      await db.withTenant(id, ({ transaction }) =>
        tenants.update({ uninstalledAt, eraseAfter }, { where: { id }, transaction }),
      );
    },
    actAs: (id) =>
      db.withTenant(id, async ({ transaction }) => {
        const row = await tenants.findOne({ where: { id }, transaction });
        return z
          .enum(ACT_AS)
          .nullable()
          .parse(row?.get().actAs ?? null);
      }),
    setActAs: (tenantId, to) =>
      db.withTenant(tenantId, async (tx) => {
        const where = { id: tenantId };
        const [count] = await tenants.update({ actAs: to }, { where, transaction: tx.transaction });
        if (count === 0) return false;
        const line = { type: "policy-changed", by: "app", policy: "act-as", to: to ?? "default" } as const;
        await audit.append(tx, { tenantId }, [line]);
        return true;
      }),
    list: async () => (await list()).map(({ id }) => id),
    async listToErase(now) {
      const due = (await list()).filter(({ erase_after }) => erase_after !== null && erase_after <= now);
      return due.map(({ id }) => id);
    },
    erase: (id, now) =>
      db.withTenant(id, async ({ transaction }) => {
        // The rest goes with it by foreign key.
        const count = await tenants.destroy({ where: { id, eraseAfter: { [Op.lte]: now } }, transaction });
        return count > 0;
      }),
  };
}

function toTenant(row: TenantRow): Tenant {
  const { origin, createdAt, uninstalledAt, eraseAfter } = row;
  return { id: TenantId.parse(row.id), origin, createdAt, uninstalledAt, eraseAfter };
}
