import * as z from "zod";
import { AccountId, ApiScope, ApiTokenId, TenantId } from "../contract/index.ts";
import { newId } from "../kit/index.ts";
import { namedActor, type ApiToken, type ApiTokenStore } from "../tenants/index.ts";
import { createBatchedLookup } from "./batch-lookups.ts";
import type { StoreDeps } from "./store-deps.ts";

const USE_NOTED_EVERY_MS = 60 * 60_000;

const Row = z
  .object({
    tenant_id: TenantId,
    id: ApiTokenId,
    digest: z.string(),
    name: z.string(),
    account_id: AccountId,
    scopes: z.array(ApiScope),
    created_at: z.date(),
    expires_at: z.date().nullable(),
    last_used_at: z.date().nullable(),
    revoked_at: z.date().nullable(),
  })
  .transform(({ digest, ...row }): { digest: string; token: ApiToken } => ({
    digest,
    token: {
      ...{ id: row.id, tenantId: row.tenant_id, name: row.name, account: row.account_id, scopes: row.scopes },
      ...{ createdAt: row.created_at, expiresAt: row.expires_at },
      ...{ lastUsedAt: row.last_used_at, revokedAt: row.revoked_at },
    },
  }));

export function createApiTokenStore({ db, audit, clock }: StoreDeps): ApiTokenStore {
  const lookUp = createBatchedLookup(async (digests) => {
    const { rows } = await db.apart.query("SELECT * FROM find_api_tokens($1)", [digests]);
    return new Map(rows.map((row) => Row.parse(row)).map(({ digest, token }) => [digest, token]));
  });

  return {
    findByDigest: lookUp,
    create: (caller, { name, account, scopes, expiresAt, digest }) =>
      db.withTenant(caller, async (tx) => {
        const id = ApiTokenId.parse(newId());
        const { rows } = await tx.query(
          `INSERT INTO api_tokens (tenant_id, id, digest, name, account_id, scopes, created_at, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *`,
          [caller.tenantId, id, digest, name, account, [...scopes], clock.now(), expiresAt],
        );
        await audit.append(tx, caller, [
          {
            type: "token-created",
            by: namedActor(caller),
            token: id,
            scopes,
            expires: expiresAt?.toISOString() ?? null,
            words: name,
          },
        ]);
        return Row.parse(rows[0]).token;
      }),
    list: (caller) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          "SELECT * FROM api_tokens WHERE tenant_id = $1 ORDER BY created_at DESC, id",
          [caller.tenantId],
        );
        return rows.map((row) => Row.parse(row).token);
      }),
    revoke: (caller, id) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          "UPDATE api_tokens SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING 1",
          [caller.tenantId, id, clock.now()],
        );
        if (rows.length === 0) return false;
        await audit.append(tx, caller, [{ type: "token-revoked", by: namedActor(caller), token: id }]);
        return true;
      }),
    async noteUse(caller, id) {
      const now = clock.now();
      const before = new Date(now.getTime() - USE_NOTED_EVERY_MS);
      await db.withTenant(caller, (tx) =>
        tx.query(
          `UPDATE api_tokens SET last_used_at = $3
           WHERE tenant_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at < $4)`,
          [caller.tenantId, id, now, before],
        ),
      );
    },
  };
}
