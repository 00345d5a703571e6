import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { TenantId } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { migrateServer, openDatabase, type Database } from "../../server/records/index.ts";
import { layWire, type Wire } from "../environment/cuttable-wire.ts";
import { makeServerDatabase } from "../environment/server-database.ts";

const serverUrl = inject("postgresUrl");

describe.skipIf(serverUrl === null)("a network that goes dark", () => {
  let made: Awaited<ReturnType<typeof makeServerDatabase>>;
  let wire: Wire;
  let db: Database;

  beforeAll(async () => {
    made = await makeServerDatabase(serverUrl ?? "");
    await migrateServer(made.config);
    const { hostname, port } = new URL(made.config.url);
    wire = await layWire({ host: hostname, port: Number(port || 5432) });
    const url = new URL(made.config.url);
    url.host = `127.0.0.1:${wire.port}`;
    db = await openDatabase({ ...made.config, url: url.href }, { onError: () => {}, answersWithinMs: 500 });
  });
  afterAll(async () => {
    await db.close();
    await wire.cut();
    await made.drop();
  });

  const tenant = TenantId.parse(newId());
  const ask = () =>
    db.withTenant(tenant, (tx) => tx.query("SELECT 1 AS one FROM (SELECT $1::uuid) AS t", [tx.tenantId]));

  test("fails what waits for an answer, and the next question finds its way", async () => {
    await ask();
    let reconnected = 0;
    const heard: string[] = [];
    await db.listen(
      "dark",
      (payload) => heard.push(payload),
      () => (reconnected += 1),
    );
    const before = reconnected;

    wire.freeze();
    await expect(ask()).rejects.toThrow("timeout");
    // New connections pass; the frozen ones never come back.
    await expect.poll(() => ask().then(() => "answered", String), { timeout: 10_000 }).toBe("answered");
    await expect.poll(() => reconnected, { timeout: 10_000 }).toBeGreaterThan(before);
    await db.apart.query("SELECT pg_notify('dark', 'heard again')");
    await expect.poll(() => heard, { timeout: 5_000 }).toEqual(["heard again"]);
  });
});
