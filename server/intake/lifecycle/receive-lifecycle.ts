import { Router, type Request, type Response } from "express";
import { AppError, type Logger } from "../../kit/index.ts";
import type { ConnectPlatform, InstallRefusal } from "../../platform/index.ts";
import type {
  createConfirmer,
  createInstallationSwitch,
  createInstaller,
  Installation,
} from "../../tenants/index.ts";
import { handleAsync, incomingOf } from "../http/handle-async.ts";
import { readJson } from "../http/read-json.ts";
import { noteTenant } from "../http/request-info.ts";
import { confirmSoon } from "./confirm-soon.ts";

const LARGEST_BODY = "64kb";

export type LifecycleDeps = {
  platform: Pick<ConnectPlatform, "verifyInstall" | "verifyUninstall" | "verifyToken">;
  install: ReturnType<typeof createInstaller>;
  confirm: ReturnType<typeof createConfirmer>;
  switchTo: ReturnType<typeof createInstallationSwitch>;
  logger: Logger;
};

/** POST /connect/installed, /uninstalled, /enabled, /disabled: how a site takes us in, and lets us go. */
export function receiveLifecycle(deps: LifecycleDeps): Router {
  const { platform, install, switchTo, logger } = deps;

  /** An admin is waiting, or somebody is trying: either way the reason belongs in the log. */
  function refuseLoudly(event: string, reason: InstallRefusal): AppError {
    logger.warn("A signed call was refused", { event, reason });
    return refusalOf(reason);
  }

  async function installed(req: Request, res: Response): Promise<void> {
    const proof = await platform.verifyInstall(incomingOf(req), await readJson(req, res, LARGEST_BODY));
    if (!proof.ok) throw refuseLoudly("installed", proof.reason);
    const installation = await install(proof.value.notice, proof.value.token);
    if (installation === undefined) throw refuseLoudly("installed", "used-before");
    noteTenant(res, installation.tenantId);
    logger.info("Installed", { ...namesOf(installation), event: "installed", product: installation.product });
    res.status(204).end();
    confirmSoon(deps, installation);
  }

  async function uninstalled(req: Request, res: Response): Promise<void> {
    const site = await platform.verifyUninstall(incomingOf(req), await readJson(req, res, LARGEST_BODY));
    if (!site.ok) throw refuseLoudly("uninstalled", site.reason);
    await switchTo.uninstall(site.value.clientKey, site.value.token);
    logger.info("Uninstalled", { event: "uninstalled" });
    res.status(204).end();
  }

  async function enabled(req: Request, res: Response): Promise<void> {
    const proof = await platform.verifyToken(incomingOf(req), "url-bound", [
      "unverified",
      "disabled",
      "enabled",
    ]);
    if (!proof.ok) throw new AppError("not_authenticated", `Not proven: ${proof.reason}`);
    const { installation } = proof.value;
    noteTenant(res, installation.tenantId);
    await switchTo.enable(installation);
    res.status(204).end();
    if (installation.state === "unverified") confirmSoon(deps, installation);
  }

  async function disabled(req: Request, res: Response): Promise<void> {
    // After an uninstall it may come late and without a token. Then it says nothing new, and nothing is done.
    if (req.headers.authorization === undefined && !/[?&]jwt=/.test(req.originalUrl)) {
      res.status(204).end();
      return;
    }
    const proof = await platform.verifyToken(incomingOf(req), "url-bound", [
      "disabled",
      "enabled",
      "unverified",
    ]);
    if (!proof.ok) throw new AppError("not_authenticated", `Not proven: ${proof.reason}`);
    noteTenant(res, proof.value.installation.tenantId);
    await switchTo.disable(proof.value.installation);
    res.status(204).end();
  }

  return Router()
    .post("/connect/installed", handleAsync(installed))
    .post("/connect/uninstalled", handleAsync(uninstalled))
    .post("/connect/enabled", handleAsync(enabled))
    .post("/connect/disabled", handleAsync(disabled));
}

const namesOf = ({ id, tenantId }: Installation) => ({ installationId: id, tenantId });

function refusalOf(reason: InstallRefusal): AppError {
  const message = `An install was not proven: ${reason}`;
  if (reason === "no-answer") return new AppError("upstream_busy", message);
  if (reason === "bad-body") return new AppError("invalid_input", message);
  if (reason === "host-not-allowed") return new AppError("not_allowed", message);
  return new AppError("not_authenticated", message);
}
