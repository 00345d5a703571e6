import type { Request, Response } from "express";
import { installApp, rotateSecret, setAppEnabled, uninstallApp } from "./apps/install-app.ts";
import { signContextToken, signIssuePanels, signModuleUrl } from "./apps/module-url.ts";
import type { Faults } from "./faults.ts";
import { personOf, switchPerson } from "./http/session.ts";
import type { OpenSite } from "./open-site.ts";
import { ok, refuse, type Result } from "./result.ts";
import type { Site } from "./site.ts";
import type {
  Exchange,
  Fault,
  Installation,
  Person,
  Product,
  Settings,
  TenantName,
  TokenNote,
  WebhookDelivery,
} from "./state.ts";

export type ModuleUrlRequest = {
  appKey: string;
  moduleKey: string;
  viewer: Person;
  /** The issue the module is shown beside, if any. */
  issueKey: string | null;
  /** The page the module is shown on, if any. */
  pageId: string | null;
};

export type SignedModule = {
  appKey: string;
  moduleKey: string;
  moduleType: string;
  name: string;
  icon: string | null;
  label: string | null;
  /** Absolute, signed for this viewer, good for 15 minutes. */
  url: string;
};

/** What the site's own pages are given beside the sites themselves. */
export type UiDeps = {
  siteOf(request: Request): Site;
  /** Who looks at the page: from the session cookie, else the tenant's first project lead. */
  personOf(request: Request): Person;
  /** Switches the session of this browser to another person. */
  switchPerson(response: Response, accountId: string): void;
  otherOrigins(): { tenant: TenantName; origin: string }[];
  apps: {
    install(site: Site, descriptorUrl: string, products: Product[]): Promise<Result<Installation[]>>;
    uninstall(site: Site, product: Product, appKey: string): Promise<Result<null>>;
    setEnabled(site: Site, product: Product, appKey: string, enabled: boolean): Promise<Result<null>>;
    /** Installs again with a new shared secret, as Atlassian does when it rotates one. */
    rotateSecret(site: Site, product: Product, appKey: string): Promise<Result<null>>;
  };
  /** Issue-context panels of the enabled apps, each with a fresh signed URL. */
  issuePanels(site: Site, viewer: Person, issueKey: string): Result<SignedModule[]>;
  moduleUrl(site: Site, request: ModuleUrlRequest): Result<SignedModule>;
  /** What `AP.context.getToken()` answers. */
  contextToken(site: Site, request: ModuleUrlRequest): Result<string>;
  settings(site: Site, settings: Partial<Settings>): void;
  faults: { list(): Fault[]; add(fault: Omit<Fault, "id">): Fault; clear(id?: string): void };
  recent(site: Site): { deliveries: WebhookDelivery[]; tokens: TokenNote[]; exchanges: Exchange[] };
  resendWebhook(site: Site, identifier: string): Result<null>;
  reset(site: Site): Promise<void>;
};

/** What both the pages and the control API are built on. */
export type SandboxTools = {
  open(request: Request): OpenSite;
  all(): OpenSite[];
  faults: Faults;
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
    faults: tools.faults,
    recent: (site) => ({
      deliveries: site.state().deliveries,
      tokens: openOf(site).recent.tokens(),
      exchanges: openOf(site).recent.exchanges(),
    }),
    resendWebhook: (site, identifier) =>
      openOf(site).queue.resend(identifier) ? ok(null) : refuse(404, "There is no finished delivery with this identifier."),
    reset: (site) => openOf(site).reset(),
  };
}
