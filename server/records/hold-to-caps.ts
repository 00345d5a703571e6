import * as z from "zod";
import { WARNING_LEVELS, type BudgetUnit, type BudgetWarning } from "../contract/index.ts";
import { monthAfter, monthOf, toNanoUsd, type AskedCall, type BrokenCap } from "../tenants/index.ts";
import { insertRow } from "./insert-row.ts";
import type { Tx } from "./run-in-tenant.ts";

const Caps = z.array(
  z.object({
    scope: z.enum(["site", "project", "use"]),
    name: z.string(),
    monthly_usd: z.number().nullable(),
    monthly_tokens: z.coerce.number().nullable(),
  }),
);
const Sum = z.coerce.number();
const Taken = z.tuple([
  z.object({
    ...{ site_usd: Sum, project_usd: Sum, use_usd: Sum },
    ...{ site_tokens: Sum, project_tokens: Sum, use_tokens: Sum },
  }),
]);

/** One unit of one limit. */
export type Limit = BrokenCap & { most: number };

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

type About = Pick<AskedCall, "use" | "project" | "siteNanoUsd">;

/** Every limit that holds for a call. */
export async function limitsFor(tx: Tx, { use, project, siteNanoUsd }: About): Promise<Limit[]> {
  const { rows } = await tx.query(
    `SELECT scope, name, monthly_usd, monthly_tokens FROM budgets WHERE tenant_id = $1
       AND (scope = 'site' OR (scope = 'project' AND name = $2) OR (scope = 'use' AND name = $3)) ORDER BY scope`,
    [tx.tenantId, project ?? "", use],
  );
  const kept = Caps.parse(rows).flatMap(
    ({ scope, name, monthly_usd: usd, monthly_tokens: tokens }): Limit[] => [
      ...(usd === null ? [] : [{ scope, name, unit: "usd" as const, most: toNanoUsd(usd) }]),
      ...(tokens === null ? [] : [{ scope, name, unit: "tokens" as const, most: tokens }]),
    ],
  );
  const own = kept.find(({ scope, unit }) => scope === "site" && unit === "usd");
  if (siteNanoUsd === null) return kept;
  // Two limits on the same thing are one: the lower.
  const site: Limit = {
    scope: "site",
    name: "",
    unit: "usd",
    most: Math.min(siteNanoUsd, own?.most ?? siteNanoUsd),
  };
  return [site, ...kept.filter((one) => one !== own)];
}

export type TakenOf = (limit: Pick<Limit, "scope" | "unit">) => number;

/** What the month's spending and what is put aside come to, for each limit that holds for a call. */
export async function takenFor(tx: Tx, { use, project }: About, at: Date): Promise<TakenOf> {
  const { rows } = await tx.query(
    `SELECT coalesce(sum(nano), 0) AS site_usd, coalesce(sum(tokens), 0) AS site_tokens,
       coalesce(sum(nano) FILTER (WHERE project = $4), 0) AS project_usd,
       coalesce(sum(tokens) FILTER (WHERE project = $4), 0) AS project_tokens,
       coalesce(sum(nano) FILTER (WHERE use = $5), 0) AS use_usd,
       coalesce(sum(tokens) FILTER (WHERE use = $5), 0) AS use_tokens
     FROM (
       SELECT nano_usd AS nano, tokens, project, use FROM model_reservations WHERE tenant_id = $1
       UNION ALL
       SELECT nano_usd, tokens, project, use FROM model_usage WHERE tenant_id = $1 AND day >= $2::date AND day < $3::date
     ) AS taken`,
    [tx.tenantId, dayOf(monthOf(at)), dayOf(monthAfter(at)), project ?? "", use],
  );
  const [taken] = Taken.parse(rows);
  return ({ scope, unit }) => taken[`${scope}_${unit}`];
}

/** Notes what limits have reached, and answers what was not noted yet this month: the highest of each. */
export async function noteReached(
  tx: Tx,
  limits: readonly Limit[],
  takenOf: TakenOf,
  at: Date,
): Promise<BudgetWarning[]> {
  const warned: BudgetWarning[] = [];
  for (const limit of limits) {
    const taken = takenOf(limit);
    const reached = WARNING_LEVELS.filter(
      (level) => taken * 100 >= limit.most * level && (taken > 0 || limit.most === 0),
    );
    const fresh: number[] = [];
    for (const level of reached) if (await noteLevel(tx, limit, level, at)) fresh.push(level);
    const level = fresh.at(-1);
    if (level !== undefined) warned.push(warningOf(limit, level, at));
  }
  return warned;
}

/** A call was refused: for whoever waits for it the limit is reached, though a smaller call might still fit. */
export async function noteRefused(tx: Tx, limit: Limit, at: Date): Promise<BudgetWarning[]> {
  return (await noteLevel(tx, limit, 100, at)) ? [warningOf(limit, 100, at)] : [];
}

const warningOf = ({ scope, name, unit }: BrokenCap, level: number, at: Date): BudgetWarning => ({
  ...{ scope, name, unit, level },
  at: at.toISOString(),
});

const noteLevel = (
  tx: Tx,
  { scope, name, unit }: { scope: string; name: string; unit: BudgetUnit },
  level: number,
  at: Date,
): Promise<boolean> =>
  insertRow(tx, "budget_warnings", {
    ...{ tenant_id: tx.tenantId, month: dayOf(monthOf(at)), scope, name, unit, level, at },
  });
