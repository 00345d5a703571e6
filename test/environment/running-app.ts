import { once } from "node:events";
import { createServer } from "node:http";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import express from "express";
import * as z from "zod";
import { createSandbox, type SandboxExchange } from "../../sandbox/create-sandbox.ts";
import type { TenantName } from "../../sandbox/state.ts";
import { createLogger, loadConfig } from "../../server/kit/index.ts";
import { compose, type Composed } from "../../server/main/compose.ts";
import type { Database } from "../../server/records/index.ts";
import { testSealer } from "../builders/records.ts";
import { createPanelClient, readAnswer, type Answer } from "./panel-client.ts";

const PANELS = path.resolve(import.meta.dirname, "../../dist/panels");

/** The whole app over a database of the test, installed in a sandbox site of its own, both on free ports. */
export async function startRunningApp(
  db: Database,
  {
    settleMs = 500,
    basePath = "",
    settings = {},
  }: {
    settleMs?: number;
    /** Where a proxy would put us. */
    basePath?: string;
    /** Beside those that lead to the sandbox. */
    settings?: Readonly<Record<string, string>>;
  } = {},
) {
  const exchanges: SandboxExchange[] = [];
  const sandbox = createSandbox({
    port: 0,
    webhookRetryDelaysMs: [100, 200, 400],
    onExchange: (exchange) => exchanges.push(exchange),
  });
  const site = await sandbox.start();
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const baseUrl = `http://127.0.0.1:${port}${basePath}`;
  const config = loadConfig({
    ...settings,
    BASE_URL: baseUrl,
    ALLOWED_HOSTS: "localhost,127.0.0.1",
    CONNECT_KEYS_URL: `http://127.0.0.1:${site.port}/_keys`,
    OAUTH_TOKEN_URL: `http://127.0.0.1:${site.port}/_oauth/oauth2/token`,
    AC_HOST_SCRIPT_URL: `http://127.0.0.1:${site.port}/_cdn/atlassian-connect/all.js`,
  });
  const lines: string[] = [];
  const logger = createLogger({ level: "debug", destination: { write: (line) => void lines.push(line) } });
  const app = await compose({ config, db, sealer: testSealer, logger, panelsDir: PANELS, settleMs });
  server.on("request", basePath === "" ? app.app : express().use(basePath, app.app));
  await app.startJobs();

  const control = async (
    tenant: TenantName,
    method: string,
    rest: string,
    body?: unknown,
  ): Promise<Answer> => {
    const response = await fetch(`${site.origins[tenant]}/_sandbox/${rest}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return readAnswer(response);
  };

  const descriptorUrl = `${baseUrl}/atlassian-connect.json`;
  for (const tenant of ["acme", "globex"] as const) {
    const installed = await control(tenant, "POST", "install", { descriptorUrl });
    if (installed.status !== 200) throw new Error(`Not installed: ${JSON.stringify(installed.body)}`);
  }
  await untilVerified(app);

  return {
    app,
    baseUrl,
    sandbox,
    origins: site.origins,
    exchanges,
    lines,
    control,
    ...createPanelClient(sandbox, baseUrl),
    async stop() {
      server.close();
      server.closeAllConnections();
      await app.stop(1_000);
      await sandbox.stop();
    },
  };
}

export type RunningApp = Awaited<ReturnType<typeof startRunningApp>>;

async function untilVerified({
  stores,
  installations,
}: Pick<Composed, "stores" | "installations">): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const tenants = await stores.tenants.list();
    const all = (await Promise.all(tenants.map((id) => installations.list(id)))).flat();
    if (all.length >= 4 && all.every(({ state }) => state === "enabled")) return;
    await wait(100);
  }
  throw new Error("The installations were not verified");
}
