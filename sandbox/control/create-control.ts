import express, { Router, type Request, type RequestHandler, type Response } from "express";
import { z } from "zod";
import { changePermission, PermissionBody } from "../change-permission.ts";
import { installApp, rotateSecret, setAppEnabled, uninstallApp } from "../apps/install-app.ts";
import { isOwnOrigin } from "../http/session.ts";
import { refusalBody } from "../http/call.ts";
import { ok, type Result } from "../result.ts";
import { changeSettings, type SandboxTools } from "../create-ui-deps.ts";
import { limitRoutes } from "./limit-routes.ts";
import { readFault } from "./read-fault.ts";
import { streamLive } from "./stream-live.ts";

const Product = z.enum(["jira", "confluence"]);
const InstallBody = z.object({
  descriptorUrl: z.url(),
  products: z.array(Product).default(["jira", "confluence"]),
});
const AppBody = z.object({ appKey: z.string(), product: Product });
const EnabledBody = AppBody.extend({ enabled: z.boolean() });
const SettingsBody = z.object({
  licence: z.enum(["active", "none", "absent"]).optional(),
  impersonation: z.enum(["on", "off"]).optional(),
});
const ResendBody = z.object({ identifier: z.string() });

/** Reads the body, does the thing, answers what came of it. */
function doing<T>(
  shape: z.ZodType<T>,
  act: (request: Request, body: T) => Promise<Result<unknown>>,
): RequestHandler {
  return (request, response, next) => {
    const body = shape.safeParse(request.body ?? {});
    if (!body.success) {
      response.status(400).json({
        errorMessages: body.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`),
        errors: {},
      });
      return;
    }
    act(request, body.data).then((result) => answer(response, result), next);
  };
}

function answer(response: Response, result: Result<unknown>): void {
  if (result.ok) response.json({ ok: true, ...(result.value === null ? {} : { result: result.value }) });
  else response.status(result.refusal.status).json(refusalBody(result.refusal));
}

/** Any page on this machine could reach a local port; only the site's own pages and programs may steer it. */
const onlyOurs: RequestHandler = (request, response, next) => {
  if (isOwnOrigin(request)) next();
  else
    response.status(403).json({ errorMessages: ["Another origin may not steer the sandbox."], errors: {} });
};

/** The control API under /_sandbox: faults, apps, settings, what happened, and the live stream. */
export function createControl(tools: SandboxTools): Router {
  const router = Router();
  const siteOf = (request: Request) => tools.open(request).site;
  router.use(onlyOurs, express.json());
  router.get("/health", (request, response) => {
    const site = siteOf(request);
    const enabled = site.installations().filter((one) => one.state === "ENABLED");
    const installed = (["jira", "confluence"] as const).every((product) =>
      enabled.some((one) => one.product === product),
    );
    response.json({ ok: true, tenant: site.name, installed });
  });
  router.get("/live", (request, response) => streamLive(request, response, siteOf(request)));
  router.get("/faults", (_request, response) => void response.json({ faults: tools.faults.list() }));
  router.post("/faults", (request, response) => {
    const fault = readFault(request.body);
    if (fault.ok) response.status(201).json(tools.faults.add(fault.value));
    else answer(response, fault);
  });
  router.delete("/faults/:id?", (request, response) => {
    tools.faults.clear(request.params.id);
    response.status(204).end();
  });
  router.use("/limits", limitRoutes(tools.limits));
  router.post(
    "/permissions",
    doing(PermissionBody, async (request, body) => changePermission(siteOf(request), body)),
  );
  router.post(
    "/reset",
    doing(z.object({}), async (request) => {
      await tools.open(request).reset();
      return ok(null);
    }),
  );
  router.post(
    "/install",
    doing(InstallBody, async (request, { descriptorUrl, products }) => {
      const installed = await installApp(siteOf(request), descriptorUrl, products);
      return installed.ok
        ? ok(installed.value.map(({ appKey, product }) => ({ appKey, product })))
        : installed;
    }),
  );
  router.post(
    "/uninstall",
    doing(AppBody, (request, { product, appKey }) => uninstallApp(siteOf(request), product, appKey)),
  );
  router.post(
    "/rotate",
    doing(AppBody, (request, { product, appKey }) => rotateSecret(siteOf(request), product, appKey)),
  );
  router.post(
    "/enabled",
    doing(EnabledBody, (request, { product, appKey, enabled }) =>
      setAppEnabled(siteOf(request), product, appKey, enabled),
    ),
  );
  router.post(
    "/settings",
    doing(SettingsBody, async (request, { licence, impersonation }) => {
      changeSettings(siteOf(request), {
        ...(licence === undefined ? {} : { licence }),
        ...(impersonation === undefined ? {} : { impersonation }),
      });
      return ok(siteOf(request).state().settings);
    }),
  );
  router.post(
    "/webhooks/resend",
    doing(ResendBody, async (request, { identifier }) =>
      ok({ sent: tools.open(request).queue.resend(identifier) }),
    ),
  );
  router.post(
    "/webhooks/hurry",
    doing(z.object({}), async (request) => ok({ hurried: tools.open(request).queue.hurry() })),
  );
  router.get(
    "/webhooks",
    (request, response) => void response.json({ deliveries: siteOf(request).state().deliveries }),
  );
  router.get(
    "/tokens",
    (request, response) => void response.json({ tokens: tools.open(request).recent.tokens() }),
  );
  router.get(
    "/exchanges",
    (request, response) => void response.json({ exchanges: tools.open(request).recent.exchanges() }),
  );
  return router;
}
