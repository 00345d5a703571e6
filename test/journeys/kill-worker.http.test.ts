import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { createSandbox, type Sandbox } from "../../sandbox/create-sandbox.ts";
import { createPanelClient } from "../environment/panel-client.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const STEP = { method: "PUT", template: "/rest/api/3/issue/{issueIdOrKey}" };

let folder: string;
let sandbox: Sandbox;
let sandboxPort: number;
let appPort: number;
let app: ChildProcess | undefined;
let killAtNextChange = false;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-kill-"));
  appPort = await freePort();
  sandbox = createSandbox({
    port: 0,
    webhookRetryDelaysMs: [500, 1_000],
    onExchange: ({ method, pathTemplate }) => {
      // Jira has made the change, and its answer has not reached the app yet.
      if (killAtNextChange && method === STEP.method && pathTemplate === STEP.template) app?.kill("SIGKILL");
    },
  });
  ({ port: sandboxPort } = await sandbox.start());
});
afterAll(async () => {
  app?.kill("SIGKILL");
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
});

test("a worker killed between acting and noting makes one change", { timeout: 180_000 }, async () => {
  await startApp();
  await install();
  const panel = createPanelClient(sandbox, `http://127.0.0.1:${appPort}`).panelOf("Mia Krause", "SHOP-42");
  await panel.ask("set priority to Highest");
  const proposal = await panel.until(
    (one) => one.origin === "sentence" && one.status === "waiting",
    "a proposal",
  );
  const changesBefore = historyOf("SHOP-42");

  killAtNextChange = true;
  const killed = app === undefined ? undefined : once(app, "close");
  await panel.do(proposal, "approve", {
    planHash: proposal.planHash,
    steps: proposal.steps.map((step) => step.id),
  });
  await killed;
  killAtNextChange = false;
  expect(historyOf("SHOP-42")).toBe(changesBefore + 1);

  await startApp();
  for (let tries = 0; tries < 120; tries += 1) {
    const { recent } = await panel.view();
    if (recent.some((one) => one.id === proposal.id && one.status === "done")) break;
    await wait(1_000);
  }
  const { recent } = await panel.view();
  expect(recent.find((one) => one.id === proposal.id)?.status).toBe("done");
  expect(historyOf("SHOP-42")).toBe(changesBefore + 1);
});

const historyOf = (key: string) =>
  sandbox
    .site("acme")
    .state()
    .issues.find((issue) => issue.key === key)?.changelog.length ?? 0;

async function startApp(): Promise<void> {
  const site = `http://127.0.0.1:${sandboxPort}`;
  app = spawn(process.execPath, ["server/main/web.ts"], {
    cwd: ROOT,
    stdio: "ignore",
    env: {
      PATH: process.env["PATH"],
      PORT: String(appPort),
      DATA_DIR: folder,
      ALLOWED_HOSTS: "localhost,127.0.0.1",
      CONNECT_KEYS_URL: `${site}/_keys`,
      OAUTH_TOKEN_URL: `${site}/_oauth/oauth2/token`,
      AC_HOST_SCRIPT_URL: `${site}/_cdn/atlassian-connect/all.js`,
      LOG_LEVEL: "error",
    },
  });
  for (let tries = 0; tries < 200; tries += 1) {
    const up = await fetch(`http://127.0.0.1:${appPort}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return;
    await wait(100);
  }
  throw new Error("The app did not start");
}

async function install(): Promise<void> {
  const descriptorUrl = `http://127.0.0.1:${appPort}/atlassian-connect.json`;
  const answer = await fetch(`http://localhost:${sandboxPort}/_sandbox/install`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ descriptorUrl, products: ["jira"] }),
  });
  expect(answer.status).toBe(200);
  await wait(1_500);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  server.close();
  await once(server, "close");
  return port;
}
