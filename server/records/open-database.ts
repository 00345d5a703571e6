import { ConnectionError } from "sequelize";
import * as z from "zod";
import { ConfigFault, type DatabaseConfig, type SqlSession } from "../kit/index.ts";
import { APP_ROLE, loginOf } from "./app-role.ts";
import type { Backend, Unlisten } from "./backend.ts";
import { migrateDatabase, pendingMigrations } from "./migrate-database.ts";
import { defineModels, type Models } from "./define-models.ts";
import { openEmbedded } from "./open-embedded.ts";
import { asOwner, openServer } from "./open-server.ts";
import { unreachable } from "./refuse-unreachable.ts";
import { createTenantRunner, type TenantRunner } from "./run-in-tenant.ts";

export type Database = TenantRunner & {
  kind: "embedded" | "server";
  models: Models;
  /** Hears what any process sends with pg_notify once it has committed. Tell-tales only: payloads are ids. */
  listen(channel: string, heard: (payload: string) => void, reconnected?: () => void): Promise<Unlisten>;
  close(): Promise<void>;
};

export type OpenOptions = {
  /** Told of what fails in the background: a lost connection, a checkpoint. */
  onError: (error: unknown) => void;
  /** In place of the folder: memory, filled from a dump of another embedded database. For tests. */
  memory?: Blob | "empty";
  /** How long a server may take for an answer before it counts as gone. */
  answersWithinMs?: number;
};

/**
 * Opens the database that the configuration names. The embedded one migrates itself; on a server that is
 * `npm run migrate`, and a database that lacks a migration, or a role that could see every tenant, is refused.
 */
export async function openDatabase(config: DatabaseConfig, options: OpenOptions): Promise<Database> {
  const backend = await openBackend(config, options);
  const runner = createTenantRunner(backend.sequelize);
  try {
    if (backend.kind === "server") await refuseUnfit(runner.apart);
  } catch (error) {
    await backend.close();
    throw error instanceof ConnectionError ? unreachable("DATABASE_URL", error) : error;
  }
  return {
    ...runner,
    kind: backend.kind,
    models: defineModels(backend.sequelize),
    listen: (channel, heard, reconnected = () => {}) =>
      backend.listen(channel, (payload) => runner.outside(() => heard(payload)), reconnected),
    close: () => backend.close(),
  };
}

async function openBackend(
  config: DatabaseConfig,
  { onError, memory, answersWithinMs }: OpenOptions,
): Promise<Backend> {
  if (config.kind === "server")
    return openServer(config.url, { onError, ...(answersWithinMs === undefined ? {} : { answersWithinMs }) });
  return openEmbedded({
    place:
      memory === undefined ? { folder: config.folder } : { memory: memory === "empty" ? undefined : memory },
    prepare: async (owner) => void (await migrateDatabase(owner)),
    role: APP_ROLE,
    onError,
  });
}

/** Migrates a server as the owner of its tables. Returns what was applied. */
export function migrateServer({
  url,
  migrationUrl,
}: {
  url: string;
  migrationUrl: string;
}): Promise<string[]> {
  return asOwner(migrationUrl, (owner) => migrateDatabase(owner, loginOf(url)));
}

const Fitness = z.tuple([
  z.object({
    version: z.coerce.number(),
    role: z.string(),
    /** Whether it is, or could become, a role for which row security or the owner's own policies do not hold. */
    unsafe: z.boolean(),
    /** Whether we may do what the application's role may; null before the first migration makes that role. */
    member: z.boolean().nullable(),
  }),
]);

async function refuseUnfit(session: SqlSession): Promise<void> {
  const { rows } = await session.query(
    `SELECT current_setting('server_version_num') AS version, current_user AS role,
       EXISTS (SELECT FROM pg_roles r WHERE pg_has_role(current_user, r.oid, 'member') AND (r.rolsuper
         OR r.rolbypassrls OR r.oid IN (SELECT relowner FROM pg_class WHERE relrowsecurity))) AS unsafe,
       (SELECT pg_has_role(current_user, oid, 'usage') FROM pg_roles WHERE rolname = $1) AS member`,
    [APP_ROLE],
  );
  const [{ version, role, unsafe, member }] = Fitness.parse(rows);
  if (version < 150_000) throw new ConfigFault("DATABASE_URL must lead to PostgreSQL 15 or newer");
  if (unsafe)
    throw new ConfigFault(`DATABASE_URL must not use the role ${role}, which sees past row-level security`);
  if (member === false) {
    throw new ConfigFault(
      `DATABASE_URL must use the role ${APP_ROLE}, or one that inherits it: GRANT ${APP_ROLE} TO ${role}`,
    );
  }
  const pending = await pendingMigrations(session);
  if (pending.length > 0) {
    throw new ConfigFault(`The database is not ready (missing: ${pending.join(", ")}). Run: npm run migrate`);
  }
}
