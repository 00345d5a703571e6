import * as z from "zod";
import type { OnceToken } from "../tenants/index.ts";
import { insertRow } from "./insert-row.ts";
import type { Tx } from "./run-in-tenant.ts";

const Found = z.array(z.object({ body_digest: z.string() }));

/** `again`: the same token with the same body, as when our answer was lost. `other`: it has been used for something else. */
export async function spendToken(
  tx: Tx,
  { digest, bodyDigest, until }: OnceToken,
  now: Date,
): Promise<"first" | "again" | "other"> {
  await tx.query("DELETE FROM used_tokens WHERE tenant_id = $1 AND until < $2", [tx.tenantId, now]);
  const row = { tenant_id: tx.tenantId, digest, body_digest: bodyDigest, until };
  if (await insertRow(tx, "used_tokens", row)) return "first";
  const { rows } = await tx.query(
    "SELECT body_digest FROM used_tokens WHERE tenant_id = $1 AND digest = $2",
    [tx.tenantId, digest],
  );
  return Found.parse(rows)[0]?.body_digest === bodyDigest ? "again" : "other";
}
