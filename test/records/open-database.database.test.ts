import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { TenantId } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { createLiveUpdates, migrateServer, openDatabase, type Database } from "../../server/records/index.ts";
import { callerOf, makeTenant, storeProposal, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase, openServerForTest } from "../environment/database.ts";

const onError = (error: unknown) => {
  throw error;
};

describe("the embedded database's folder", () => {
  let folder: string;
  const killers: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), "ticketsmith-")), "database");
  });
  afterAll(async () => {
    for (const kill of killers) await kill();
    await rm(path.dirname(folder), { recursive: true, force: true });
  });

  /** Another process that opens the folder, says so and keeps it until it is killed. */
  const openElsewhere = async () => {
    const records = path.resolve(import.meta.dirname, "../../server/records/index.ts");
    const script = `
      import { openDatabase } from ${JSON.stringify(records)};
      await openDatabase({ kind: "embedded", folder: ${JSON.stringify(folder)} }, { onError: () => {} });
      console.log("open");
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    const kill = async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    };
    killers.push(kill);
    return kill;
  };

  test(
    "opens for one process at a time, is taken over from a dead one, and keeps what was written",
    { timeout: 60_000 },
    async () => {
      const kill = await openElsewhere();
      await expect(openDatabase({ kind: "embedded", folder }, { onError })).rejects.toThrow(
        /is open in process \d+\. Stop that one first/,
      );
      await kill();

      const tenantId = TenantId.parse(newId());
      const db = await openDatabase({ kind: "embedded", folder }, { onError });
      await makeTenant(db, tenantId, "https://acme.test");
      await expect(openDatabase({ kind: "embedded", folder }, { onError })).rejects.toThrow(
        "Stop that one first",
      );
      await db.close();

      await writeFile(`${folder}.lock`, `${process.pid}:1`);
      const again = await openDatabase({ kind: "embedded", folder }, { onError });
      expect((await storesOver(again).tenants.find(tenantId))?.origin).toBe("https://acme.test");
      await again.close();
    },
  );
});

describe.skipIf(inject("postgresUrl") === null)(`a server${inject("postgresSkipReason") ?? ""}`, () => {
  const url = () => inject("postgresUrl") ?? "";

  test("is refused with a role that sees past row-level security", async () => {
    await expect(
      openDatabase({ kind: "server", url: url(), migrationUrl: undefined }, { onError }),
    ).rejects.toThrow("which sees past row-level security");
  });

  test("is refused while a migration is missing, in words that say what to do, and migrates once", async () => {
    const { asOwner, config, close } = await openServerForTest(url());
    if (config?.kind !== "server" || config.migrationUrl === undefined) throw new Error("Not a server");
    expect(await migrateServer({ url: config.url, migrationUrl: config.migrationUrl })).toEqual([]);
    await asOwner("DELETE FROM schema_migrations WHERE name = '0004-doors.ts'");
    await expect(openDatabase(config, { onError })).rejects.toThrow(
      /missing: 0004-doors\.ts.*npm run migrate/,
    );
    await close();
  });
});

describeOnEachDatabase("live updates", (open) => {
  const until = async (condition: () => boolean) => {
    for (let tries = 0; tries < 100 && !condition(); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  /** The one that listens: another process's connection on a server, the same on the embedded database. */
  const listening = async (): Promise<{ db: Database; close: () => Promise<void> }> => {
    const { config, db } = open();
    if (config === null) return { db, close: async () => {} };
    const other = await openDatabase(config, { onError });
    return { db: other, close: () => other.close() };
  };

  test("reach whoever watches the issue, in whichever process, after the commit and for that tenant alone", async () => {
    const { db } = open();
    const [acme, globex] = [TenantId.parse(newId()), TenantId.parse(newId())];
    for (const id of [acme, globex]) await makeTenant(db, id, `https://${id}.test`);
    const there = await listening();
    const live = await createLiveUpdates(there.db, onError);
    const heard: string[] = [];
    const stop = live.subscribe(acme, "10042", () => heard.push("acme"));
    live.subscribe(globex, "10042", () => heard.push("globex"));
    live.subscribe(acme, "99999", () => heard.push("other issue"));

    await storeProposal(storesOver(db), callerOf(acme));
    await until(() => heard.length >= 2);
    expect(new Set(heard)).toEqual(new Set(["acme"]));
    heard.length = 0;

    await db
      .withTenant(acme, async () => {
        await storeProposal(storesOver(db), callerOf(acme));
        throw new Error("rolled back");
      })
      .catch(() => {});
    stop();
    await storeProposal(storesOver(db), callerOf(acme));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(heard).toEqual([]);
    await live.close();
    await there.close();
  });

  test("look again after a lost connection", async () => {
    const { config, asOwner } = open();
    if (config === null) return;
    const errors: unknown[] = [];
    const other = await openDatabase(config, { onError: (error) => errors.push(error) });
    const live = await createLiveUpdates(other, onError);
    let looks = 0;
    live.subscribe(newId(), "1", () => (looks += 1));
    await asOwner("SELECT 1");
    await other.apart.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ticketsmith-listen' AND usename = current_user AND datname = current_database()",
    );
    await until(() => looks > 0);
    expect(looks).toBeGreaterThan(0);
    expect(errors.length).toBeGreaterThan(0);
    await live.close();
    await other.close();
  });
});
