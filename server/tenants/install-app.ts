import { InstallationId, type AuditEntry } from "../contract/index.ts";
import { newId, type Clock } from "../kit/index.ts";
import { originOf, type FreshInstallation, type Installation, type Product } from "./installation.ts";
import type { InstallationStore, OnceToken, TenantStore } from "./ports.ts";

export const KEPT_DAYS = 30;
export const erasureDate = (from: Date): Date => new Date(from.getTime() + KEPT_DAYS * 24 * 3_600_000);

/** What a site says when it installs us. That it comes from Atlassian is proven; what it says is not. */
export type InstallNotice = {
  product: Product;
  clientKey: string;
  baseUrl: string;
  displayUrl: string | null;
  sharedSecret: string;
  oauthClientId: string | null;
};

/** Time for the site to finish its side; whoever answered it may well have asked before that. */
const FIRST_CHECK_AFTER_MS = 5_000;

export type InstallDeps = { installations: InstallationStore; tenants: TenantStore; clock: Clock };

/**
 * Takes a new install, a re-install, or a rotated secret, which counts from the moment this returns. What
 * names a new address, or comes back after an uninstall, may do nothing until the address has answered. Undefined:
 * the token has installed something else before.
 */
export function createInstaller({ installations, tenants, clock }: InstallDeps) {
  return async function installApp(
    notice: InstallNotice,
    token?: OnceToken,
  ): Promise<FreshInstallation | undefined> {
    const known = await installations.findByClientKey(notice.clientKey);
    const at = clock.now();
    const proven = known !== undefined && isProvenAt(known, notice);
    const tenantId =
      known?.tenantId ??
      (await tenants.findOrCreate(originOf(notice.baseUrl), { at, eraseAfter: erasureDate(at) })).id;
    const installation: FreshInstallation = {
      ...notice,
      id: known?.id ?? InstallationId.parse(newId()),
      tenantId,
      state: proven ? known.state : "unverified",
      licence: known?.licence ?? null,
      installedAt: known !== undefined && known.state !== "uninstalled" ? known.installedAt : at,
      uninstalledAt: null,
    };
    const saved = await installations.save(
      installation,
      entriesFor(known, installation),
      proven
        ? []
        : [{ do: "verify-installation", installation: installation.id, afterMs: FIRST_CHECK_AFTER_MS }],
      token,
    );
    return saved ? installation : undefined;
  };
}

const isProvenAt = (known: Installation, notice: InstallNotice) =>
  (known.state === "enabled" || known.state === "disabled") &&
  known.baseUrl === notice.baseUrl &&
  known.product === notice.product;

function entriesFor(known: Installation | undefined, now: FreshInstallation): AuditEntry[] {
  const line = { type: "installation-changed", by: "app", product: now.product } as const;
  if (now.state === "unverified") return [{ ...line, change: "installed" }];
  return known?.sharedSecret === now.sharedSecret ? [] : [{ ...line, change: "secret-rotated" }];
}
