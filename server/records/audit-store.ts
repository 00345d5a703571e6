import { Op } from "sequelize";
import * as z from "zod";
import {
  CHAIN_START,
  checkChain,
  coverPeople,
  digestsIn,
  digestsOfPerson,
  linkAfter,
  openEntry,
  uncoverEntry,
  type AuditLog,
  type CoveredValue,
} from "../audit/index.ts";
import type { AuditEntry, TenantId } from "../contract/index.ts";
import { systemClock, type Clock, type Sealer, type SqlSession } from "../kit/index.ts";
import { namedActor } from "../tenants/index.ts";
import { insertRow } from "./insert-row.ts";
import { findLines } from "./find-audit-lines.ts";
import type { Database } from "./open-database.ts";
import type { Tx } from "./run-in-tenant.ts";

type Deps = { db: Pick<Database, "withTenant" | "models">; sealer: Sealer; clock?: Clock };

const OneHead = z.object({ seq: z.coerce.number(), hash: z.string() });
const Head = z.tuple([OneHead]);
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

  async function append(
    tx: SqlSession,
    { tenantId }: { tenantId: TenantId },
    entries: readonly AuditEntry[],
  ): Promise<void> {
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
      ...[tenantId, head.seq, head.hash],
    ]);
  }

  return {
    append,

    note: (caller, entry) => db.withTenant(caller, (tx) => append(tx, caller, [entry])),

    async forgetWords(tx, { tenantId }, request) {
      await tx.query(
        `DELETE FROM audit_secrets WHERE tenant_id = $1 AND digest IN (
          SELECT entry ->> 'words' FROM audit_log
          WHERE tenant_id = $1 AND entry ->> 'request' = $2 AND entry ? 'words')`,
        [tenantId, request],
      );
    },

    list: (caller, query) =>
      db.withTenant(caller, async (tx) => {
        const { who } = query;
        const digests = who === undefined ? [] : digestsOfPerson(await keyOf(tx, caller.tenantId), who);
        const lines = await findLines(tx, query, digests);
        const values = await valuesOf(
          tx,
          lines.flatMap(({ entry }) => digestsIn(entry)),
        );
        return lines.map((line) => uncoverEntry(line, (digest) => values.get(digest)));
      }),

    head: (caller) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query("SELECT seq, hash FROM audit_heads WHERE tenant_id = $1", [
          ...[caller.tenantId],
        ]);
        return z.array(OneHead).parse(rows)[0] ?? CHAIN_START;
      }),

    links: (caller, { after, upTo, limit }) =>
      db.withTenant(caller, async (tx) => {
        const { tenantId } = caller;
        const auditKey = await keyOf(tx, tenantId);
        const where = { tenantId, seq: { [Op.gt]: after, [Op.lte]: upTo } };
        const order: [string, string][] = [["seq", "ASC"]];
        const rows = await db.models.auditLog.findAll({ where, order, limit, transaction: tx.transaction });
        const links = rows.map((row) => ({ ...row.get(), seq: Number(row.get("seq")) }));
        const values = await valuesOf(
          tx,
          links.flatMap(({ entry }) => digestsIn(entry)),
        );
        const valueOf = (digest: string) => values.get(digest);
        return links.map((link) => ({ ...link, known: openEntry(auditKey, link.entry, valueOf) }));
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
        const about = digestsOfPerson(await keyOf(tx, caller.tenantId), account);
        const values = await db.models.auditSecrets.destroy({
          where: { tenantId: caller.tenantId, about },
          transaction: tx.transaction,
        });
        // Whoever erases themselves must not be written down again by it.
        const by = namedActor(caller);
        await append(tx, caller, [{ type: "person-erased", by: by === account ? "app" : by, values }]);
        return values;
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
