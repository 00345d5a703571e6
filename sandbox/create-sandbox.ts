import { once } from "node:events";
import { createServer, type Server } from "node:http";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { confluenceRoutes } from "./confluence/confluence-routes.ts";
import { createControl } from "./control/create-control.ts";
import { createFaults, type Faults } from "./faults.ts";
import { serveRest } from "./http/serve-rest.ts";
import { jiraRoutes } from "./jira/jira-routes.ts";
import { createLimits, type Limits } from "./limits/create-limits.ts";
import { silentLogger, type Logger } from "./logger.ts";
import { openSite, type OpenSite } from "./open-site.ts";
import { servePictures } from "./serve-pictures.ts";
import { serveInstallKeys, serveTokens } from "./serve-tokens.ts";
import { serveVendor } from "./serve-vendor.ts";
import type { Site } from "./site.ts";
import type { Exchange, Product, TenantName } from "./state.ts";
import { createUi } from "./ui/index.ts";
import { createUiDeps } from "./create-ui-deps.ts";
import { RETRY_DELAYS_MS } from "./webhooks/deliver-webhooks.ts";

/** A REST exchange with the official path template it fits, null when it fits none. */
export type SandboxExchange = Exchange & { pathTemplate: string | null };

export type SandboxDeps = {
  /** 0 takes a free port. */
  port: number;
  host?: string;
  /** Where the sites are kept; without it they live in memory. */
  dataDir?: string;
  onExchange?: (exchange: SandboxExchange) => void;
  webhookRetryDelaysMs?: number[];
  logger?: Logger;
  now?: () => Date;
};

export type Sandbox = {
  start(): Promise<{ port: number; origins: Record<TenantName, string> }>;
  stop(): Promise<void>;
  site(tenant: TenantName): Site;
  open(tenant: TenantName): OpenSite;
  faults: Faults;
  limits: Limits;
};

/** One server, two sites: the name it is called by says which. */
const HOST_NAMES: Record<TenantName, string> = { acme: "localhost", globex: "127.0.0.1" };

function tenantOf(request: Request): TenantName {
  return request.hostname === HOST_NAMES.globex ? "globex" : "acme";
}

type Parts = {
  sites: () => Record<TenantName, OpenSite>;
  faults: Faults;
  limits: Limits;
  deps: SandboxDeps;
  logger: Logger;
  stopped: AbortSignal;
};

function serveProducts(app: Express, { sites, faults, limits, deps, stopped }: Parts): void {
  const openOf = (request: Request) => sites()[tenantOf(request)];
  const onExchange = (exchange: Exchange, pathTemplate: string | null) => {
    sites()[exchange.tenant].site.events.emit({ type: "exchange", exchange });
    deps.onExchange?.({ ...exchange, pathTemplate });
  };
  const shared = { faults, limits, openOf, onExchange, stopped };
  const rest = (product: Product, routes: typeof jiraRoutes) => serveRest({ ...shared, product, routes });
  const parse = express.json({ limit: "6mb", strict: false });
  app.use(["/rest", "/wiki/rest", "/wiki/api"], parse);
  const jira = rest("jira", jiraRoutes);
  const confluence = rest("confluence", confluenceRoutes);
  // Matched by whole path, not mounted: a mount would cut the path that tokens are hashed over.
  app.use((request, response, next) => {
    if (/^\/wiki\/(rest|api)\//.test(request.path)) confluence(request, response, next);
    else if (request.path.startsWith("/rest/")) jira(request, response, next);
    else next();
  });
}

function buildApp(parts: Parts): Express {
  const { sites, faults, limits, logger, stopped } = parts;
  const app = express();
  app.disable("x-powered-by").set("query parser", "simple");
  const all = () => Object.values(sites());
  const around = { sites: () => all().map((one) => one.site), faults, stopped };
  serveInstallKeys(app, around);
  app.use("/_cdn", serveVendor());
  app.use(servePictures((request) => sites()[tenantOf(request)].site));
  serveTokens(app, around);
  serveProducts(app, parts);
  const tools = { open: (request: Request) => sites()[tenantOf(request)], all, faults, limits };
  app.use("/_sandbox", createControl(tools));
  app.use(createUi(createUiDeps(tools)));
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const bad = error instanceof Error && "type" in error && error.type === "entity.parse.failed";
    if (!bad) logger.error("the sandbox failed to answer", { error });
    response.status(bad ? 400 : 500).json({
      errorMessages: [bad ? "The request body is not valid JSON." : "Internal server error"],
      errors: {},
    });
  });
  return app;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("the sandbox does not listen on a port");
  return address.port;
}

/**
 * A small Atlassian site for one machine: two tenants, Jira at `/` and Confluence at `/wiki`, with the real
 * handshake, signed iframes and webhooks. Its controls are below `/_sandbox`.
 */
export function createSandbox(deps: SandboxDeps): Sandbox {
  const { host = "127.0.0.1", logger = silentLogger, now = () => new Date() } = deps;
  let opened: Record<TenantName, OpenSite> | undefined;
  let port = deps.port;
  const sites = () => {
    if (opened === undefined) throw new Error("the sandbox has not started");
    return opened;
  };
  const limits = createLimits(now);
  const stopping = new AbortController();
  const faults = createFaults((list) => {
    for (const one of Object.values(opened ?? {})) {
      one.rememberPast(list.some((fault) => fault.effect.kind === "stale"));
      one.site.events.emit({ type: "faults", faults: list });
    }
  });
  const server = createServer();
  const openOne = (name: TenantName) =>
    openSite({
      name,
      dataDir: deps.dataDir,
      origin: () => `http://${HOST_NAMES[name]}:${port}`,
      now,
      retryDelaysMs: deps.webhookRetryDelaysMs ?? RETRY_DELAYS_MS,
      faults,
      logger,
    });
  return {
    faults,
    limits,
    site: (tenant) => sites()[tenant].site,
    open: (tenant) => sites()[tenant],
    async start() {
      opened = { acme: await openOne("acme"), globex: await openOne("globex") };
      server.on("request", buildApp({ sites, faults, limits, deps, logger, stopped: stopping.signal }));
      server.listen(deps.port, host);
      await once(server, "listening");
      port = portOf(server);
      for (const one of Object.values(opened)) one.queue.start();
      return { port, origins: { acme: opened.acme.site.origin(), globex: opened.globex.site.origin() } };
    },
    async stop() {
      stopping.abort();
      server.close();
      server.closeAllConnections();
      await Promise.all(Object.values(opened ?? {}).map((one) => one.close()));
    },
  };
}
