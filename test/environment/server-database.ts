import { randomBytes } from "node:crypto";
import pg from "pg";

export const APP_PASSWORD = "ticketsmith-test";
const OWNER = "ticketsmith_test_owner";

/** An empty database on a server, owned by a role that is no superuser, as it should be in production. */
export async function makeServerDatabase(serverUrl: string) {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await onServer(serverUrl, async (admin) => {
    await admin.query(`DO $$ BEGIN
      CREATE ROLE ${OWNER} LOGIN CREATEROLE PASSWORD '${APP_PASSWORD}';
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`);
    await admin.query(`CREATE DATABASE ${name} OWNER ${OWNER}`);
  });
  const migrationUrl = urlOf(serverUrl, name, OWNER);
  return {
    name,
    config: { kind: "server", url: urlOf(serverUrl, name, "ticketsmith_app"), migrationUrl } as const,
    asOwner: (text: string) => onServer(migrationUrl, async (owner) => void (await owner.query(text))),
    /** As the server's superuser. */
    asAdmin: (text: string) => onServer(serverUrl, async (admin) => void (await admin.query(text))),
    drop: () =>
      onServer(serverUrl, async (admin) => void (await admin.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}

async function onServer<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(serverUrl: string, database: string, user: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  url.username = user;
  url.password = APP_PASSWORD;
  return url.href;
}
