import { PGlite } from "@electric-sql/pglite";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import pg from "pg";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { connectSequelize } from "../../server/records/connect-sequelize.ts";
import { defineModels } from "../../server/records/define-models.ts";
import { sendOnlyForTenant } from "../../server/records/hold-tenant.ts";
import { migrateServer, type Database } from "../../server/records/index.ts";
import { createTenantRunner } from "../../server/records/run-in-tenant.ts";
import { readTemplate } from "./database.ts";
import { makeServerDatabase } from "./server-database.ts";

export type Statement = { text: string; values: readonly unknown[] };

export type Stripped = {
  db: Database;
  /** All that was sent to the database, as it was sent. */
  sent: Statement[];
};

/**
 * Runs a suite on both databases with walls taken away. Row-level security is bypassed, for the connection is a
 * superuser's; `session: "off"` also leaves out what holds a connection to its tenant. The stores are the real ones.
 */
export function describeStripped(
  name: string,
  { session }: { session: "on" | "off" },
  suite: (open: () => Stripped) => void,
): void {
  describe(`${name} (embedded)`, () => suite(opened(() => openEmbedded(session))));
  const url = inject("postgresUrl");
  if (url === null)
    describe.skip(`${name} (PostgreSQL: ${inject("postgresSkipReason")})`, () => suite(notOpened));
  else describe(`${name} (PostgreSQL)`, () => suite(opened(() => openServer(url, session))));
}

const notOpened = (): never => {
  throw new Error("Not opened");
};

function opened(open: () => Promise<Stripped & { close(): Promise<void> }>): () => Stripped {
  let current: Awaited<ReturnType<typeof open>> | undefined;
  beforeAll(async () => {
    current = await open();
  });
  afterAll(async () => current?.close());
  return () => current ?? notOpened();
}

async function openEmbedded(session: "on" | "off") {
  const pglite = await PGlite.create({ loadDataDir: await readTemplate() });
  const stripped = assemble("embedded", session, () => createPgConfig(pglite));
  return {
    ...stripped,
    async close() {
      await stripped.close();
      await pglite.close();
    },
  };
}

async function openServer(serverUrl: string, session: "on" | "off") {
  const { config, name, drop } = await makeServerDatabase(serverUrl);
  await migrateServer(config);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const stripped = assemble("server", session, () => ({ connectionString: url.href }));
  return {
    ...stripped,
    async close() {
      await stripped.close();
      await drop();
    },
  };
}

/** The same parts that the app opens, over a connection that sees everything. */
function assemble(kind: Database["kind"], session: "on" | "off", address: () => pg.ClientConfig) {
  const sent: Statement[] = [];
  class StrippedClient extends pg.Client {
    constructor(config: pg.ClientConfig) {
      super(Object.assign({}, config, address()));
      note(this, sent);
      if (session === "on") sendOnlyForTenant(this);
    }
  }
  const sequelize = connectSequelize(
    { ...pg, Client: StrippedClient },
    { max: kind === "embedded" ? 1 : 5, min: 0 },
  );
  const db: Database = {
    ...createTenantRunner(sequelize),
    kind,
    models: defineModels(sequelize),
    listen: () => Promise.reject(new Error("Nobody listens here")),
    close: () => sequelize.close(),
  };
  return { db, sent, close: () => db.close() };
}

function note(client: pg.Client, sent: Statement[]): void {
  const send = client.query.bind(client);
  Object.assign(client, {
    query(...given: unknown[]): unknown {
      const [text, values] = given;
      if (typeof text === "string") sent.push({ text, values: Array.isArray(values) ? values : [] });
      return Reflect.apply(send, client, given);
    },
  });
}
