import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Router } from "express";
import * as z from "zod";
import { createHttpApp } from "../../server/intake/http/create-http-app.ts";
import { createLogger, createMetrics, type Clock } from "../../server/kit/index.ts";
import { createAskSite, createBudget, createConnectPlatform } from "../../server/platform/index.ts";
import type { InboxAppender } from "../../server/proposals/index.ts";
import {
  createConfirmer,
  createInstallationDirectory,
  createInstallationSwitch,
  createInstaller,
  createLicenceReader,
} from "../../server/tenants/index.ts";
import type { AtlassianHost, Site } from "../fakes/atlassian-host.ts";
import { canonicalHash } from "../fakes/atlassian-host.ts";
import { createMemoryTenants } from "../fakes/memory-tenants.ts";

type Options = {
  append?: InboxAppender;
  panelApi?: (platform: ReturnType<typeof createConnectPlatform>) => Router;
  clock?: Clock;
  allowedHosts?: string[];
  metricsToken?: string;
  checks?: Record<string, () => Promise<boolean>>;
};

/** The whole door over real HTTP, with stores in memory and a host to be installed by. */
export async function startHttpApp(host: AtlassianHost, options: Options = {}) {
  const clock: Clock = options.clock ?? { now: () => new Date() };
  const lines: string[] = [];
  const logger = createLogger({ level: "debug", destination: { write: (line) => void lines.push(line) } });
  const metrics = createMetrics();
  const memory = createMemoryTenants();
  const installations = createInstallationDirectory(memory.installationStore);
  const tenants = memory.tenantStore;
  const budget = createBudget({ clock, observe: metrics });
  const askSite = createAskSite({ clock, observe: metrics.productRequest, budget });
  const confirm = createConfirmer({ installations, tenants, askSite });
  const woken: string[] = [];

  const panelsDir = await somePanels();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const baseUrl = `http://127.0.0.1:${port}`;
  const allowedHosts = options.allowedHosts ?? ["127.0.0.1", "localhost"];
  const platform = createConnectPlatform({
    config: { baseUrl, allowedHosts, connectKeysUrl: host.keysUrl, oauthTokenUrl: host.tokenUrl },
    installations,
    clock,
    observe: metrics.productRequest,
    budget,
  });
  server.on(
    "request",
    await createHttpApp({
      config: {
        hostScriptUrl: "https://connect-cdn.atl-paas.net/all.js",
        allowedHosts,
        metricsToken: options.metricsToken,
      },
      platform,
      lifecycle: {
        install: createInstaller({ installations, tenants, clock }),
        confirm,
        switchTo: createInstallationSwitch({ installations, tenants, clock }),
      },
      webhooks: {
        append: options.append ?? (async () => {}),
        wakeInboxes: async (tenants) => void woken.push(...tenants),
        clock,
      },
      licences: createLicenceReader({ installations, askSite }),
      panelApi: options.panelApi?.(platform),
      queueApi: undefined,
      adminApi: undefined,
      api: undefined,
      checks: options.checks ?? {},
      logger,
      metrics,
      viewsDir: path.resolve(import.meta.dirname, "../../views"),
      panelsDir,
    }),
  );

  const send = (method: string, url: string, init: Omit<RequestInit, "method"> = {}) =>
    fetch(`${baseUrl}${url}`, { ...init, method, redirect: "manual" });
  const postJson = (url: string, body: unknown, headers: Record<string, string> = {}) =>
    send("POST", url, {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });

  const install = (site: Site, over: Record<string, unknown> = {}, claims: Record<string, unknown> = {}) =>
    postJson("/connect/installed", installBody(site, over), {
      authorization: `JWT ${host.signInstall(site, { baseUrl, path: "/connect/installed" }, claims)}`,
    });

  return {
    baseUrl,
    platform,
    installations,
    confirm,
    tenants,
    memory,
    woken,
    log: () => lines.join(""),
    send,
    postJson,
    /** As the site does it: signed, with its secret in the body. */
    install,
    /** The same, until the site has proven its address. */
    async installFully(site: Site, over: Record<string, unknown> = {}) {
      const { status } = await install(site, over);
      if (status !== 204) throw new Error(`The install was answered ${status}`);
      const row = () => memory.rows.get(site.clientKey);
      // As the queue does it, however slow the machine.
      for (const ends = Date.now() + 10_000; row()?.state !== "enabled"; await wait(20)) {
        const { tenantId, id } = row() ?? {};
        if (Date.now() > ends) throw new Error(`The installation is ${row()?.state}`);
        if (tenantId !== undefined && id !== undefined) await confirm(tenantId, id);
      }
    },
    uninstall: (site: Site) =>
      postJson(
        "/connect/uninstalled",
        { ...installBody(site), eventType: "uninstalled" },
        {
          authorization: `JWT ${host.signInstall(site, { baseUrl, path: "/connect/uninstalled" })}`,
        },
      ),
    /** A request that carries a token bound to it. */
    sendSigned: (
      site: Site,
      method: string,
      url: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ) =>
      send(method, url, {
        headers: {
          "content-type": "application/json",
          authorization: `JWT ${host.signToken(site, canonicalHash(method, url))}`,
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await rm(panelsDir, { recursive: true });
    },
  };
}

export type TestApp = Awaited<ReturnType<typeof startHttpApp>>;

export const installBody = (site: Site, over: Record<string, unknown> = {}) => ({
  key: "ticketsmith",
  ...site,
  publicKey: "deprecated",
  oauthClientId: "client-1",
  description: "Somewhere",
  eventType: "installed",
  ...over,
});

/** fetch() resolves `..` before it sends, which is no way to test a server that must not. */
export function sendRaw(baseUrl: string, pathAndQuery: string): Promise<number> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    httpRequest({ hostname, port, path: pathAndQuery }, (res) => {
      res.resume();
      resolve(res.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

async function somePanels(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-panels-"));
  await mkdir(path.join(folder, ".vite"));
  const manifest = {
    "frontend/issue-panel/main.tsx": { file: "issue-panel-abc.js", imports: ["_shared.js"] },
    "_shared.js": { file: "shared-def.js", css: [] },
    "style.css": { file: "style-ghi.css" },
  };
  await writeFile(path.join(folder, ".vite", "manifest.json"), JSON.stringify(manifest));
  await writeFile(path.join(folder, "issue-panel-abc.js"), "export {};");
  return folder;
}
