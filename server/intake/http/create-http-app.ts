import express, { type Application, type RequestHandler, type Router } from "express";
import type { Config, Logger, Metrics } from "../../kit/index.ts";
import type { AceAgrees, ConnectPlatform } from "../../platform/index.ts";
import { receiveLifecycle, type LifecycleDeps } from "../lifecycle/receive-lifecycle.ts";
import { servePages, type PageDeps } from "../panel/serve-pages.ts";
import { receiveWebhooks, type WebhookDeps } from "../webhooks/receive-webhooks.ts";
import { answerNotFound, createErrorAnswerer } from "./answer-errors.ts";
import { logRequests } from "./log-requests.ts";
import { securityHeaders } from "./security-headers.ts";
import { serveFiles } from "./serve-files.ts";
import { serveHealth, type ReadinessChecks } from "./serve-health.ts";

export type HttpAppDeps = {
  config: Pick<Config, "hostScriptUrl" | "allowedHosts" | "metricsToken">;
  platform: ConnectPlatform;
  lifecycle: Pick<LifecycleDeps, "install" | "confirm" | "switchTo">;
  webhooks: Pick<WebhookDeps, "append" | "wakeInboxes" | "batch" | "clock">;
  licences: PageDeps["licences"];
  /** Answers below /api/panel, and proves each caller itself. */
  panelApi: Router | undefined;
  /** The same for the review queue, below /api/queue. */
  queueApi: Router | undefined;
  /** The same for administrators, below /api/admin. */
  adminApi: Router | undefined;
  /** Answers below /api/v1, and proves each caller itself. */
  api: Router | undefined;
  checks: ReadinessChecks;
  logger: Logger;
  metrics: Metrics;
  viewsDir: string;
  panelsDir: string;
};

const LARGEST_API_BODY = "256kb";

/** All doors in the order in which a request passes them. The caller listens on it. */
export async function createHttpApp(deps: HttpAppDeps): Promise<Application> {
  const { platform, logger, metrics, config } = deps;
  const app = express();
  // `a[b]=1` must stay one name: the extended parser makes objects that the query hash does not know.
  app.set("query parser", "simple");
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(logRequests({ logger, metrics }), ...securityHeaders);

  const ace = platform.startAce();
  app.use(serveHealth({ metrics, checks: deps.checks, metricsToken: config.metricsToken }));
  app.use(serveFiles(deps));
  app.use(receiveLifecycle({ ...deps.lifecycle, platform, logger }));
  app.use(openDoors(deps, ace.agrees));
  if (deps.panelApi !== undefined) {
    app.use("/api/panel", express.json({ limit: LARGEST_API_BODY }), deps.panelApi);
  }
  if (deps.queueApi !== undefined) {
    app.use("/api/queue", express.json({ limit: LARGEST_API_BODY }), deps.queueApi);
  }
  if (deps.adminApi !== undefined) {
    app.use("/api/admin", express.json({ limit: LARGEST_API_BODY }), deps.adminApi);
  }
  if (deps.api !== undefined) app.use("/api/v1", deps.api);
  app.get("/atlassian-connect.json", (_req, res) => res.json(platform.descriptor));
  await ace.ready;
  app.get("/", (_req, res) => res.redirect("/atlassian-connect.json"));
  app.use(answerNotFound, createErrorAnswerer(logger));
  return app;
}

function openDoors(deps: HttpAppDeps, aceAgrees: AceAgrees): RequestHandler[] {
  const { verifyToken } = deps.platform;
  const common = { verifyToken, aceAgrees, logger: deps.logger };
  return [
    receiveWebhooks({ ...common, ...deps.webhooks }),
    servePages({
      ...common,
      config: deps.config,
      licences: deps.licences,
      viewsDir: deps.viewsDir,
      panelsDir: deps.panelsDir,
    }),
  ];
}
