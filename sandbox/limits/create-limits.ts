import type { LimitReason } from "../fault.ts";
import type { Product, TenantName } from "../state.ts";
import { createWindow } from "./count-in-window.ts";
import {
  burstOf,
  hourEnds,
  limitedAnswer,
  quotaHeaders,
  secondsLeft,
  type Limited,
  type Quota,
} from "./limit-headers.ts";
import { changeLimits, USUAL_LIMITS, type LimitChange, type LimitSettings } from "./limit-settings.ts";

/** A call of an app. What people do in the site's own pages is not counted. */
export type LimitedCall = {
  appKey: string;
  tenant: TenantName;
  product: Product;
  method: string;
  /** The path as the official description writes it. */
  endpoint: string;
  /** The key of the issue it writes to, if it does. */
  writesIssue: string | null;
};

export type Limits = ReturnType<typeof createLimits>;

const SHOWN = 10;

function readKey(key: string): string[] {
  return key.split(" ");
}

/**
 * Atlassian's three limits: points an hour in one pool over all tenants of an app (each product has its own),
 * calls a second to one endpoint of one tenant, and writes to one issue. The hour is the clock's, the others slide.
 */
export function createLimits(now: () => Date) {
  let settings: LimitSettings = USUAL_LIMITS;
  let hour = 0;
  let used = new Map<string, number>();
  let bursts = createWindow(1_000);
  let short = createWindow(2_000);
  let long = createWindow(30_000);

  const points = () => {
    const current = hourEnds(now()).getTime();
    if (hour !== current) used = new Map();
    hour = current;
    return used;
  };
  const poolOf = ({ appKey, product }: LimitedCall) => `${appKey} ${product}`;
  const usedBy = (call: LimitedCall, tenant?: TenantName) => {
    const pool = tenant === undefined ? `${poolOf(call)} ` : `${poolOf(call)} ${tenant}`;
    return [...points()].reduce((sum, [key, count]) => (key.startsWith(pool) ? sum + count : sum), 0);
  };
  const quotas = (call: LimitedCall): Quota[] => {
    const quota = (name: Quota["name"], of: number, spent: number) => ({
      name,
      of,
      left: Math.max(0, of - spent),
    });
    const own = settings.perTenantPointsPerHour;
    return [
      quota("global-app-quota", settings.pointsPerHour, usedBy(call)),
      ...(own === null ? [] : [quota("tenant-app-quota", own, usedBy(call, call.tenant))]),
    ];
  };
  const burstKey = ({ tenant, method, endpoint }: LimitedCall) => `${tenant} ${method} ${endpoint}`;
  const issueKey = ({ tenant, writesIssue }: LimitedCall) => `${tenant} ${writesIssue}`;

  const findLimit = (call: LimitedCall): Limited | undefined => {
    const empty = quotas(call).find((one) => one.left === 0);
    if (empty !== undefined) {
      const whose = empty.name === "global-app-quota" ? "global" : "tenant";
      return { reason: `${call.product}-quota-${whose}-based`, retryAfterS: secondsLeft(now()) };
    }
    // Confluence documents its quota and nothing else.
    if (call.product === "confluence") return undefined;
    const at = now().getTime();
    const burst = bursts.waitMs(burstKey(call), burstOf(call.method, settings), at);
    if (burst > 0) return { reason: "jira-burst-based", retryAfterS: Math.ceil(burst / 1000) };
    if (call.writesIssue === null) return undefined;
    const { per2s, per30s } = settings.perIssue;
    const wait = Math.max(short.waitMs(issueKey(call), per2s, at), long.waitMs(issueKey(call), per30s, at));
    return wait > 0 ? { reason: "jira-per-issue-on-write", retryAfterS: Math.ceil(wait / 1000) } : undefined;
  };

  return {
    settings: () => settings,
    change(change: LimitChange): void {
      settings = changeLimits(settings, change);
    },
    /** The usual numbers again, with nothing used yet. */
    reset(): void {
      settings = USUAL_LIMITS;
      used = new Map();
      bursts = createWindow(1_000);
      short = createWindow(2_000);
      long = createWindow(30_000);
    },
    /** Lets the call in and counts it, or answers the limit in its way; what is refused is not counted. */
    admit(call: LimitedCall): Limited | undefined {
      const limited = findLimit(call);
      if (limited !== undefined) return limited;
      const at = now().getTime();
      bursts.add(burstKey(call), at);
      if (call.writesIssue !== null) {
        short.add(issueKey(call), at);
        long.add(issueKey(call), at);
      }
      return undefined;
    },
    /** Takes what the answered call cost from the hour's points. */
    charge(call: LimitedCall, cost: number): void {
      const key = `${poolOf(call)} ${call.tenant}`;
      points().set(key, (points().get(key) ?? 0) + cost);
    },
    headers: (call: LimitedCall) => quotaHeaders(quotas(call), now()),
    refuse: (limited: Limited, method: string) => limitedAnswer(limited, method, settings, now()),
    /** A 429 that nothing but a planted fault asks for, as long as the real one would be. */
    pretend: (reason: LimitReason, retryAfterS: number | null, method: string) => {
      const usual = reason.includes("quota") ? secondsLeft(now()) : reason.includes("issue") ? 2 : 1;
      return limitedAnswer({ reason, retryAfterS: retryAfterS ?? usual }, method, settings, now());
    },
    use() {
      const at = now().getTime();
      const longest = new Map(long.busiest(at).map(({ key, count }) => [key, count]));
      const shortest = new Map(short.busiest(at).map(({ key, count }) => [key, count]));
      return {
        settings,
        resetsAt: hourEnds(now()).toISOString(),
        points: [...points()].map(([key, count]) => {
          const [appKey, product, tenant] = readKey(key);
          return { appKey, product, tenant, used: count };
        }),
        burst: bursts
          .busiest(at)
          .slice(0, SHOWN)
          .map(({ key, count }) => {
            const [tenant, method, endpoint] = readKey(key);
            return { tenant, method, endpoint, lastSecond: count };
          }),
        issues: [...longest].slice(0, SHOWN).map(([key, count]) => {
          const [tenant, issue] = readKey(key);
          return { tenant, issue, last2s: shortest.get(key) ?? 0, last30s: count };
        }),
      };
    },
  };
}
