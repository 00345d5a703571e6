import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { ProposalId, RequestId, TenantId } from "../../server/contract/index.ts";
import {
  createQueue,
  drainInbox,
  execute,
  propose,
  type OnDead,
  type Queue,
} from "../../server/jobs/index.ts";
import { newId } from "../../server/kit/index.ts";
import { makeTenant } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

const aTenant = () => TenantId.parse(newId());
const aRequestId = () => RequestId.parse(newId());
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("It did not happen in time");
    await pause(20);
  }
}

describeOnEachDatabase("the queue", (open) => {
  const running: Queue[] = [];
  const start = async (onDead: OnDead = async () => {}) => {
    const queue = createQueue({ db: open().db, onDead, onError: (error) => errors.push(error) });
    await queue.start();
    running.push(queue);
    return queue;
  };
  const errors: unknown[] = [];
  afterEach(async () => {
    for (const queue of running.splice(0)) await queue.stop(1_000);
    if (errors.length > 0)
      throw new AggregateError(errors.splice(0), "The queue reported errors in the background");
  });

  test("runs a job soon after it was sent", async () => {
    const queue = await start();
    const payload = { tenantId: aTenant(), requestId: aRequestId() };
    const ran: unknown[] = [];
    await queue.work(propose, async (given, { attempt }) => void ran.push({ given, attempt }));
    await pause(200);
    const sentAt = performance.now();
    await queue.send(propose, payload);
    await until(() => ran.length > 0);
    expect(performance.now() - sentAt).toBeLessThan(700);
    expect(ran).toEqual([{ given: payload, attempt: 1 }]);
  });

  test("runs a job that was sent in a transaction only if that transaction commits", async () => {
    const queue = await start();
    const tenantId = aTenant();
    await makeTenant(open().db, tenantId, `https://${tenantId}.test`);
    const ran: string[] = [];
    await queue.work(propose, async ({ requestId }) => void ran.push(requestId));
    const [kept, lost] = [aRequestId(), aRequestId()];
    const roll = open().db.withTenant(tenantId, async (tx) => {
      await queue.send(propose, { tenantId, requestId: lost }, { tx });
      throw new Error("rolled back");
    });
    await expect(roll).rejects.toThrow("rolled back");
    await open().db.withTenant(tenantId, async (tx) => {
      await queue.send(propose, { tenantId, requestId: kept }, { tx });
      await pause(300);
      expect(ran).toEqual([]);
    });
    await until(() => ran.length > 0);
    await pause(300);
    expect(ran).toEqual([kept]);
  });

  test("refuses to wait for itself inside a transaction", async () => {
    const queue = await start();
    const tenantId = aTenant();
    const send = open().db.withTenant(tenantId, () =>
      queue.send(propose, { tenantId, requestId: aRequestId() }),
    );
    await expect(send).rejects.toThrow("inside an open transaction");
  });

  test(
    "tries a failed job again, and hands a hopeless one over with its reason, without secrets",
    { timeout: 60_000 },
    async () => {
      const dead: unknown[] = [];
      const queue = await start(async (...given) => void dead.push(given));
      const payload = { tenantId: aTenant(), proposalId: ProposalId.parse(newId()) };
      let tries = 0;
      await queue.work(execute, async () => {
        tries += 1;
        throw new Error("Jira said no to Bearer abc.def");
      });
      await open().db.apart.query(
        "UPDATE jobs.queue SET retry_limit = 1, retry_delay = 1 WHERE name = 'execute'",
      );
      await open().db.apart.query("UPDATE jobs.job SET retry_limit = 1 WHERE name = 'execute'");
      await queue.send(execute, payload);
      await open().db.apart.query("UPDATE jobs.job SET retry_limit = 1 WHERE name = 'execute'");
      await until(() => dead.length > 0, 40_000);
      expect(tries).toBe(2);
      expect(dead).toEqual([["execute", payload, "Jira said no to Bearer …"]]);
    },
  );

  test("keeps one waiting job per key, and takes another once the first has begun", async () => {
    const queue = await start();
    const tenantId = aTenant();
    let runs = 0;
    for (let sent = 0; sent < 5; sent += 1) await queue.send(drainInbox, { tenantId });
    await queue.work(drainInbox, async () => {
      runs += 1;
      if (runs === 1) await queue.send(drainInbox, { tenantId });
    });
    await until(() => runs === 2);
    await pause(1_200);
    expect(runs).toBe(2);
  });

  test("waits with a job until its time has come", async () => {
    const queue = await start();
    let ranAt = 0;
    await queue.work(propose, async () => void (ranAt = Date.now()));
    const sentAt = Date.now();
    await queue.send(propose, { tenantId: aTenant(), requestId: aRequestId() }, { startAfterMs: 1_500 });
    await until(() => ranAt > 0);
    expect(ranAt - sentAt).toBeGreaterThanOrEqual(1_400);
  });

  test("lets no tenant crowd out another", async () => {
    const queue = await start();
    const [big, small] = [aTenant(), aTenant()];
    for (let sent = 0; sent < 80; sent += 1)
      await queue.send(propose, { tenantId: big, requestId: aRequestId() });
    for (let sent = 0; sent < 3; sent += 1)
      await queue.send(propose, { tenantId: small, requestId: aRequestId() });
    const order: string[] = [];
    let active = 0;
    let most = 0;
    await queue.work(propose, async ({ tenantId }) => {
      if (tenantId === big) most = Math.max(most, (active += 1));
      await pause(50);
      if (tenantId === big) active -= 1;
      order.push(tenantId === big ? "big" : "small");
    });
    await until(() => order.length === 83, 30_000);
    expect(most).toBeLessThanOrEqual(2);
    // Sent last, and through long before the eighty that were there first.
    expect(order.lastIndexOf("small")).toBeLessThan(60);
  });

  test("counts what waits, for how long, and what runs", async () => {
    const queue = await start();
    await open().db.apart.query("DELETE FROM jobs.job");
    await queue.send(propose, { tenantId: aTenant(), requestId: aRequestId() });
    await pause(100);
    const stats = (await queue.stats()).find((one) => one.queue === "propose");
    expect(stats).toMatchObject({ ready: 1, active: 0 });
    expect(stats?.oldestSeconds).toBeGreaterThan(0.05);
    await open().db.apart.query("DELETE FROM jobs.job");
  });

  test("gives a job that a stopping process could not end to the next one", async () => {
    const first = await start();
    const seen: number[] = [];
    await first.work(propose, async (_payload, { signal, attempt }) => {
      seen.push(attempt);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      throw new Error("stopped");
    });
    await first.send(propose, { tenantId: aTenant(), requestId: aRequestId() });
    await until(() => seen.length === 1);
    await first.stop(1_000);
    const second = await start();
    await second.work(propose, async (_payload, { attempt }) => void seen.push(attempt));
    await until(() => seen.length === 2);
    expect(seen).toEqual([1, 2]);
  });

  test("tries the job of a killed worker again", { timeout: 90_000 }, async () => {
    const { config } = open();
    // The embedded database belongs to one process, so there a kill is a kill of everything.
    if (config === null) return;
    const root = path.resolve(import.meta.dirname, "../../server");
    const script = `
      import { createQueue, propose } from ${JSON.stringify(`${root}/jobs/index.ts`)};
      import { openDatabase } from ${JSON.stringify(`${root}/records/index.ts`)};
      const onError = () => {};
      const db = await openDatabase(${JSON.stringify(config)}, { onError });
      const queue = createQueue({ db, onError, onDead: async () => {} });
      await queue.start();
      await queue.work(propose, () => { console.log("working"); return new Promise(() => {}); });`;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const queue = await start();
    const payload = { tenantId: aTenant(), requestId: aRequestId() };
    await queue.send(propose, payload);
    await once(child.stdout, "data");
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
    const ran: unknown[] = [];
    await queue.work(propose, async (given, { attempt }) => void ran.push([given, attempt]));
    await until(() => ran.length > 0, 60_000);
    expect(ran).toEqual([[payload, 2]]);
  });
});
