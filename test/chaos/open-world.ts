import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createSandbox } from "../../sandbox/create-sandbox.ts";
import { runProgram, type Program, type Settings } from "../environment/run-program.ts";
import { createQueue, execute, undo } from "../../server/jobs/index.ts";
import { openDatabase } from "../../server/records/index.ts";
import { APP_PASSWORD } from "../environment/server-database.ts";
import { ask, hangUp } from "./ask-database.ts";
import { urlOn, type Base, type Piece } from "./build-base.ts";
import type { Gate } from "./gate.ts";
import { watchJira, type Landed } from "./watch-jira.ts";
import { watchPostgres } from "./watch-postgres.ts";

export const openGate: Gate = { pass: async () => {} };

/** A copy of the base with a site, a database and proxies of its own: what happens here touches no other. */
export async function openWorld(base: Base, only: readonly Piece[]) {
  const name = `chaos_${randomBytes(6).toString("hex")}`;
  const url = urlOn(base.serverUrl, name);
  await ask(base.serverUrl, `CREATE DATABASE ${name} TEMPLATE ${base.template}`);
  let gate = openGate;
  const anyGate: Gate = { pass: (io, phase) => gate.pass(io, phase) };
  const server = new URL(base.serverUrl);
  const database = await watchPostgres({ host: server.hostname, port: Number(server.port || 5432) }, anyGate);
  let sitePort = 0;
  const jira = await watchJira(() => sitePort, anyGate);
  const sites = await copySites(base, jira.port);
  const sandbox = createSandbox({ port: 0, dataDir: sites, webhookRetryDelaysMs: [200] });
  ({ port: sitePort } = await sandbox.start());
  await moveTo(url, base, jira.port);
  await keepOnly(url, only);
  const programs: Program[] = [];
  const appUrl = new URL(url);
  appUrl.username = "ticketsmith_app";
  appUrl.password = APP_PASSWORD;

  const start = (name: "web" | "worker", settings: Settings) => {
    const through = new URL(appUrl);
    through.host = `127.0.0.1:${database.port}`;
    const program = runProgram(name, {
      BASE_URL: "http://127.0.0.1:9",
      DATABASE_URL: through.href,
      SECRET_KEYS: base.secretKeys,
      ALLOWED_HOSTS: "localhost,127.0.0.1",
      OAUTH_TOKEN_URL: `http://127.0.0.1:${jira.port}/_oauth/oauth2/token`,
      LOG_LEVEL: "debug",
      ...settings,
    });
    programs.push(program);
    return program;
  };

  return {
    url,
    /** The way in for the app's own role. */
    config: { kind: "server", url: appUrl.href, migrationUrl: undefined } as const,
    landed: jira.landed as readonly Landed[],
    site: () => sandbox.site("acme").state(),
    use(next: Gate) {
      gate = next;
    },
    openSite: () => sandbox.site("acme"),
    startWorker: (): Program => start("worker", {}),
    /** The doors alone. */
    startWeb: (port: number): Program =>
      start("web", { PORT: String(port), JOBS: "elsewhere", LOG_LEVEL: "info" }),
    /** Every job a second time: whoever takes it finds the work done, under way, or left behind. */
    async doubleJobs() {
      const db = await openDatabase(
        { kind: "server", url: appUrl.href, migrationUrl: undefined },
        { onError: () => {} },
      );
      const queue = createQueue({ db, works: false, onDead: async () => {}, onError: () => {} });
      await queue.start();
      for (const { proposal, direction } of only) {
        const rows = await ask(url, "SELECT tenant_id FROM proposals WHERE id = $1", [proposal]);
        const payload = execute.payload.parse({ tenantId: rows[0]?.["tenant_id"], proposalId: proposal });
        await queue.send(direction === "do" ? execute : undo, payload);
      }
      await queue.stop(0);
      await db.close();
    },
    /** As if nobody had run for this long: the clocks of what is stored stand earlier. */
    letTimePass: (minutes: number) => letTimePass(url, minutes),
    async close() {
      await Promise.all(programs.map((program) => program.kill()));
      await Promise.all([database.close(), jira.close(), sandbox.stop()]);
      await hangUp(url);
      await ask(base.serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
      await rm(sites, { recursive: true, force: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** The site is called through its proxy, so that is the address it goes by. */
async function copySites({ sites, port }: Base, newPort: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-world-"));
  for (const name of ["acme.json", "globex.json"]) {
    const text = await readFile(path.join(sites, name), "utf8");
    await writeFile(path.join(folder, name), text.replaceAll(`localhost:${port}`, `localhost:${newPort}`));
  }
  return folder;
}

async function moveTo(url: string, { port }: Base, newPort: number): Promise<void> {
  const moved = (column: string) =>
    `${column} = replace(${column}, 'localhost:${port}', 'localhost:${newPort}')`;
  await ask(url, `UPDATE tenants SET ${moved("origin")}; UPDATE installations SET ${moved("base_url")}`);
}

/** Leaves these pieces of work and takes the others out of the world. */
async function keepOnly(url: string, pieces: readonly Piece[]): Promise<void> {
  const kept = pieces.map(({ proposal }) => proposal);
  await ask(url, "DELETE FROM proposals WHERE NOT id = ANY($1::uuid[])", [kept]);
  await ask(url, "DELETE FROM jobs.job WHERE NOT coalesce(data ->> 'proposalId', '') = ANY($1)", [kept]);
}

async function letTimePass(url: string, minutes: number): Promise<void> {
  const earlier = (table: string, ...columns: string[]) =>
    `UPDATE ${table} SET ${columns.map((one) => `${one} = ${one} - interval '${minutes} minutes'`).join(", ")};`;
  await ask(
    url,
    [
      earlier("ledger", "updated_at", "intended_at", "next_try_at", "evidence_seen_at"),
      earlier("proposals", "updated_at"),
      earlier("jobs.job", "created_on", "start_after", "started_on", "heartbeat_on"),
      earlier("jobs.queue", "monitor_on", "monitor_claim_on", "maintain_on"),
    ].join("\n"),
  );
}
