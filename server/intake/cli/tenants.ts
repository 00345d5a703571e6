import { ACT_AS } from "../../kit/index.ts";
import type { TenantStore } from "../../tenants/index.ts";
import type { Terminal } from "./verify-jwt.ts";

type Tenants = Pick<TenantStore, "list" | "find" | "findByOrigin" | "actAs" | "setActAs">;

export type TenantsDeps = {
  /** Opens the database of the settings; `close` when done. */
  openTenants: () => Promise<{ tenants: Tenants; close: () => Promise<void> }>;
};

export const TENANTS_USAGE = `Usage: ticketsmith tenants list
       ticketsmith tenants act-as SITE ${ACT_AS.join("|")}|default

Lists the sites that have TicketSmith, or says as whom TicketSmith changes Jira on one of them, which its audit log
keeps. SITE is an origin such as https://acme.atlassian.net; default is whatever ACT_AS says.`;

/** One line for each site: its origin and as whom Jira is changed there. */
export function listTenants(
  terminal: Pick<Terminal, "say" | "complain">,
  deps: TenantsDeps,
): Promise<number> {
  return withTenants(deps, async (tenants) => {
    const ids = await tenants.list();
    if (ids.length === 0) terminal.complain("No site has TicketSmith in this database.");
    for (const id of ids) {
      const tenant = await tenants.find(id);
      if (tenant !== undefined) terminal.say(`${tenant.origin}\t${(await tenants.actAs(id)) ?? "default"}`);
    }
    return 0;
  });
}

export function setActAs(
  args: readonly string[],
  terminal: Pick<Terminal, "say" | "complain">,
  deps: TenantsDeps,
): Promise<number> {
  const [site, wanted, ...more] = args;
  const policy = ACT_AS.find((one) => one === wanted) ?? (wanted === "default" ? null : undefined);
  if (site === undefined || policy === undefined || more.length > 0) {
    terminal.complain(TENANTS_USAGE);
    return Promise.resolve(2);
  }
  return withTenants(deps, async (tenants) => {
    const tenant = await tenants.findByOrigin(site.replace(/\/+$/, ""));
    if (tenant === undefined || !(await tenants.setActAs(tenant.id, policy))) {
      terminal.complain(`No site ${site} has TicketSmith.`);
      return 1;
    }
    terminal.say(`${tenant.origin}\t${policy ?? "default"}`);
    return 0;
  });
}

async function withTenants(
  { openTenants }: TenantsDeps,
  work: (tenants: Tenants) => Promise<number>,
): Promise<number> {
  const { tenants, close } = await openTenants();
  try {
    return await work(tenants);
  } finally {
    await close();
  }
}
