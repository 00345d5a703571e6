import { randomUUID } from "node:crypto";
import { signRequest } from "../../sandbox/apps/sign-for-app.ts";
import type { TenantName } from "../../sandbox/state.ts";
import { type ProposalView, type TenantId } from "../../server/contract/index.ts";
import type { Database } from "../../server/records/index.ts";
import { onSite } from "../builders/on-site.ts";
import { openEmbeddedForTest } from "../environment/database.ts";
import { startRunningApp } from "../environment/running-app.ts";

export const SITES = ["acme", "globex"] as const satisfies readonly TenantName[];

/** Who leads, what a new issue needs there. */
const WHERE = {
  acme: { lead: "Mia Krause", fields: { project: { key: "SHOP" }, issuetype: { name: "Task" } } },
  globex: {
    lead: "Hana Sato",
    fields: { project: { key: "DEV" }, issuetype: { name: "Arbeit" }, customfield_10070: { value: "Rev A" } },
  },
} as const;

export type Done = { tenantId: string; requestId: string | undefined };

/** The running app, installed in two sites, over a database that notes in whose name each transaction is. */
export async function startTwoSites() {
  const database = await openEmbeddedForTest();
  const transactions: Done[] = [];
  const db: Database = {
    ...database.db,
    withTenant(who, work) {
      const by = typeof who === "string" ? { tenantId: who, requestId: undefined } : who;
      transactions.push({ tenantId: by.tenantId, requestId: by.requestId });
      return database.db.withTenant(who, work);
    },
  };
  const running = await startRunningApp(db);
  const { sandbox, app } = running;

  const tenantOf = async (name: TenantName): Promise<TenantId> => {
    const installed = sandbox.site(name).installation("jira", "ticketsmith");
    const found = await app.installations.findByClientKey(installed?.clientKey ?? "");
    if (found === undefined) throw new Error(`Not installed in ${name}`);
    return found.tenantId;
  };

  const newIssue = (name: TenantName, summary: string): { id: string; key: string } => {
    const { lead, fields } = WHERE[name];
    const at = onSite(() => sandbox.site(name));
    const { id, key } = at.issueNow(at.newIssue(lead, summary, fields));
    return { id, key };
  };

  return {
    ...running,
    database,
    transactions,
    tenants: { acme: await tenantOf("acme"), globex: await tenantOf("globex") },
    /** An issue in each site, both with the same id. */
    newIssues(summary: (name: TenantName) => string) {
      const last = Math.max(...SITES.map((name) => sandbox.site(name).state().lastId));
      const made = SITES.map((name) => {
        sandbox.site(name).state().lastId = last;
        return newIssue(name, summary(name));
      });
      const [acme, globex] = made;
      if (acme === undefined || globex === undefined || acme.id !== globex.id)
        throw new Error(`Not the same id: ${JSON.stringify(made)}`);
      return { acme, globex };
    },
    /** A webhook as the site sends it, whatever is in it. */
    async deliver(name: TenantName, body: unknown, identifier: string = randomUUID()): Promise<number> {
      const installation = sandbox.site(name).installation("jira", "ticketsmith");
      if (installation === undefined) throw new Error(`Not installed in ${name}`);
      const url = `${running.baseUrl}/webhooks/jira`;
      const token = signRequest(installation, { method: "POST", url, now: new Date() }, {});
      const { status } = await fetch(url, {
        method: "POST",
        headers: {
          authorization: `JWT ${token}`,
          "content-type": "application/json",
          "x-atlassian-webhook-identifier": identifier,
        },
        body: JSON.stringify(body),
      });
      return status;
    },
    panelOfLead: (name: TenantName, key: string) => running.panelOf(WHERE[name].lead, key, name),
    leadOf: (name: TenantName) => WHERE[name].lead,
    async stop() {
      await running.stop();
      await database.close();
    },
  };
}

export type TwoSites = Awaited<ReturnType<typeof startTwoSites>>;
export type LeadPanel = ReturnType<TwoSites["panelOfLead"]>;

/** What this person typed became a proposal that waits. */
export async function proposeBySentence(panel: LeadPanel, sentence: string): Promise<ProposalView> {
  const seen = new Set((await panel.view()).open.map(({ id }) => id));
  const { status, body } = await panel.ask(sentence);
  if (status !== 202) throw new Error(`The sentence was answered ${status}: ${JSON.stringify(body)}`);
  const isNew = (one: ProposalView) =>
    !seen.has(one.id) && one.status === "waiting" && one.origin === "sentence";
  return panel.until(isNew, `a proposal for "${sentence}"`);
}

export const yesTo = ({ planHash, steps }: ProposalView) => ({ planHash, steps: steps.map(({ id }) => id) });
