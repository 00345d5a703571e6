import * as z from "zod";
import { InstallationId, TenantId } from "../contract/index.ts";
import { SealFault, type Sealer } from "../kit/index.ts";
import type { Installation } from "../tenants/index.ts";
import type { InstallationRow } from "./rows.ts";

const Fields = z.object({
  id: InstallationId,
  tenantId: TenantId,
  product: z.enum(["jira", "confluence"]),
  state: z.enum(["unverified", "enabled", "disabled", "uninstalled"]),
  licence: z.enum(["active", "none", "free"]).nullable(),
});

/** A row as the narrow door gives it, with the table's own column names. */
const DoorRow = z
  .object({
    tenant_id: z.string(),
    id: z.string(),
    product: z.string(),
    client_key: z.string(),
    base_url: z.string(),
    display_url: z.string().nullable(),
    secret_sealed: z.string(),
    oauth_client_id: z.string().nullable(),
    state: z.string(),
    licence: z.string().nullable(),
    installed_at: z.date(),
    uninstalled_at: z.date().nullable(),
    updated_at: z.date(),
  })
  .transform(
    (row): InstallationRow => ({
      ...{
        tenantId: row.tenant_id,
        id: row.id,
        product: row.product,
        clientKey: row.client_key,
        baseUrl: row.base_url,
      },
      ...{ displayUrl: row.display_url, secretSealed: row.secret_sealed, oauthClientId: row.oauth_client_id },
      ...{
        state: row.state,
        licence: row.licence,
        installedAt: row.installed_at,
        uninstalledAt: row.uninstalled_at,
      },
      updatedAt: row.updated_at,
    }),
  );

export const parseDoorRow = (row: unknown): InstallationRow => DoorRow.parse(row);

/** Where a shared secret is sealed for: this installation of this tenant, and no other. */
export const secretPlace = ({ tenantId, id }: { tenantId: string; id: string }) => ({
  tenantId,
  field: `installations.secret/${id}`,
});

export function readInstallation(row: InstallationRow, sealer: Sealer): Installation {
  const { clientKey, baseUrl, displayUrl, oauthClientId, installedAt, uninstalledAt } = row;
  const sharedSecret = openSecret(row, sealer);
  return {
    ...Fields.parse(row),
    clientKey,
    baseUrl,
    displayUrl,
    sharedSecret,
    oauthClientId,
    installedAt,
    uninstalledAt,
  };
}

/** A secret that no key of ours opens must not keep its site from installing us anew. */
function openSecret(row: InstallationRow, sealer: Sealer): string | null {
  try {
    return sealer.open(row.secretSealed, secretPlace(row)).text;
  } catch (error) {
    if (error instanceof SealFault) return null;
    throw error;
  }
}
