import { createHash } from "node:crypto";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, inject } from "vitest";
import type { TenantId } from "../../server/contract/index.ts";
import type { DatabaseConfig } from "../../server/kit/index.ts";
import { migrateDatabase, migrateServer, openDatabase, type Database } from "../../server/records/index.ts";
import { makeServerDatabase } from "./server-database.ts";

export type TestDatabase = {
  db: Database;
  /** Runs statements as the owner of the tables, past the application's role. Several may stand in one text. */
  asOwner(text: string): Promise<void>;
  /** Runs statements as the application's role in the tenant's transaction, whatever they name. Answers their rows. */
  asTenant(tenantId: TenantId, text: string): Promise<unknown[]>;
  /** Another process would open the same database with this; null on the embedded one, which only one may open. */
  config: DatabaseConfig | null;
  close(): Promise<void>;
};

/**
 * Runs a suite on the embedded database and on a PostgreSQL server, each with a fresh, migrated database of its own.
 * Without a server that half is skipped, and its title says why.
 */
export function describeOnEachDatabase(name: string, suite: (open: () => TestDatabase) => void): void {
  describe(`${name} (embedded)`, () => suite(opened(openEmbeddedForTest)));
  const url = inject("postgresUrl");
  if (url === null)
    describe.skip(`${name} (PostgreSQL: ${inject("postgresSkipReason")})`, () => suite(neverOpened));
  else describe(`${name} (PostgreSQL)`, () => suite(opened(() => openServerForTest(url))));
}

/** With nothing between it and row-level security: the app's own session would not send what names no tenant. */
const asTenantOf =
  ({ apart }: Database): TestDatabase["asTenant"] =>
  async (tenantId, text) =>
    (await apart.query(`BEGIN; SET LOCAL app.tenant_id = '${tenantId}'; ${text}; COMMIT`)).rows;

const neverOpened = (): TestDatabase => {
  throw new Error("This suite is skipped");
};

function opened(open: () => Promise<TestDatabase>): () => TestDatabase {
  let current: TestDatabase | undefined;
  beforeAll(async () => {
    current = await open();
  });
  afterAll(async () => {
    await current?.close();
  });
  return () => current ?? neverOpened();
}

/** An embedded database in memory, filled from a migrated copy: half a second in place of four. */
export async function openEmbeddedForTest(): Promise<TestDatabase> {
  const errors: unknown[] = [];
  const memory = await readTemplate();
  const db = await openDatabase(
    { kind: "embedded", folder: "" },
    { memory, onError: (error) => errors.push(error) },
  );
  return {
    db,
    config: null,
    asTenant: asTenantOf(db),
    async asOwner(text) {
      await db.apart.query(
        `SET SESSION AUTHORIZATION postgres; ${text}; SET SESSION AUTHORIZATION ticketsmith_app`,
      );
    },
    close: () => closeQuietly(db, errors),
  };
}

/** A database of its own on a server, migrated. */
export async function openServerForTest(serverUrl: string): Promise<TestDatabase> {
  const errors: unknown[] = [];
  const { config, asOwner, drop } = await makeServerDatabase(serverUrl);
  await migrateServer(config);
  const db = await openDatabase(config, { onError: (error) => errors.push(error) });
  return {
    db,
    config,
    asTenant: asTenantOf(db),
    asOwner,
    async close() {
      await closeQuietly(db, errors);
      await drop();
    },
  };
}

async function closeQuietly(db: Database, errors: readonly unknown[]): Promise<void> {
  await db.close();
  if (errors.length > 0) throw new AggregateError(errors, "The database reported errors in the background");
}

/** The migrated copy, made again whenever a migration, the queue or the database itself has changed. */
export async function readTemplate(): Promise<Blob> {
  const file = path.join(tmpdir(), `ticketsmith-test-database-${await fingerprint()}.tar`);
  try {
    return new Blob([await readFile(file)]);
  } catch {
    return makeTemplate(file);
  }
}

async function makeTemplate(file: string): Promise<Blob> {
  const pglite = await PGlite.create();
  await migrateDatabase({
    async query(text, values) {
      if (values !== undefined && values.length > 0) return pglite.query(text, [...values]);
      return { rows: (await pglite.exec(text)).flatMap((result) => result.rows) };
    },
  });
  const dump = await pglite.dumpDataDir("none");
  await pglite.close();
  // Another worker may be writing the same file: a rename is whole or not at all.
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, Buffer.from(await dump.arrayBuffer()));
  await rename(draft, file);
  return dump;
}

async function fingerprint(): Promise<string> {
  const root = path.resolve(import.meta.dirname, "../..");
  const migrations = (await readdir(path.join(root, "migrations")))
    .toSorted()
    .map((name) => path.join("migrations", name));
  const sources = [
    ...migrations,
    "server/records/app-role.ts",
    "server/jobs/install-queue-schema.ts",
    "package-lock.json",
  ];
  const hash = createHash("sha256");
  for (const source of sources) hash.update(source).update(await readFile(path.join(root, source)));
  return hash.digest("hex").slice(0, 16);
}
