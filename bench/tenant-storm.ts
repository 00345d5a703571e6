import { spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { createSandbox } from "../sandbox/create-sandbox.ts";
import type { TenantName } from "../sandbox/state.ts";
import { newKeyRing } from "../server/kit/index.ts";
import { migrateServer } from "../server/records/index.ts";
import { startDurablePostgres } from "../test/environment/postgres.ts";
import { freePort } from "../test/environment/run-program.ts";
import { makeServerDatabase } from "../test/environment/server-database.ts";
import { ended, endWithUs, sendWebhooks } from "./load/run-apart.ts";
import { signWebhook, webhookBody, WEBHOOK_PATH } from "./load/sign-webhooks.ts";
import { untilReady } from "./load/start-apps.ts";

/**
 * How much longer one site waits for a proposal while another sends two thousand webhooks: from a
 * webhook to its proposal, in calm and in storm, one process on PostgreSQL. `node bench/tenant-storm.ts`
 */
const WANTED_MS = 1_000;
const STORM = 2_000;
const LOOKS = 12;
const MAIN = path.resolve(import.meta.dirname, "../server/main/web.ts");

const postgres = await startDurablePostgres();
const database = await makeServerDatabase(postgres.url);
const sandbox = createSandbox({ port: 0, webhookRetryDelaysMs: [500, 1_000] });
const { port: sitePort, origins } = await sandbox.start();
const issues = Array.from({ length: STORM }, (_, number) => createIssue(number));
await migrateServer(database.config);
const port = await freePort();
const baseUrl = `http://127.0.0.1:${port}`;
const app = spawn(process.execPath, [MAIN], {
  stdio: ["ignore", "ignore", "inherit"],
  env: {
    ...{ PATH: process.env["PATH"], NODE_ENV: "production", PORT: String(port), BASE_URL: baseUrl },
    ...{ DATABASE_URL: database.config.url, SECRET_KEYS: newKeyRing(), ALLOWED_HOSTS: "localhost,127.0.0.1" },
    CONNECT_KEYS_URL: `http://127.0.0.1:${sitePort}/_keys`,
    OAUTH_TOKEN_URL: `http://127.0.0.1:${sitePort}/_oauth/oauth2/token`,
  },
});
endWithUs(app);
const admin = new pg.Client({ connectionString: databaseUrl() });
try {
  await untilReady(`${baseUrl}/readyz`);
  await admin.connect();
  await install("acme");
  await install("globex");
  await seeProposal(2 * LOOKS);

  const calm: number[] = [];
  for (let number = 0; number < LOOKS; number += 1) calm.push(await seeProposal(number));

  const began = performance.now();
  const storm = sendWebhooks({
    ...{ port, senders: [senderOf("acme")], connections: 32, rate: null, seconds: 120, most: STORM },
    bodies: issues.map((issue) => webhookBody(issue, "jira:issue_created")),
  });
  const stormy: number[] = [];
  for (let number = 0; number < LOOKS; number += 1) stormy.push(await seeProposal(LOOKS + number));
  const sent = await storm;
  const leftThen = await countLeft();
  while ((await countLeft()) > 0) await wait(200);
  const seconds = (performance.now() - began) / 1_000;

  const delay = Math.max(...stormy) - median(calm);
  console.log(
    `${sent.answered} webhooks of one site in ${sent.seconds.toFixed(1)} s, ${sent.refused} refused`,
  );
  console.log(
    `all thought about after ${seconds.toFixed(0)} s, ${leftThen} were left when the other site was done`,
  );
  console.log(`the other site: calm ${sayAll(calm)}; storm ${sayAll(stormy)}`);
  console.log(`longest wait in the storm beyond calm: ${delay.toFixed(0)} ms (wanted: under ${WANTED_MS})`);
  process.exitCode = delay < WANTED_MS && sent.refused === 0 && leftThen > 0 ? 0 : 1;
} finally {
  app.kill("SIGTERM");
  await ended(app);
  await admin.end();
  await sandbox.stop();
  await postgres.stop();
}

function databaseUrl(): string {
  const url = new URL(postgres.url);
  url.pathname = `/${database.name}`;
  return url.href;
}

async function install(tenant: TenantName): Promise<void> {
  const response = await fetch(`${origins[tenant]}/_sandbox/install`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ descriptorUrl: `${baseUrl}/atlassian-connect.json` }),
  });
  if (!response.ok) throw new Error(`Not installed: ${await response.text()}`);
  const enabled = "SELECT count(*)::int AS n FROM installations WHERE state = 'enabled'";
  const before = tenant === "acme" ? 2 : 4;
  while ((await admin.query<{ n: number }>(enabled)).rows[0]?.n !== before) await wait(50);
}

function senderOf(tenant: TenantName) {
  const found = sandbox
    .site(tenant)
    .installations()
    .find((one) => one.product === "jira");
  if (found === undefined) throw new Error("Not installed");
  return { clientKey: found.clientKey, sharedSecret: found.sharedSecret };
}

function createIssue(number: number) {
  const site = sandbox.site("acme");
  const project = site.state().projects.find(({ key }) => key === "SHOP");
  if (project === undefined) throw new Error("The sandbox has no shop");
  const made = site.createIssue(
    { as: { kind: "person", accountId: project.leadAccountId, throughApp: null } },
    {
      fields: {
        ...{ project: { key: project.key }, issuetype: { name: "Task" } },
        summary: `Nobody can pay, report ${number}`,
      },
    },
  );
  if (!made.ok) throw new Error(JSON.stringify(made.refusal));
  return { id: made.value.id, key: made.value.key };
}

/** From one webhook of the other site to the end of our thinking about it. */
async function seeProposal(number: number): Promise<number> {
  const issue = sandbox.site("globex").state().issues[number];
  if (issue === undefined) throw new Error("The other site has too few issues");
  const began = performance.now();
  const answer = await fetch(`${baseUrl}${WEBHOOK_PATH}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: signWebhook(senderOf("globex"), new Date()),
    },
    body: webhookBody({ id: issue.id, key: issue.key }, "jira:issue_created"),
  });
  if (answer.status !== 204) throw new Error(`The webhook was answered ${answer.status}`);
  const done = `SELECT count(*)::int AS n FROM requests
    WHERE issue_key = $1 AND origin = 'webhook' AND state NOT IN ('queued', 'working')`;
  while ((await admin.query<{ n: number }>(done, [issue.key])).rows[0]?.n !== 1) {
    if (performance.now() - began > 60_000) throw new Error(`Nobody thought about ${issue.key}`);
    await wait(10);
  }
  return performance.now() - began;
}

async function countLeft(): Promise<number> {
  const left =
    "SELECT (SELECT count(*) FROM requests WHERE state IN ('queued', 'working')) + (SELECT count(*) FROM inbox WHERE processed_at IS NULL) AS n";
  return Number((await admin.query<{ n: string }>(left)).rows[0]?.n ?? 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function sayAll(values: readonly number[]): string {
  return `median ${median(values).toFixed(0)}, max ${Math.max(...values).toFixed(0)} ms`;
}
