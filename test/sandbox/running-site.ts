import { installApp } from "../../sandbox/apps/install-app.ts";
import { createSandbox } from "../../sandbox/create-sandbox.ts";
import type { TenantName } from "../../sandbox/state.ts";
import { callAsApp, callAsPerson, type Call } from "./jira-client.ts";
import { startTestApp } from "./test-app.ts";

/** A sandbox with the probe app installed in one tenant's Jira, and ways to call it as anybody. */
export async function startSite(tenant: TenantName) {
  const app = await startTestApp();
  const sandbox = createSandbox({ port: 0 });
  const { origins } = await sandbox.start();
  const site = sandbox.site(tenant);
  const installed = await installApp(site, app.descriptorUrl, ["jira"]);
  if (!installed.ok) throw new Error(installed.refusal.errorMessages.join());
  const person = (name: string) => {
    const found = site.people().find((one) => one.displayName === name);
    if (found === undefined) throw new Error(`Nobody is called ${name}`);
    return found;
  };
  const jira: Call = callAsApp(origins[tenant], () => {
    const found = site.installation("jira", "probe-app");
    if (found === undefined) throw new Error("the app is not installed");
    return found;
  });
  return {
    app,
    site,
    jira,
    person,
    as: (name: string): Call => callAsPerson(origins[tenant], person(name).accountId),
    async stop() {
      await sandbox.stop();
      await app.stop();
    },
  };
}

export type RunningSite = Awaited<ReturnType<typeof startSite>>;
