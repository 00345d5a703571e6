import type { TenantId } from "../../contract/index.ts";
import {
  AT_THE_START,
  LAST_RESERVE,
  LIVE_RESERVE,
  type Ask,
  type BudgetTerms,
  type Heard,
} from "./budget-terms.ts";

const HOUR_MS = 3_600_000;

/**
 * The hourly points of one product's app, which all tenants share. Pure but for what it remembers. Atlassian's own
 * count is what counts: each answer tells it, so that several processes share the pool without speaking to each
 * other; between answers we count for ourselves.
 *
 * A tenant always gets its fair share. Beyond that it gets what the hour has released so far and nobody has used:
 * whatever one tenant does, the others find the rest of the hour's points, and people more than background work.
 */
export function createPointPool(terms: Pick<BudgetTerms, "pointsPerHour">) {
  let of = terms.pointsPerHour;
  let left = of;
  let resetAt = 0;
  let used = new Map<TenantId, number>();
  let before = new Set<TenantId>();

  function turn(now: number): void {
    if (now < resetAt) return;
    before = new Set(used.keys());
    used = new Map();
    left = of;
    resetAt = (Math.floor(now / HOUR_MS) + 1) * HOUR_MS;
  }

  /** Tenants seen this hour or the last one: those to keep a share for. Never so few that a newcomer finds nothing. */
  const shareOf = (points: number, tenantId: TenantId) =>
    points / Math.max(10, new Set([...before, ...used.keys(), tenantId]).size);

  return {
    /** 0 when there are points for this call now, else how long until there may be. */
    waitMs({ tenantId, urgency }: Pick<Ask, "tenantId" | "urgency">, now: number): number {
      turn(now);
      const untilReset = resetAt - now;
      if (left < 1) return untilReset;
      const own = used.get(tenantId) ?? 0;
      const reserve = urgency === "live" ? LAST_RESERVE : LIVE_RESERVE;
      const forUse = of * (1 - reserve);
      if (own < shareOf(forUse, tenantId))
        return urgency === "live" || left > of * LAST_RESERVE ? 0 : untilReset;
      if (left <= of * reserve) return untilReset;
      if (urgency === "live") return 0;
      const passed = 1 - untilReset / HOUR_MS;
      const released = forUse * (AT_THE_START + (1 - AT_THE_START) * passed);
      const over = of - left - released + 1;
      const releasedPerMs = (forUse * (1 - AT_THE_START)) / HOUR_MS;
      return over <= 0 ? 0 : Math.min(untilReset, Math.ceil(over / releasedPerMs));
    },

    take(tenantId: TenantId, points: number, now: number): void {
      turn(now);
      left = Math.max(0, left - points);
      used.set(tenantId, (used.get(tenantId) ?? 0) + points);
    },

    hear(heard: NonNullable<Heard["left"]>, now: number): void {
      turn(now);
      // An answer that was under way when the hour turned speaks of the last one.
      if (heard.resetAt <= now) return;
      of = heard.of;
      left = heard.points;
      resetAt = heard.resetAt;
    },

    left: () => left,
  };
}
