import * as z from "zod";
import { ReservationId, type BudgetWarning } from "../contract/index.ts";
import { newId, ok, refuse } from "../kit/index.ts";
import { monthAfter, monthOf, type Caller, type UsageStore } from "../tenants/index.ts";
import { dayOf, limitsFor, noteReached, noteRefused, takenFor, type Limit } from "./hold-to-caps.ts";
import { insertRow } from "./insert-row.ts";
import type { Tx } from "./run-in-tenant.ts";
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

const Sums = { project: z.string(), use: z.string(), tokens: z.coerce.number(), nanoUsd: z.coerce.number() };
const Details = z.array(
  z.object({ ...Sums, day: z.string(), model: z.string(), unpricedTokens: z.coerce.number() }),
);
const ReservedDetails = z.array(z.object(Sums));

const capOf = ({ scope, name, unit }: Limit) => ({ scope, name, unit });

/** What the caller's tenant has used of its models, and put aside for calls under way. */
export function usageStoreFor({ db, audit }: Pick<StoreDeps, "db" | "audit">, caller: Caller): UsageStore {
  const { tenantId } = caller;
  const tellOf = (tx: Tx, warned: readonly BudgetWarning[]) =>
    audit.append(
      tx,
      caller,
      warned.map(({ at: _at, ...warning }) => ({ type: "budget-warned", by: "app", ...warning })),
    );

  return {
    reserve: ({ now, until, ...asked }) =>
      db.withTenant(caller, async (tx) => {
        if ((await limitsFor(tx, asked)).length === 0) return ok(null);
        // Two at once are counted one after the other, wherever they run. What refers to the tenant need not wait.
        await tx.query(LOCK, [tenantId]);
        await tx.query("DELETE FROM model_reservations WHERE tenant_id = $1 AND until <= $2", [
          tenantId,
          now,
        ]);
        const limits = await limitsFor(tx, asked);
        const { nanoUsd, tokens, use, project } = asked;
        const unpriced = limits.find(({ unit }) => unit === "usd");
        if (nanoUsd === null && unpriced !== undefined)
          return refuse({ code: "no-price" as const, cap: capOf(unpriced), warned: [] });
        const takenOf = await takenFor(tx, asked, now);
        const broken = limits.find(
          (limit) => takenOf(limit) + (limit.unit === "usd" ? (nanoUsd ?? 0) : tokens) > limit.most,
        );
        if (broken !== undefined) {
          const warned = await noteRefused(tx, broken, now);
          await tellOf(tx, warned);
          return refuse({ code: "over-budget" as const, cap: capOf(broken), warned });
        }
        const id = ReservationId.parse(newId());
        await insertRow(tx, "model_reservations", {
          ...{ tenant_id: tenantId, id, nano_usd: nanoUsd ?? 0, tokens, project: project ?? "", use, until },
        });
        return ok(id);
      }),

    settle: (reservation, { model, at, used, paid, ...about }) =>
      db.withTenant(caller, async (tx) => {
        const day = dayOf(at);
        const limits = await limitsFor(tx, about);
        // Of two that reach a limit together, the second must see the first.
        if (limits.length > 0) await tx.query(LOCK, [tenantId]);
        for (const [direction, tokens, nanoUsd] of [
          ["prompt", used.promptTokens, paid?.prompt],
          ["completion", used.completionTokens, paid?.completion],
        ] as const) {
          await tx.query(
            `INSERT INTO model_usage
               (tenant_id, day, model, direction, tokens, unpriced_tokens, nano_usd, project, use)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (tenant_id, day, model, direction, project, use) DO UPDATE SET
               tokens = model_usage.tokens + excluded.tokens,
               unpriced_tokens = model_usage.unpriced_tokens + excluded.unpriced_tokens,
               nano_usd = model_usage.nano_usd + excluded.nano_usd`,
            [
              ...[tenantId, day, model, direction, tokens, nanoUsd === undefined ? tokens : 0, nanoUsd ?? 0],
              ...[about.project ?? "", about.use],
            ],
          );
        }
        if (reservation !== null) await tx.query(END, [tenantId, reservation]);
        if (limits.length === 0) return [];
        const warned = await noteReached(tx, limits, await takenFor(tx, about, at), at);
        await tellOf(tx, warned);
        return warned;
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
          `SELECT to_char(day, 'YYYY-MM-DD') AS day, model, direction, sum(tokens) AS tokens,
             sum(unpriced_tokens) AS "unpricedTokens", sum(nano_usd) AS "nanoUsd"
           FROM model_usage WHERE tenant_id = $1 AND day >= $2 AND day < $3 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 DESC`,
          [tenantId, dayOf(monthOf(at)), dayOf(monthAfter(at))],
        );
        const reserved = await tx.query(
          `SELECT coalesce(sum(nano_usd), 0) AS nano FROM model_reservations WHERE tenant_id = $1 AND until > $2`,
          [tenantId, at],
        );
        return { lines: Lines.parse(rows), reservedNanoUsd: Reserved.parse(reserved.rows)[0].nano };
      }),

    detail: (at) =>
      db.withTenant(caller, async (tx) => {
        const used = await tx.query(
          `SELECT to_char(day, 'YYYY-MM-DD') AS day, model, project, use, sum(tokens) AS tokens,
             sum(unpriced_tokens) AS "unpricedTokens", sum(nano_usd) AS "nanoUsd"
           FROM model_usage WHERE tenant_id = $1 AND day >= $2 AND day < $3 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
          [tenantId, dayOf(monthOf(at)), dayOf(monthAfter(at))],
        );
        const reserved = await tx.query(
          `SELECT project, use, sum(tokens) AS tokens, sum(nano_usd) AS "nanoUsd"
           FROM model_reservations WHERE tenant_id = $1 AND until > $2 GROUP BY 1, 2`,
          [tenantId, at],
        );
        return { used: Details.parse(used.rows), reserved: ReservedDetails.parse(reserved.rows) };
      }),
  };
}

const END = "DELETE FROM model_reservations WHERE tenant_id = $1 AND id = $2";
const LOCK = "SELECT 1 FROM tenants WHERE id = $1 FOR NO KEY UPDATE";
