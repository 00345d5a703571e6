import { installApp } from "../../sandbox/apps/install-app.ts";
import { createSandbox, type Sandbox, type SandboxExchange } from "../../sandbox/create-sandbox.ts";
import type { Installation, Page, TenantName } from "../../sandbox/state.ts";
import { callAsApp, callAsPerson, type Call } from "./jira-client.ts";
import { startTestApp, type TestApp } from "./test-app.ts";

const EVENTS = [
  "page_created",
  "page_updated",
  "page_trashed",
  "page_removed",
  "page_restored",
  "page_moved",
  "comment_created",
  "comment_updated",
  "comment_removed",
  "label_added",
  "label_removed",
  "content_permissions_updated",
];

export type WikiSite = {
  sandbox: Sandbox;
  app: TestApp;
  exchanges: SandboxExchange[];
  installation: (tenant?: TenantName) => Installation;
  /** Calls Confluence as the installed app. */
  asApp: (tenant?: TenantName) => Call;
  asPerson: (name: string, tenant?: TenantName) => Call;
  accountOf: (name: string, tenant?: TenantName) => string;
  page: (title: string, tenant?: TenantName) => Page;
  spaceId: (key: string, tenant?: TenantName) => string;
  stop: () => Promise<void>;
};

/** Both sites with an app in their Confluence that listens to every event, each at an address of its own. */
export async function startWikiSite(): Promise<WikiSite> {
  const app = await startTestApp();
  const { modules } = app.descriptor;
  const webhooks = EVENTS.map((event) => ({ event, url: `/wiki-hooks/${event}` }));
  app.descriptor = {
    ...app.descriptor,
    modules: { ...(typeof modules === "object" ? modules : {}), webhooks },
  };
  const exchanges: SandboxExchange[] = [];
  const sandbox = createSandbox({
    port: 0,
    webhookRetryDelaysMs: [1],
    onExchange: (exchange) => void exchanges.push(exchange),
  });
  await sandbox.start();
  for (const tenant of ["acme", "globex"] as const) {
    const installed = await installApp(sandbox.site(tenant), app.descriptorUrl, ["confluence"]);
    if (!installed.ok) throw new Error(installed.refusal.errorMessages.join());
  }
  const found = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new Error(`the site has no ${what}`);
    return value;
  };
  const installation = (tenant: TenantName = "acme") =>
    found(sandbox.site(tenant).installation("confluence", "probe-app"), "app");
  const accountOf = (name: string, tenant: TenantName = "acme") =>
    found(
      sandbox
        .site(tenant)
        .people()
        .find((one) => one.displayName === name),
      name,
    ).accountId;
  return {
    sandbox,
    app,
    exchanges,
    installation,
    accountOf,
    asApp: (tenant = "acme") => callAsApp(sandbox.site(tenant).origin(), () => installation(tenant)),
    asPerson: (name, tenant = "acme") => callAsPerson(sandbox.site(tenant).origin(), accountOf(name, tenant)),
    page: (title, tenant = "acme") =>
      found(
        sandbox
          .site(tenant)
          .state()
          .pages.find((one) => one.title === title),
        title,
      ),
    spaceId: (key, tenant = "acme") =>
      found(
        sandbox
          .site(tenant)
          .state()
          .spaces.find((one) => one.key === key),
        key,
      ).id,
    async stop() {
      await sandbox.stop();
      await app.stop();
    },
  };
}
