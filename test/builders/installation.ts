import { randomUUID } from "node:crypto";
import { InstallationId, TenantId } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import type { FreshInstallation } from "../../server/tenants/index.ts";

/** An installation in use. */
export const someInstallation = (over: Partial<FreshInstallation> = {}): FreshInstallation => ({
  id: InstallationId.parse(newId()),
  tenantId: TenantId.parse(newId()),
  product: "jira",
  clientKey: randomUUID(),
  baseUrl: "https://acme.atlassian.net",
  displayUrl: null,
  sharedSecret: "a-shared-secret-of-some-length",
  oauthClientId: "client-1",
  state: "enabled",
  licence: null,
  installedAt: new Date("2026-11-01T08:00:00Z"),
  uninstalledAt: null,
  ...over,
});
