import type { LimitReason } from "../fault.ts";
import type { LimitSettings } from "./limit-settings.ts";

/** A limit in the way of a call. */
export type Limited = { reason: LimitReason; retryAfterS: number };

export type Quota = { name: "global-app-quota" | "tenant-app-quota"; of: number; left: number };

const HOUR_MS = 3_600_000;

export function hourEnds(now: Date): Date {
  return new Date((Math.floor(now.getTime() / HOUR_MS) + 1) * HOUR_MS);
}

export function secondsLeft(now: Date): number {
  return Math.max(1, Math.ceil((hourEnds(now).getTime() - now.getTime()) / 1000));
}

function moment(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

/** Headers of an answer that no limit stood in the way of. What is left is told only when it is little. */
export function quotaHeaders(quotas: Quota[], now: Date): Record<string, string> {
  const tight = [...quotas].sort((a, b) => a.left / a.of - b.left / b.of)[0];
  if (tight === undefined) return {};
  const near = ({ left, of }: Quota) => left < of * 0.2;
  const seconds = secondsLeft(now);
  return {
    "X-RateLimit-Limit": String(tight.of),
    "X-RateLimit-Remaining": String(tight.left),
    "X-RateLimit-Reset": moment(hourEnds(now)),
    "X-RateLimit-NearLimit": String(near(tight)),
    "RateLimit-Policy": quotas.map((one) => `"${one.name}";q=${one.of};w=3600`).join(","),
    RateLimit: quotas
      .map((one) => `"${one.name}";${near(one) ? `r=${one.left};` : ""}t=${seconds}`)
      .join(","),
  };
}

function policyOf(
  reason: LimitReason,
  method: string,
  settings: LimitSettings,
): { name: string; of: number; seconds: number } {
  if (reason.endsWith("-quota-global-based"))
    return { name: "global-app-quota", of: settings.pointsPerHour, seconds: 3600 };
  if (reason.endsWith("-quota-tenant-based")) {
    const of = settings.perTenantPointsPerHour ?? settings.pointsPerHour;
    return { name: "tenant-app-quota", of, seconds: 3600 };
  }
  if (reason === "jira-per-issue-on-write") return { name: reason, of: settings.perIssue.per2s, seconds: 2 };
  return { name: reason, of: burstOf(method, settings), seconds: 1 };
}

/** How many calls a second one endpoint takes of this method. */
export function burstOf(method: string, { burst }: LimitSettings): number {
  if (method === "PUT") return burst.put;
  if (method === "DELETE") return burst.delete;
  return method === "GET" ? burst.get : burst.post;
}

/** The 429 with everything Atlassian puts on it. */
export function limitedAnswer(
  { reason, retryAfterS }: Limited,
  method: string,
  settings: LimitSettings,
  now: Date,
) {
  const { name, of, seconds } = policyOf(reason, method, settings);
  return {
    status: 429,
    headers: {
      "Retry-After": String(retryAfterS),
      "RateLimit-Reason": reason,
      "X-RateLimit-Limit": String(of),
      "X-RateLimit-Remaining": "0",
      "X-RateLimit-Reset": moment(new Date(now.getTime() + retryAfterS * 1000)),
      ...(seconds === 3600 ? { "X-RateLimit-NearLimit": "true" } : {}),
      "RateLimit-Policy": `"${name}";q=${of};w=${seconds}`,
      RateLimit: `"${name}";r=0;t=${retryAfterS}`,
    },
    body: { errorMessages: ["Rate limit exceeded."], errors: {} },
  };
}
