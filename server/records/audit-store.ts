import { Op } from "sequelize";
import * as z from "zod";
import {
  CHAIN_START,
  checkChain,
  coverPeople,
  digestPerson,
  linkAfter,
  uncoverEntry,
  type AuditLog,
  type CoveredValue,
} from "../audit/index.ts";
import type { TenantId } from "../contract/index.ts";
import { systemClock, type Clock, type Sealer, type SqlSession } from "../kit/index.ts";
import { insertRow } from "./insert-row.ts";
import type { Database } from "./open-database.ts";
import type { Tx } from "./run-in-tenant.ts";

type Deps = { db: Pick<Database, "withTenant" | "models">; sealer: Sealer; clock?: Clock };

const Head = z.tuple([z.object({ seq: z.coerce.number(), hash: z.string() })]);
const Key = z.tuple([z.object({ audit_key_sealed: z.string() })]);

/** Where a tenant's audit key is sealed for. */
export const auditKeyPlace = (tenantId: string) => ({ tenantId, field: "tenants.audit_key" });
export const auditValuePlace = (tenantId: string, digest: string) => ({
  tenantId,
  field: `audit_secrets.value/${digest}`,
});

export function createAuditLog({ db, sealer, clock = systemClock }: Deps): AuditLog {
  const keyOf = async (tx: SqlSession, tenantId: TenantId) => {
    const { rows } = await tx.query("SELECT audit_key_sealed FROM tenants WHERE id = $1", [tenantId]);
    const [{ audit_key_sealed }] = Key.parse(rows);
    return sealer.open(audit_key_sealed, auditKeyPlace(tenantId)).text;
  };

  const keepValues = async (tx: SqlSession, tenantId: TenantId, values: readonly CoveredValue[]) => {
    for (const { digest, about, value } of values) {
      const value_sealed = sealer.seal(value, auditValuePlace(tenantId, digest));
      await insertRow(tx, "audit_secrets", { tenant_id: tenantId, digest, about, value_sealed });
    }
  };

  const valuesOf = async (tx: Tx, digests: string[]) => {
    const where = { tenantId: tx.tenantId, digest: { [Op.in]: digests } };
    const rows = await db.models.auditSecrets.findAll({ where, transaction: tx.transaction });
    return new Map(
      rows.map((row) => {
        const { digest, valueSealed } = row.get();
        return [digest, sealer.open(valueSealed, auditValuePlace(tx.tenantId, digest)).text];
      }),
    );
  };

  return {
    async append(tx, { tenantId }, entries) {
      if (entries.length === 0) return;
      const auditKey = await keyOf(tx, tenantId);
      let head = await lockHead(tx, tenantId);
      for (const entry of entries) {
        const covered = coverPeople(auditKey, entry);
        const link = linkAfter(head, { tenantId, at: clock.now(), entry: covered.entry });
        await keepValues(tx, tenantId, covered.values);
        await tx.query(
          "INSERT INTO audit_log (tenant_id, seq, at, entry, prev_hash, hash) VALUES ($1, $2, $3, $4, $5, $6)",
          [tenantId, link.seq, link.at, JSON.stringify(link.entry), link.prevHash, link.hash],
        );
        head = link;
      }
      await tx.query("UPDATE audit_heads SET seq = $2, hash = $3 WHERE tenant_id = $1", [
        tenantId,
        head.seq,
        head.hash,
      ]);
    },

    async forgetWords(tx, { tenantId }, request) {
      await tx.query(
        `DELETE FROM audit_secrets WHERE tenant_id = $1 AND digest IN (
          SELECT entry ->> 'words' FROM audit_log
          WHERE tenant_id = $1 AND entry ->> 'request' = $2 AND entry ? 'words')`,
        [tenantId, request],
      );
    },

    list: (caller, { limit, before }) =>
      db.withTenant(caller, async (tx) => {
        const rows = await db.models.auditLog.findAll({
          where: { tenantId: caller.tenantId, ...(before === undefined ? {} : { seq: { [Op.lt]: before } }) },
          order: [["seq", "DESC"]],
          limit,
          transaction: tx.transaction,
        });
        const links = rows.map((row) => row.get());
        const values = await valuesOf(
          tx,
          links.flatMap(({ entry }) => digestsIn(entry)),
        );
        return links.map(({ seq, at, entry }) =>
          uncoverEntry({ seq: Number(seq), at, entry }, (digest) => values.get(digest)),
        );
      }),

    verifyChain: (caller) =>
      db.withTenant(caller, async (tx) => {
        const head = await lockHead(tx, caller.tenantId);
        const rows = await db.models.auditLog.findAll({
          where: { tenantId: caller.tenantId },
          order: [["seq", "ASC"]],
          transaction: tx.transaction,
        });
        return checkChain(
          rows.map((row) => ({ ...row.get(), seq: Number(row.get("seq")) })),
          head,
        );
      }),

    erasePerson: (caller, account) =>
      db.withTenant(caller, async (tx) => {
        const about = digestPerson(await keyOf(tx, caller.tenantId), account);
        return db.models.auditSecrets.destroy({
          where: { tenantId: caller.tenantId, about },
          transaction: tx.transaction,
        });
      }),
  };
}

/** Makes others who append to the same tenant's chain wait their turn. */
async function lockHead(tx: SqlSession, tenantId: TenantId) {
  await insertRow(tx, "audit_heads", { tenant_id: tenantId, ...CHAIN_START });
  const { rows } = await tx.query("SELECT seq, hash FROM audit_heads WHERE tenant_id = $1 FOR UPDATE", [
    tenantId,
  ]);
  return Head.parse(rows)[0];
}

const Covered = z.object({ by: z.string(), words: z.string().optional() });

function digestsIn(entry: unknown): string[] {
  const { by, words } = Covered.parse(entry);
  return [by === "app" ? [] : [by], words === undefined ? [] : [words]].flat();
}
