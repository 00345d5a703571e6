import type { InstallationId, TenantId } from "../contract/index.ts";
import { ok, refuse, systemClock, type Clock, type Result } from "../kit/index.ts";
import { erasureDate } from "./install-app.ts";
import { originOf, type Installation, type Licence } from "./installation.ts";
import type { InstallationStore, TenantStore } from "./ports.ts";

/** Calls the address that the installation names, signed with its secret, and hears whether it knows us. */
export type AskSite = (
  installation: Installation,
  how?: { timeoutMs: number },
) => Promise<Result<{ licence: Licence; trial?: boolean }, "refused" | "no-answer">>;

/** `no-answer` and `refused` are worth another try: the site may not have finished installing. */
export type ConfirmRefusal = "refused" | "no-answer" | "gone" | "changed-meanwhile";

export type ConfirmDeps = {
  installations: InstallationStore;
  tenants: TenantStore;
  askSite: AskSite;
  clock?: Clock;
};

/**
 * The body of an install is not covered by its signature, so an installation counts only once the address in it
 * has answered a call signed with the secret in it. Then it joins the tenant of that origin. Safe to repeat.
 */
export function createConfirmer(deps: ConfirmDeps) {
  return async function confirmInstallation(
    tenantId: TenantId,
    id: InstallationId,
    how?: { timeoutMs: number },
  ): Promise<Result<Installation, ConfirmRefusal>> {
    const installation = await deps.installations.find(tenantId, id);
    if (installation === undefined || installation.state === "uninstalled") return refuse("gone");
    if (installation.state !== "unverified") return ok(installation);

    const answer = await deps.askSite(installation, how);
    if (!answer.ok) return answer;

    const joined = await joinTenant(deps, installation);
    const won = await deps.installations.setState(joined, { state: "enabled", uninstalledAt: null }, [
      { type: "installation-changed", by: "app", product: joined.product, change: "verified" },
    ]);
    if (!won) return refuse("changed-meanwhile");
    await deps.installations.setLicence(joined.tenantId, joined.id, answer.value.licence);
    await deps.tenants.setErasure(joined.tenantId, { uninstalledAt: null, eraseAfter: null });
    await retireOlder(deps.installations, joined);
    return ok({ ...joined, state: "enabled", licence: answer.value.licence });
  };
}

/** A site that was renamed keeps its tenant under the new origin, unless that origin has a tenant of its own. */
async function joinTenant(deps: ConfirmDeps, installation: Installation): Promise<Installation> {
  const { installations, tenants } = deps;
  const origin = originOf(installation.baseUrl);
  const tenant = await tenants.find(installation.tenantId);
  if (tenant === undefined) throw new Error(`Installation ${installation.id} belongs to no tenant`);
  if (tenant.origin === origin) return installation;

  const there = await tenants.findByOrigin(origin);
  if (there === undefined && (await tenants.setOrigin(tenant.id, origin))) return installation;

  const target = there ?? (await tenants.findByOrigin(origin));
  if (target === undefined) throw new Error(`Nobody has the origin that tenant ${tenant.id} could not take`);
  await installations.move(installation, target.id);
  await leaveTenant(deps, tenant.id);
  return { ...installation, tenantId: target.id };
}

/** What the moved installation leaves behind is kept like that of an uninstalled site, unless it is still in use. */
async function leaveTenant(
  { installations, tenants, clock = systemClock }: ConfirmDeps,
  id: TenantId,
): Promise<void> {
  const rest = await installations.list(id);
  if (rest.some(({ state }) => state === "enabled" || state === "disabled")) return;
  const at = clock.now();
  await tenants.setErasure(id, { uninstalledAt: at, eraseAfter: erasureDate(at) });
}

/** After a site import the same product comes with a new client key: the one before it is dead. */
async function retireOlder(installations: InstallationStore, current: Installation): Promise<void> {
  const all = await installations.list(current.tenantId);
  const older = all.filter(
    (one) =>
      one.id !== current.id &&
      one.product === current.product &&
      one.state !== "uninstalled" &&
      one.state !== "unverified",
  );
  for (const one of older) {
    await installations.setState(one, { state: "uninstalled", uninstalledAt: current.installedAt }, [
      { type: "installation-changed", by: "app", product: one.product, change: "uninstalled" },
    ]);
  }
}
