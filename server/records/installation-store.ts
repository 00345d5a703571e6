import { SealFault, type Sealer } from "../kit/index.ts";
import type { FreshInstallation, InstallationStore } from "../tenants/index.ts";
import { createBatchedLookup } from "./batch-lookups.ts";
import { holdTenant } from "./hold-tenant.ts";
import { insertRow } from "./insert-row.ts";
import { parseDoorRow, readInstallation, secretPlace } from "./read-installation.ts";
import type { InstallationRow } from "./rows.ts";
import type { Tx } from "./run-in-tenant.ts";
import { spendToken } from "./spend-token.ts";
import type { StoreDeps } from "./store-deps.ts";

/** Takes the transaction back. */
class Spent extends Error {
  override readonly name = "Spent";
}

export function createInstallationStore(deps: StoreDeps & { sealer: Sealer }): InstallationStore {
  const { db, audit, follow, clock, sealer } = deps;
  const { installations } = db.models;
  const read = (row: InstallationRow) => readInstallation(row, sealer);

  const lookUp = createBatchedLookup(async (clientKeys) => {
    const { rows } = await db.apart.query("SELECT * FROM find_installations($1)", [clientKeys]);
    return new Map(rows.map(parseDoorRow).map((row) => [row.clientKey, row]));
  });
  /** A key comes from a token nobody has proven. One that the database cannot hold must not fail those beside it. */
  const rowByClientKey = async (clientKey: string) =>
    clientKey.includes("\0") ? undefined : lookUp(clientKey);

  const toRow = ({ sharedSecret, ...rest }: FreshInstallation): InstallationRow => {
    return { ...rest, secretSealed: sealer.seal(sharedSecret, secretPlace(rest)), updatedAt: clock.now() };
  };

  const update = async (tx: Tx, row: InstallationRow) => {
    const { tenantId, id, clientKey: _same, ...change } = row;
    const [count] = await installations.update(change, {
      where: { tenantId, id },
      transaction: tx.transaction,
    });
    return count > 0;
  };

  /** True when the row is written, false when another was first with a new client key or has moved the known one. */
  const write = async (
    given: FreshInstallation,
    andThen: (tx: Tx, row: InstallationRow) => Promise<void>,
  ) => {
    const known = await rowByClientKey(given.clientKey);
    const place = known === undefined ? given : { ...given, ...readPlace(known) };
    return db.withTenant(place.tenantId, async (tx) => {
      const row = toRow(place);
      const written = known === undefined ? await insertInstallation(tx, row) : await update(tx, row);
      if (written) await andThen(tx, row);
      return written;
    });
  };
  const readPlace = (row: InstallationRow) => {
    const { id, tenantId } = read(row);
    return { id, tenantId };
  };

  return {
    async findByClientKey(clientKey) {
      const row = await rowByClientKey(clientKey);
      return row === undefined ? undefined : read(row);
    },
    find: (tenantId, id) =>
      db.withTenant(tenantId, async ({ transaction }) => {
        const row = await installations.findOne({ where: { tenantId, id }, transaction });
        return row === null ? undefined : read(row.get());
      }),
    list: (tenantId) =>
      db.withTenant(tenantId, async ({ transaction }) => {
        const rows = await installations.findAll({
          where: { tenantId },
          order: ["installedAt", "id"],
          transaction,
        });
        return rows.map((row) => read(row.get()));
      }),
    async save(installation, entries, then, token) {
      const note = async (tx: Tx) => {
        if (token !== undefined && (await spendToken(tx, token, clock.now())) === "other") throw new Spent();
        await follow(tx, tx.tenantId, then);
        await audit.append(tx, tx, entries);
      };
      try {
        if (await write(installation, note)) return true;
        if (await write(installation, note)) return true;
      } catch (error) {
        if (error instanceof Spent) return false;
        throw error;
      }
      throw new Error("An installation changed hands while it was saved");
    },
    setState: (before, { state, uninstalledAt }, entries, token) =>
      db.withTenant(before.tenantId, async (tx) => {
        const { tenantId, id, state: was, baseUrl } = before;
        const where = { tenantId, id, state: was, baseUrl };
        if (token !== undefined && (await spendToken(tx, token, clock.now())) !== "first") return false;
        const [count] = await installations.update(
          { state, uninstalledAt, updatedAt: clock.now() },
          { where, transaction: tx.transaction },
        );
        if (count === 0) return false;
        await audit.append(tx, tx, entries);
        return true;
      }),
    async setLicence(tenantId, id, licence) {
      await db.withTenant(tenantId, ({ transaction }) =>
        installations.update({ licence, updatedAt: clock.now() }, { where: { tenantId, id }, transaction }),
      );
    },
    move: (installation, to) =>
      db.withTenant(installation.tenantId, async (tx) => {
        const { tenantId, id } = installation;
        const row = await installations.findOne({
          where: { tenantId, id },
          lock: true,
          rejectOnEmpty: true,
          transaction: tx.transaction,
        });
        const { sharedSecret, ...current } = read(row.get());
        if (sharedSecret === null) throw new SealFault(`The secret of installation ${id} does not open`);
        await installations.destroy({ where: { tenantId, id }, transaction: tx.transaction });
        // The one transaction that works for two tenants, one after the other: a site has moved.
        await holdTenant(tx.transaction, to);
        await insertInstallation(tx, toRow({ ...current, sharedSecret, tenantId: to }));
        await holdTenant(tx.transaction, tenantId);
      }),
  };
}

const insertInstallation = (tx: Tx, row: InstallationRow) =>
  insertRow(tx, "installations", {
    ...{
      tenant_id: row.tenantId,
      id: row.id,
      product: row.product,
      client_key: row.clientKey,
      base_url: row.baseUrl,
    },
    ...{ display_url: row.displayUrl, secret_sealed: row.secretSealed, oauth_client_id: row.oauthClientId },
    ...{
      state: row.state,
      licence: row.licence,
      installed_at: row.installedAt,
      uninstalled_at: row.uninstalledAt,
    },
    updated_at: row.updatedAt,
  });
