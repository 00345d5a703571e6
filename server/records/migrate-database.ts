import { fileURLToPath, pathToFileURL } from "node:url";
import { Umzug } from "umzug";
import * as z from "zod";
import { installQueueSchema } from "../jobs/index.ts";
import type { SqlSession } from "../kit/index.ts";
import { APP_ROLE, ensureAppRole } from "./app-role.ts";
import type { OwnerSession } from "./backend.ts";

const FOLDER = fileURLToPath(new URL("../../migrations/", import.meta.url));

/** Any number that no other program on the same database is likely to use. */
const LOCK = 7_303_014;

const Script = z.object({ up: z.string(), down: z.string() });
const Named = z.object({ name: z.string() });

/** Brings the tables and the queue's schema up to date. Returns the names of what was applied. */
export async function migrateDatabase(
  owner: OwnerSession,
  login?: { user: string; password: string },
): Promise<string[]> {
  await ensureAppRole(owner, login);
  await owner.query(`
    GRANT USAGE ON SCHEMA public TO ${APP_ROLE};
    CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
    GRANT SELECT ON schema_migrations TO ${APP_ROLE}`);
  const applied = await migrator(owner).up();
  await installQueueSchema(owner, APP_ROLE);
  return applied.map(({ name }) => name);
}

/** Takes every table away again, newest first. */
export async function revertDatabase(owner: OwnerSession): Promise<string[]> {
  const reverted = await migrator(owner).down({ to: 0 });
  return reverted.map(({ name }) => name);
}

/** Migrations that this code has and the database has not. */
export async function pendingMigrations(session: SqlSession): Promise<string[]> {
  const { rows } = await session.query("SELECT to_regclass('public.schema_migrations') IS NULL AS missing");
  const [{ missing }] = z.tuple([z.object({ missing: z.boolean() })]).parse(rows);
  const umzug = migrator(missing ? { query: async () => ({ rows: [] }) } : session);
  return (await umzug.pending()).map(({ name }) => name);
}

/** Each script and the note that it ran are one transaction, and two processes that migrate take turns. */
function migrator(session: SqlSession) {
  return new Umzug<SqlSession>({
    logger: undefined,
    context: session,
    migrations: {
      glob: ["*.ts", { cwd: FOLDER }],
      resolve: ({ name, path }) => ({
        name,
        up: async () => runOnce(session, name, (await readScript(path)).up, "up"),
        down: async () => runOnce(session, name, (await readScript(path)).down, "down"),
      }),
    },
    storage: {
      async executed() {
        const { rows } = await session.query("SELECT name FROM schema_migrations ORDER BY name");
        return z
          .array(Named)
          .parse(rows)
          .map(({ name }) => name);
      },
      logMigration: async () => {},
      unlogMigration: async () => {},
    },
  });
}

async function readScript(path: string | undefined) {
  if (path === undefined) throw new TypeError("A migration without a file");
  return Script.parse(await import(pathToFileURL(path).href));
}

async function runOnce(
  session: SqlSession,
  name: string,
  script: string,
  direction: "up" | "down",
): Promise<void> {
  await session.query("BEGIN");
  try {
    await session.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    const { rows } = await session.query("SELECT 1 FROM schema_migrations WHERE name = $1", [name]);
    if (rows.length === (direction === "up" ? 0 : 1)) {
      await session.query(script);
      const note =
        direction === "up"
          ? "INSERT INTO schema_migrations (name) VALUES ($1)"
          : "DELETE FROM schema_migrations WHERE name = $1";
      await session.query(note, [name]);
    }
    await session.query("COMMIT");
  } catch (error) {
    await session.query("ROLLBACK");
    throw error;
  }
}
