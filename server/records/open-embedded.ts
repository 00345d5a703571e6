import { PGlite } from "@electric-sql/pglite";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import pg from "pg";
import type { Backend, OwnerSession } from "./backend.ts";
import { connectSequelize } from "./connect-sequelize.ts";
import { sendOnlyForTenant } from "./hold-tenant.ts";
import { keepHouse } from "./keep-house.ts";
import { lockFolder } from "./lock-folder.ts";
import { onFreeConnection } from "./run-sql.ts";

/** The write-ahead log would grow without end: nothing but `keepHouse` makes checkpoints here. */
const SETTINGS = ["shared_buffers=32MB", "max_wal_size=64MB", "min_wal_size=32MB"];

/** Where the database lies, or a copy to fill memory with. */
export type EmbeddedPlace = { folder: string } | { memory: Blob | undefined };

export type EmbeddedDeps = {
  place: EmbeddedPlace;
  /** Runs as the owner of the tables, before anything else may. */
  prepare: (owner: OwnerSession) => Promise<void>;
  role: string;
  onError: (error: unknown) => void;
};

/**
 * PostgreSQL inside this process, over one connection. It begins as a superuser, for whom row security does not
 * hold; so once `prepare` is done the session belongs to `role` until the process ends. For one machine: what the
 * role cannot do keeps mistakes out, not an attacker who can send SQL. It survives a killed process, not a power cut.
 */
export async function openEmbedded({ place, prepare, role, onError }: EmbeddedDeps): Promise<Backend> {
  const unlock = "folder" in place ? await lockFolder(place.folder) : async () => {};
  try {
    const pglite = await startPglite(place);
    await prepare(ownerOf(pglite));
    await pglite.exec(`GRANT pg_checkpoint, pg_maintain TO ${role}; SET SESSION AUTHORIZATION ${role}`);
    return backendOver(pglite, unlock, onError);
  } catch (error) {
    await unlock();
    throw error;
  }
}

const startPglite = (place: EmbeddedPlace) =>
  PGlite.create({
    ...("folder" in place ? { dataDir: `file://${place.folder}` } : {}),
    ...("memory" in place && place.memory !== undefined ? { loadDataDir: place.memory } : {}),
    startParams: [...PGlite.defaultStartParams, ...SETTINGS.flatMap((setting) => ["-c", setting])],
  });

const ownerOf = (pglite: PGlite): OwnerSession => ({
  async query(text, values) {
    if (values !== undefined && values.length > 0) return pglite.query(text, [...values]);
    const results = await pglite.exec(text);
    return { rows: results.flatMap((result) => result.rows) };
  },
});

function backendOver(
  pglite: PGlite,
  unlock: () => Promise<void>,
  onError: (error: unknown) => void,
): Backend {
  class EmbeddedClient extends pg.Client {
    constructor(config: pg.ClientConfig) {
      const { connection, user, database } = createPgConfig(pglite);
      super(Object.assign({}, config, { connection, user, database }));
      sendOnlyForTenant(this);
    }
  }
  const sequelize = connectSequelize({ ...pg, Client: EmbeddedClient }, { max: 1, min: 1 });
  const stopHouse = keepHouse(sequelize, onError);
  return {
    kind: "embedded",
    sequelize,
    async listen(channel, heard, reconnected) {
      // With the only connection in hand no transaction is open, so this cannot be rolled back with one.
      const unlisten = await onFreeConnection(sequelize, () => pglite.listen(channel, heard));
      reconnected();
      return () => onFreeConnection(sequelize, () => unlisten());
    },
    async close() {
      await stopHouse();
      await sequelize.close();
      await pglite.close();
      await unlock();
    },
  };
}
