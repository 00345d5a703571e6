import type { CapView, UsageSum, UsageView } from "../contract/index.ts";
import type { Clock } from "../kit/index.ts";
import type { Caller } from "./caller.ts";
import { monthAfter, monthOf } from "./model-meter.ts";
import { toNanoUsd } from "./model-price.ts";
import type { BudgetStore, UsageDetail, UsageStore } from "./ports.ts";

export type UsageViewerDeps = {
  usage: (caller: Caller) => Pick<UsageStore, "detail">;
  budgets: (caller: Caller) => Pick<BudgetStore, "caps" | "warnings">;
  /** What the site may spend by its engine's own settings; null: no limit. */
  siteNanoUsdOf: (caller: Caller) => Promise<number | null>;
  clock: Clock;
};

const DAY_MS = 86_400_000;
/** Under so many whole days, how much they differ says nothing. */
const FEWEST_DAYS = 3;
/** Four times of five the end lies within. */
const SPREAD = 1.28;

/** What a site's models used in the month that `month` lies in, and how full its limits are. Months are UTC's. */
export function createUsageViewer({ usage, budgets, siteNanoUsdOf, clock }: UsageViewerDeps) {
  return async function viewUsage(caller: Caller, month?: Date): Promise<UsageView> {
    const now = clock.now();
    const at = month ?? now;
    const isNow = monthOf(at).getTime() === monthOf(now).getTime();
    const { used, reserved } = await usage(caller).detail(isNow ? now : at);
    const aside = isNow ? reserved : [];
    const site = await siteNanoUsdOf(caller);
    const caps = await budgets(caller).caps();
    const siteUsd = caps.find(({ scope }) => scope === "site")?.monthlyUsd ?? null;
    // Two limits on the same thing are one: the lower.
    const lower = (scope: CapView["scope"], limit: number) =>
      scope === "site" && site !== null ? Math.min(site, limit) : limit;
    const { key: _all, ...total } = sumOf("", used);
    const by = (keyOf: (one: UsageDetail) => string) =>
      [...Map.groupBy(used, keyOf)].map(([key, own]) => sumOf(key, own));
    return {
      month: at.toISOString().slice(0, 7),
      total,
      reserved: { nanoUsd: add(aside, "nanoUsd"), tokens: add(aside, "tokens") },
      byDay: by(({ day }) => day).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
      ...{ byModel: largest(by(({ model }) => model)), byUse: largest(by(({ use }) => use)) },
      byProject: largest(by(({ project }) => project)),
      forecast: isNow ? forecastOf(used, now) : null,
      caps: [
        ...(site === null || siteUsd !== null ? [] : [capOf("site", "", "usd", site)]),
        ...caps.flatMap(({ scope, name, monthlyUsd, monthlyTokens }) => [
          ...(monthlyUsd === null ? [] : [capOf(scope, name, "usd", lower(scope, toNanoUsd(monthlyUsd)))]),
          ...(monthlyTokens === null ? [] : [capOf(scope, name, "tokens", monthlyTokens)]),
        ]),
      ],
      warnings: await budgets(caller).warnings(at),
    };

    function capOf(scope: CapView["scope"], name: string, unit: CapView["unit"], limit: number): CapView {
      const counts = (one: { project: string; use: string }) =>
        scope === "site" || (scope === "project" ? one.project === name : one.use === name);
      const what = unit === "usd" ? "nanoUsd" : "tokens";
      const [spent, kept] = [add(used.filter(counts), what), add(aside.filter(counts), what)];
      return {
        ...{ scope, name, unit, limit, used: spent, reserved: kept },
        share: limit === 0 ? null : (spent + kept) / limit,
      };
    }
  };
}

const add = <K extends string>(all: readonly Record<K, number>[], what: K): number =>
  all.reduce((sum, one) => sum + one[what], 0);

const sumOf = (key: string, own: readonly UsageDetail[]): UsageSum => ({
  ...{ key, nanoUsd: add(own, "nanoUsd"), tokens: add(own, "tokens") },
  unpricedTokens: add(own, "unpricedTokens"),
});

const largest = (sums: readonly UsageSum[]): UsageSum[] =>
  sums.toSorted((a, b) => b.nanoUsd - a.nanoUsd || b.tokens - a.tokens || (a.key < b.key ? -1 : 1));

/** Pure: as it went so far, on to the month's end; nothing to go by on the first day. */
export function forecastOf(used: readonly UsageDetail[], now: Date): UsageView["forecast"] {
  const [start, end] = [monthOf(now).getTime(), monthAfter(now).getTime()];
  const elapsedMs = now.getTime() - start;
  if (elapsedMs < DAY_MS) return null;
  const factor = (end - start) / elapsedMs;
  const nanoUsd = add(used, "nanoUsd");
  return {
    ...{ nanoUsd: Math.round(nanoUsd * factor), tokens: Math.round(add(used, "tokens") * factor) },
    range: rangeOf(used, { start, end, now: now.getTime() }),
  };
}

type Stretch = { start: number; end: number; now: number };

/** By how much the days differed so far: those that are left may go one way or the other, and mostly even out. */
function rangeOf(used: readonly UsageDetail[], { start, end, now }: Stretch) {
  const whole = Math.floor((now - start) / DAY_MS);
  if (whole < FEWEST_DAYS) return null;
  const days = Array.from({ length: whole }, (_, at) => {
    const day = new Date(start + at * DAY_MS).toISOString().slice(0, 10);
    return add(
      used.filter((one) => one.day === day),
      "nanoUsd",
    );
  });
  const mean = days.reduce((sum, one) => sum + one, 0) / whole;
  const variance = days.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (whole - 1);
  const left = (end - now) / DAY_MS;
  const spent = add(used, "nanoUsd");
  const [more, either] = [mean * left, SPREAD * Math.sqrt(variance * left)];
  return {
    lowNanoUsd: Math.round(spent + Math.max(0, more - either)),
    highNanoUsd: Math.round(spent + more + either),
  };
}
