import * as z from "zod";
import type { AnswerStore } from "../tenants/index.ts";
import { insertRow } from "./insert-row.ts";
import type { StoreDeps } from "./store-deps.ts";

const KEPT_MS = 24 * 60 * 60_000;
/** Longer than any call takes: whoever took the key has died. */
const ABANDONED_MS = 5 * 60_000;

const Kept = z.array(
  z.object({
    body_digest: z.string(),
    answer: z
      .object({ status: z.number(), body: z.unknown(), headers: z.record(z.string(), z.string()) })
      .nullable(),
  }),
);

export function createAnswerStore({ db, clock }: Pick<StoreDeps, "db" | "clock">): AnswerStore {
  return {
    take: (caller, account, { keyDigest, bodyDigest }) =>
      db.withTenant(caller, async (tx) => {
        const { tenantId } = caller;
        const now = clock.now();
        const ago = (ms: number) => new Date(now.getTime() - ms);
        await tx.query(
          "DELETE FROM api_answers WHERE tenant_id = $1 AND (created_at < $2 OR (answer IS NULL AND created_at < $3))",
          [tenantId, ago(KEPT_MS), ago(ABANDONED_MS)],
        );
        const key = { tenant_id: tenantId, account_id: account, key_digest: keyDigest };
        if (await insertRow(tx, "api_answers", { ...key, body_digest: bodyDigest, created_at: now }))
          return "first";
        const { rows } = await tx.query(
          "SELECT body_digest, answer FROM api_answers WHERE tenant_id = $1 AND account_id = $2 AND key_digest = $3",
          [tenantId, account, keyDigest],
        );
        const [kept] = Kept.parse(rows);
        if (kept === undefined || kept.body_digest !== bodyDigest)
          return kept === undefined ? "busy" : "other";
        return kept.answer ?? "busy";
      }),
    async keep(caller, account, keyDigest, answer) {
      await db.withTenant(caller, (tx) =>
        tx.query(
          "UPDATE api_answers SET answer = $4 WHERE tenant_id = $1 AND account_id = $2 AND key_digest = $3",
          [caller.tenantId, account, keyDigest, JSON.stringify(answer)],
        ),
      );
    },
    async free(caller, account, keyDigest) {
      await db.withTenant(caller, (tx) =>
        tx.query(
          "DELETE FROM api_answers WHERE tenant_id = $1 AND account_id = $2 AND key_digest = $3 AND answer IS NULL",
          [caller.tenantId, account, keyDigest],
        ),
      );
    },
  };
}
