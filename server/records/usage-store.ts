import * as z from "zod";
import { ReservationId } from "../contract/index.ts";
import { newId } from "../kit/index.ts";
import { monthAfter, monthOf, type Caller, type UsageStore } from "../tenants/index.ts";
import type { StoreDeps } from "./store-deps.ts";

const Lines = z.array(
  z.object({
    day: z.string(),
    model: z.string(),
    direction: z.enum(["prompt", "completion"]),
    tokens: z.coerce.number(),
    unpricedTokens: z.coerce.number(),
    nanoUsd: z.coerce.number(),
  }),
);
const Reserved = z.tuple([z.object({ nano: z.coerce.number() })]);

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** What the caller's tenant has used of its models, and put aside for calls under way. */
export function usageStoreFor({ db }: Pick<StoreDeps, "db">, caller: Caller): UsageStore {
  const { tenantId } = caller;
  return {
    reserve: ({ nanoUsd, limitNanoUsd, now, until }) =>
      db.withTenant(caller, async (tx) => {
        const id = ReservationId.parse(newId());
        // Two at once are counted one after the other, wherever they run. What refers to the tenant need not wait.
        await tx.query("SELECT 1 FROM tenants WHERE id = $1 FOR NO KEY UPDATE", [tenantId]);
        await tx.query("DELETE FROM model_reservations WHERE tenant_id = $1 AND until <= $2", [
          tenantId,
          now,
        ]);
        const { rows } = await tx.query(
          `INSERT INTO model_reservations (tenant_id, id, nano_usd, until)
           SELECT $1::uuid, $2::uuid, $3::bigint, $4::timestamptz
           WHERE $3::bigint
             + (SELECT coalesce(sum(nano_usd), 0) FROM model_reservations WHERE tenant_id = $1::uuid)
             + (SELECT coalesce(sum(nano_usd), 0) FROM model_usage WHERE tenant_id = $1::uuid AND day >= $5::date)
             <= $6::bigint
           RETURNING 1`,
          [tenantId, id, nanoUsd, until, dayOf(monthOf(now)), limitNanoUsd],
        );
        return rows.length > 0 ? id : undefined;
      }),

    settle: (reservation, { model, at, used, paid }) =>
      db.withTenant(caller, async (tx) => {
        const day = dayOf(at);
        for (const [direction, tokens, nanoUsd] of [
          ["prompt", used.promptTokens, paid?.prompt],
          ["completion", used.completionTokens, paid?.completion],
        ] as const) {
          await tx.query(
            `INSERT INTO model_usage (tenant_id, day, model, direction, tokens, unpriced_tokens, nano_usd)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (tenant_id, day, model, direction) DO UPDATE SET
               tokens = model_usage.tokens + excluded.tokens,
               unpriced_tokens = model_usage.unpriced_tokens + excluded.unpriced_tokens,
               nano_usd = model_usage.nano_usd + excluded.nano_usd`,
            [tenantId, day, model, direction, tokens, nanoUsd === undefined ? tokens : 0, nanoUsd ?? 0],
          );
        }
        if (reservation !== null) await tx.query(END, [tenantId, reservation]);
      }),

    free: (reservation) =>
      db.withTenant(caller, async (tx) => void (await tx.query(END, [tenantId, reservation]))),

    keep: (reservation, until) =>
      db.withTenant(caller, async (tx) => {
        await tx.query("UPDATE model_reservations SET until = $3 WHERE tenant_id = $1 AND id = $2", [
          ...[tenantId, reservation, until],
        ]);
      }),

    month: (at) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          `SELECT to_char(day, 'YYYY-MM-DD') AS day, model, direction, tokens,
             unpriced_tokens AS "unpricedTokens", nano_usd AS "nanoUsd"
           FROM model_usage WHERE tenant_id = $1 AND day >= $2 AND day < $3 ORDER BY 1, 2, 3 DESC`,
          [tenantId, dayOf(monthOf(at)), dayOf(monthAfter(at))],
        );
        const reserved = await tx.query(
          `SELECT coalesce(sum(nano_usd), 0) AS nano FROM model_reservations WHERE tenant_id = $1 AND until > $2`,
          [tenantId, at],
        );
        return { lines: Lines.parse(rows), reservedNanoUsd: Reserved.parse(reserved.rows)[0].nano };
      }),
  };
}

const END = "DELETE FROM model_reservations WHERE tenant_id = $1 AND id = $2";
