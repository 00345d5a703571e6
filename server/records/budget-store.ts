import * as z from "zod";
import { Cap } from "../contract/index.ts";
import { monthOf, namedActor, type BudgetStore, type Caller } from "../tenants/index.ts";
import { dayOf } from "./hold-to-caps.ts";
import type { StoreDeps } from "./store-deps.ts";

const Caps = z.array(
  z
    .object({
      scope: z.string(),
      name: z.string(),
      monthlyUsd: z.number().nullable(),
      monthlyTokens: z.coerce.number().nullable(),
    })
    .pipe(Cap),
);
const Warnings = z.array(
  z.object({
    scope: z.enum(["site", "project", "use"]),
    name: z.string(),
    unit: z.enum(["usd", "tokens"]),
    level: z.number(),
    at: z.date().transform((at) => at.toISOString()),
  }),
);

/** What the caller's tenant may spend on its models in a month. */
export function budgetStoreFor({ db, audit, clock }: StoreDeps, caller: Caller): BudgetStore {
  const { tenantId } = caller;
  return {
    caps: () =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          `SELECT scope, name, monthly_usd AS "monthlyUsd", monthly_tokens AS "monthlyTokens"
           FROM budgets WHERE tenant_id = $1 ORDER BY array_position(ARRAY['site', 'project', 'use'], scope), name`,
          [tenantId],
        );
        return Caps.parse(rows);
      }),

    setCap: ({ scope, name, monthlyUsd, monthlyTokens }) =>
      db.withTenant(caller, async (tx) => {
        const place = [tenantId, scope, name];
        if (monthlyUsd === null && monthlyTokens === null)
          await tx.query("DELETE FROM budgets WHERE tenant_id = $1 AND scope = $2 AND name = $3", place);
        else
          await tx.query(
            `INSERT INTO budgets (tenant_id, scope, name, monthly_usd, monthly_tokens, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant_id, scope, name) DO UPDATE SET monthly_usd = excluded.monthly_usd,
               monthly_tokens = excluded.monthly_tokens, updated_at = excluded.updated_at`,
            [...place, monthlyUsd, monthlyTokens, clock.now()],
          );
        const what = scope === "site" ? "site" : `${scope} ${name}`;
        const limits = [
          ...(monthlyUsd === null ? [] : [`$${monthlyUsd}`]),
          ...(monthlyTokens === null ? [] : [`${monthlyTokens} tokens`]),
        ];
        const to = `${what}: ${limits.length === 0 ? "no limit" : `${limits.join(", ")} a month`}`;
        await audit.append(tx, caller, [
          { type: "policy-changed", by: namedActor(caller), policy: "budget", to },
        ]);
      }),

    warnings: (at) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          `SELECT scope, name, unit, level, at FROM budget_warnings WHERE tenant_id = $1 AND month = $2
           ORDER BY at DESC, level DESC, scope, name, unit`,
          [tenantId, dayOf(monthOf(at))],
        );
        return Warnings.parse(rows);
      }),
  };
}
