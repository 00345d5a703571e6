import type { Request } from "express";
import { installApp, rotateSecret, setAppEnabled, uninstallApp } from "./apps/install-app.ts";
import { signContextToken, signIssuePanels, signModuleUrl } from "./apps/module-url.ts";
import type { Faults } from "./faults.ts";
import { personOf, switchPerson } from "./http/session.ts";
import type { Limits } from "./limits/create-limits.ts";
import type { OpenSite } from "./open-site.ts";
import { ok, refuse } from "./result.ts";
import type { Site } from "./site.ts";
import type { Settings } from "./state.ts";
import type { UiDeps } from "./ui-deps.ts";

/** What both the pages and the control API are built on. */
export type SandboxTools = {
  open(request: Request): OpenSite;
  all(): OpenSite[];
  faults: Faults;
  limits: Limits;
};

export function changeSettings(site: Site, settings: Partial<Settings>): void {
  const state = site.state();
  state.settings = { ...state.settings, ...settings };
  site.touch();
  site.events.emit({ type: "settings", settings: state.settings });
}

export function createUiDeps(tools: SandboxTools): UiDeps {
  const openOf = (site: Site): OpenSite => {
    const found = tools.all().find((one) => one.site.name === site.name);
    if (found === undefined) throw new Error(`no open site is called ${site.name}`);
    return found;
  };
  const siteOf = (request: Request) => tools.open(request).site;
  return {
    siteOf,
    personOf: (request) => personOf(request, siteOf(request)),
    switchPerson,
    otherOrigins: () => tools.all().map(({ site }) => ({ tenant: site.name, origin: site.origin() })),
    apps: { install: installApp, uninstall: uninstallApp, setEnabled: setAppEnabled, rotateSecret },
    issuePanels: signIssuePanels,
    moduleUrl: signModuleUrl,
    contextToken: signContextToken,
    settings: changeSettings,
    recent: (site) => ({
      deliveries: site.state().deliveries,
      tokens: openOf(site).recent.tokens(),
      exchanges: openOf(site).recent.exchanges(),
    }),
    resendWebhook: (site, identifier) =>
      openOf(site).queue.resend(identifier)
        ? ok(null)
        : refuse(404, "There is no finished delivery with this identifier."),
    reset: (site) => openOf(site).reset(),
  };
}
