import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { createSandbox, type Sandbox } from "../../sandbox/create-sandbox.ts";
import { newKeyRing } from "../../server/kit/index.ts";
import { layWire, type Wire } from "../environment/cuttable-wire.ts";
import { makeServerDatabase } from "../environment/server-database.ts";
import { createPanelClient } from "../environment/panel-client.ts";
import { freePort, runProgram, type Program, type Settings } from "../environment/run-program.ts";

const OLD_KEY = newKeyRing("k1");
const NEW_KEY = newKeyRing("k2");
const ISSUE = "SHOP-42";

/** Web processes and a worker on one PostgreSQL server, as README says to run them. Each test goes on from the last. */
describe.skipIf(inject("postgresUrl") === null)(`running apart ${inject("postgresSkipReason") ?? ""}`, () => {
  const programs: Program[] = [];
  let database: Awaited<ReturnType<typeof makeServerDatabase>>;
  let wire: Wire;
  let sandbox: Sandbox;
  let site: string;
  let ports: { first: number; second: number };
  let first: Program;
  let second: Program;
  let worker: Program;
  let secretKeys = OLD_KEY;

  beforeAll(async () => {
    const serverUrl = inject("postgresUrl") ?? "";
    database = await makeServerDatabase(serverUrl);
    const { hostname, port } = new URL(serverUrl);
    wire = await layWire({ host: hostname, port: Number(port || 5432) });
    sandbox = createSandbox({ port: 0, webhookRetryDelaysMs: [200, 400] });
    site = `http://127.0.0.1:${(await sandbox.start()).port}`;
    ports = { first: await freePort(), second: await freePort() };
  });
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.kill()));
    await sandbox.stop();
    await wire.cut();
    await database.drop();
  });

  const settings = (more: Settings = {}): Settings => {
    const url = new URL(database.config.url);
    url.host = `127.0.0.1:${wire.port}`;
    return {
      PORT: String(ports.first),
      BASE_URL: addressOf(ports.first),
      DATABASE_URL: url.href,
      SECRET_KEYS: secretKeys,
      JOBS: "elsewhere",
      ALLOWED_HOSTS: "localhost,127.0.0.1",
      CONNECT_KEYS_URL: `${site}/_keys`,
      OAUTH_TOKEN_URL: `${site}/_oauth/oauth2/token`,
      ...more,
    };
  };
  const run = (name: Parameters<typeof runProgram>[0], more?: Settings): Program => {
    const program = runProgram(name, settings(more));
    programs.push(program);
    return program;
  };
  const started = async (program: Program): Promise<Program> => {
    await program.saying('"Started"');
    return program;
  };
  const startSecond = () => started(run("web", { PORT: String(ports.second) }));
  const clientOf = (port: number) => createPanelClient(sandbox, addressOf(port));
  const panelAt = (port: number) => clientOf(port).panelOf("Mia Krause", ISSUE);

  /** The stream that a panel holds open. */
  const watch = async (port: number) => {
    const client = clientOf(port);
    const { issueId } = client.panelOf("Mia Krause", ISSUE);
    const control = new AbortController();
    const response = await fetch(`${addressOf(port)}/api/panel/issues/${issueId}/events`, {
      signal: control.signal,
      headers: { authorization: `JWT ${client.tokenFor("Mia Krause", ISSUE)}` },
    });
    expect(response.status).toBe(200);
    return readStream(response, () => control.abort());
  };
  /** A sentence becomes a proposal, is approved, and is done. */
  const walkTheRoad = async (text: string, port = ports.first) => {
    const panel = panelAt(port);
    const known = new Set((await panel.view()).open.map((one) => one.id));
    expect(await panel.ask(text)).toMatchObject({ status: 202 });
    const proposal = await panel.until((one) => one.status === "waiting" && !known.has(one.id), text);
    const approval = { planHash: proposal.planHash, steps: proposal.steps.map((step) => step.id) };
    expect(await panel.do(proposal, "approve", approval)).toMatchObject({ status: 200 });
    return {
      done: () => panel.until((one) => one.id === proposal.id && one.status === "done", `${text}: done`),
    };
  };
  /** What the site itself remembers last of the issue's priority. */
  const priority = () =>
    sandbox
      .site("acme")
      .state()
      .issues.find((issue) => issue.key === ISSUE)
      ?.changelog.flatMap((change) => change.items)
      .findLast((item) => item.field === "priority")?.toString;
  const readiness = async () => (await fetch(`${addressOf(ports.first)}/readyz`)).status;

  test("a database that was not migrated is refused in words, and npm run migrate fills it", async () => {
    expect(await run("web").ended).toMatchObject({ code: 1, said: expect.stringMatching(/npm run migrate/) });

    const migration = { MIGRATION_DATABASE_URL: database.config.migrationUrl };
    expect(await run("migrate", migration).ended).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^Applied: 0001/),
    });
    expect(await run("migrate", migration).ended).toEqual({ code: 0, said: "The database is up to date.\n" });
    expect(await run("migrate").ended).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^MIGRATION_DATABASE_URL must be set/),
    });
  });

  test("web processes take in what people ask, and leave it to the worker", async () => {
    [first, second] = await Promise.all([started(run("web")), startSecond()]);
    const installed = await fetch(`http://localhost:${new URL(site).port}/_sandbox/install`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ descriptorUrl: `${addressOf(ports.first)}/atlassian-connect.json` }),
    });
    expect(installed.status).toBe(200);

    const streams = [await watch(ports.first), await watch(ports.second)];
    expect(await panelAt(ports.first).ask("set priority to Highest")).toMatchObject({ status: 202 });
    await wait(1_000);
    expect(await panelAt(ports.second).view()).toMatchObject({ requests: [{ state: "working" }] });

    for (const stream of streams) stream.forget();
    worker = await started(run("worker"));
    const proposal = await panelAt(ports.second).until((one) => one.origin === "sentence", "a proposal");
    for (const stream of streams) await stream.until("changed");

    // Decided at one process, shown by the other, carried out by a third.
    for (const stream of streams) stream.forget();
    const approval = { planHash: proposal.planHash, steps: proposal.steps.map((step) => step.id) };
    expect(await panelAt(ports.second).do(proposal, "approve", approval)).toMatchObject({ status: 200 });
    await panelAt(ports.first).until((one) => one.id === proposal.id && one.status === "done", "the change");
    expect(priority()).toBe("Highest");
    for (const stream of streams) await stream.until("changed");
    for (const stream of streams) await stream.leave();
  });

  test("a job under way when the worker is told to stop comes to its end", async () => {
    slowDown("PUT", "/rest/api/3/issue/[^/]+$", 1_500);
    const { done } = await walkTheRoad("set priority to Low");
    await untilStruck();
    await stopCleanly(worker);
    await done();
    expect(priority()).toBe("Low");
  });

  test("a job that outlasts the worker's patience is tried again by the next one", async () => {
    worker = await started(run("worker"));
    slowDown("GET", "/editmeta$", 9_500);
    const panel = panelAt(ports.second);
    expect(await panel.ask("set priority to Medium")).toMatchObject({ status: 202 });
    await untilStruck();
    await stopCleanly(worker);

    worker = await started(run("worker"));
    await panel.until((one) => one.status === "waiting" && one.origin === "sentence", "the second try");
  });

  test("a web process that is told to stop cuts its streams", async () => {
    const stream = await watch(ports.second);
    await stopCleanly(second);
    await expect(stream.ended).resolves.toBeUndefined();
  });

  test("a lost database is noticed, and found again by doors, streams and jobs", async () => {
    const stream = await watch(ports.first);
    const saidBefore = worker.said().length;
    await wire.cut();
    expect(await readiness()).toBe(503);
    await wait(2_000);
    expect(await readiness()).toBe(503);
    const complaints = worker.said().slice(saidBefore);
    expect(complaints).toContain("ECONNREFUSED");
    expect(complaints).not.toContain("not an Error");
    expect(complaints.split("\n").length).toBeLessThan(20);
    await wire.join();
    await vi.waitUntil(async () => (await readiness()) === 200, { timeout: 5_000, interval: 100 });

    // What a restart of the server says to whoever is connected.
    await database.asAdmin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name LIKE 'ticketsmith%' AND datname = '${database.name}'`);
    await vi.waitUntil(async () => (await readiness()) === 200, { timeout: 5_000, interval: 100 });
    await stream.until("changed");
    await wait(2_000);
    stream.forget();
    const { done } = await walkTheRoad("set priority to High");
    await done();
    await stream.until("changed");
    await stream.leave();
  });

  test("a new key is rotated in while the old one still opens, and then the old one may go", async () => {
    const both = { SECRET_KEYS: `${NEW_KEY},${OLD_KEY}` };
    expect(await run("rotate-secrets", both).ended).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^Sealed anew: [1-9]/),
    });
    expect(await run("rotate-secrets", both).ended).toEqual({ code: 0, said: "Sealed anew: 0\n" });
    expect(await run("rotate-secrets").ended).toMatchObject({
      code: 1,
      said: expect.stringContaining("open with no key in SECRET_KEYS"),
    });

    await Promise.all([stopCleanly(first), stopCleanly(worker)]);
    secretKeys = NEW_KEY;
    [first, worker] = await Promise.all([started(run("web")), started(run("worker"))]);
    const { done } = await walkTheRoad("set priority to Lowest");
    await done();
    expect(priority()).toBe("Lowest");
  });

  test("a stop comes to an end while the database is away, and while it hangs", async () => {
    wire.freeze();
    const [ready, cutShort] = await Promise.all([readiness(), worker.stop()]);
    expect(ready).toBe(503);
    expect(cutShort).toMatchObject({ code: 1, said: expect.stringContaining("The stop took too long") });
    expect(cutShort.ms).toBeLessThan(10_000);
    await wire.cut();
    expect(await stopCleanly(first)).toBe("clean");
    await wire.join();
  });

  describe.concurrent("a start that cannot go on says why in words", () => {
    const refusals: [name: string, program: "web" | "worker", settings: () => Settings, said: RegExp][] = [
      [
        "with a role that sees past row security",
        "web",
        () => ({ DATABASE_URL: inject("postgresUrl") ?? "" }),
        /^DATABASE_URL must not use the role .*row-level security/,
      ],
      [
        "with bad values, each by its name",
        "web",
        () => ({ PORT: "eighty", LOG_LEVEL: "loud", SECRET_KEYS: "k1:short" }),
        /PORT must be[^]*SECRET_KEYS must be[^]*LOG_LEVEL must be/,
      ],
      ["with AC_OPTS", "web", () => ({ AC_OPTS: "no-auth" }), /AC_OPTS must be unset/],
      [
        "with jobs elsewhere and no server",
        "web",
        () => ({ DATABASE_URL: "" }),
        /JOBS must be here with the embedded database/,
      ],
      [
        "as a worker without a server",
        "worker",
        () => ({ DATABASE_URL: "", JOBS: "" }),
        /DATABASE_URL must be set for a worker/,
      ],
      [
        "without anybody at the database's address",
        "web",
        () => ({ DATABASE_URL: "postgres://ticketsmith_app:secret@127.0.0.1:1/nothing" }),
        /^The database of DATABASE_URL cannot be opened: .*ECONNREFUSED/,
      ],
      [
        "on a taken port",
        "web",
        () => ({ PORT: takenPort() }),
        /^Port \d+ is taken. Choose another with PORT/,
      ],
    ];
    const takenPort = () => new URL(site).port;

    test.each(refusals)("%s", async (_name, program, more, words) => {
      const { code, said } = await run(program, more()).ended;
      expect(
        said
          .split("\n")
          .filter((line) => !line.startsWith("{"))
          .join("\n"),
      ).toMatch(words);
      expect(said).not.toMatch(/\n\s+at |secret@|k1:short/);
      expect(code).toBe(1);
    });

    test("on an embedded database that another process has open", async () => {
      const folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-apart-"));
      const embedded = { DATABASE_URL: "", SECRET_KEYS: "", JOBS: "", DATA_DIR: folder };
      const holder = await started(run("web", embedded));
      expect(await run("web", { ...embedded, PORT: String(ports.second) }).ended).toMatchObject({
        code: 1,
        said: expect.stringMatching(/^The database in .* is open in process \d+\. Stop that one first/),
      });
      await stopCleanly(holder);
      await rm(folder, { recursive: true, force: true });
    });
  });

  function slowDown(method: string, pathPattern: string, ms: number): void {
    sandbox.faults.add({ match: { method, pathPattern }, timesLeft: 1, effect: { kind: "delay", ms } });
  }

  /** The job under test is waiting for its slow answer. */
  const untilStruck = () =>
    vi.waitUntil(() => sandbox.faults.list().length === 0, { timeout: 10_000, interval: 20 });
});

const addressOf = (port: number) => `http://127.0.0.1:${port}`;

/** Throws with its words when it was not. */
async function stopCleanly(program: Program): Promise<"clean"> {
  const { code, ms, said } = await program.stop();
  if (code !== 0 || ms >= 10_000) throw new Error(`Stopped with ${code} after ${ms} ms: ${said}`);
  return "clean";
}

/** Reads a stream of events until it ends, however that comes about. */
function readStream(response: Response, leave: () => void) {
  let heard = "";
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) heard += decoder.decode(chunk, { stream: true });
  };
  const ended = read().catch(() => {});
  return {
    ended,
    forget: () => (heard = ""),
    until: (type: string) =>
      vi.waitUntil(() => heard.includes(`"type":"${type}"`), { timeout: 5_000, interval: 20 }),
    async leave() {
      leave();
      await ended;
    },
  };
}
