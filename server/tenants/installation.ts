import type { InstallationId, TenantId } from "../contract/index.ts";

export type Product = "jira" | "confluence";

/**
 * `unverified`: installed, but nobody has answered yet at the address it claims; it may do nothing.
 * `disabled`: switched off by the site's admin. `uninstalled`: kept until the tenant is erased.
 */
export type InstallationState = "unverified" | "enabled" | "disabled" | "uninstalled";

/** What the site says of our licence: `none` is a licence that has run out, `free` an app that needs none. */
export type Licence = "active" | "none" | "free";

/** One product's install of the app for a tenant. */
export type Installation = {
  id: InstallationId;
  tenantId: TenantId;
  product: Product;
  /** Names the product's tenant for Atlassian; another one after a site import. */
  clientKey: string;
  /** Where the product's REST API starts, without a trailing slash; Confluence's ends in `/wiki`. */
  baseUrl: string;
  /** Where people see the site, when it has a domain of its own. Never for calls. */
  displayUrl: string | null;
  /** In the clear: it never leaves the server. Null when no key of ours opens it any more; then only a re-install helps. */
  sharedSecret: string | null;
  /** Names us when acting as a person; absent on sites that do not offer it. */
  oauthClientId: string | null;
  state: InstallationState;
  licence: Licence | null;
  installedAt: Date;
  uninstalledAt: Date | null;
};

/** As the site has just sent it, with its secret. */
export type FreshInstallation = Installation & { sharedSecret: string };

/** A customer: an Atlassian site, known by its origin (scheme, host and port). */
export type Tenant = {
  id: TenantId;
  origin: string;
  createdAt: Date;
  /** Since when no product has us installed. */
  uninstalledAt: Date | null;
  /** From when on everything of this tenant is erased, unless it is installed again before. */
  eraseAfter: Date | null;
};

export const originOf = (baseUrl: string): string => new URL(baseUrl).origin;
