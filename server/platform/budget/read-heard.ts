import { leastWaitMs, readLimit, type ProductRequest, type ProductResponse } from "../../kit/index.ts";
import type { Heard } from "./budget-terms.ts";

/** Pure: what an answer tells about limits. */
export function readHeard(request: ProductRequest, response: ProductResponse, now: Date): Heard {
  return {
    points: pointsOf(request, response),
    limited: limitedBy(response, now),
    nearLimit: named(response.headers, "x-ratelimit-nearlimit") === "true",
    left: leftOfPool(response.headers, now),
  };
}

/** A write costs one point, a read one and one more for each object it gives. */
function pointsOf({ method }: ProductRequest, { body }: ProductResponse): number {
  return method === "GET" || method === "POST" ? 1 + countObjects(body) : 1;
}

/** Lists stand at the top of an answer, or one below. */
function countObjects(body: unknown): number {
  const countIn = (value: unknown) =>
    Array.isArray(value) ? value.filter((one) => typeof one === "object" && one !== null).length : 0;
  if (Array.isArray(body)) return countIn(body);
  if (typeof body !== "object" || body === null) return 0;
  return Object.values(body).reduce<number>((sum, value) => sum + countIn(value), 0);
}

function limitedBy({ status, headers }: ProductResponse, now: Date): Heard["limited"] {
  if (status !== 429) return null;
  const { reason, retryAfterMs } = readLimit(status, headers, now);
  return { reason, forMs: retryAfterMs ?? leastWaitMs(reason) };
}

const POLICY = /"([^"]*global[^"]*)"\s*;[^,]*\bq=(\d{1,9})/;
const REST = /"([^"]*global[^"]*)"\s*;[^,]*\br=(\d{1,9})\s*;[^,]*\bt=(\d{1,6})/;

/** `RateLimit: "global-app-quota";r=64990;t=1200`: the pool of all tenants. Other quotas are a tenant's own affair. */
function leftOfPool(headers: ProductResponse["headers"], now: Date): Heard["left"] {
  const [, , of] = POLICY.exec(named(headers, "ratelimit-policy")) ?? [];
  const [, , points, seconds] = REST.exec(named(headers, "ratelimit")) ?? [];
  if (of === undefined || points === undefined || seconds === undefined) return null;
  return { of: Number(of), points: Number(points), resetAt: now.getTime() + Number(seconds) * 1_000 };
}

/** Atlassian announces limits with a prefix before it enforces them. */
const named = (headers: ProductResponse["headers"], name: string): string =>
  headers[name] ?? headers[`beta-${name}`] ?? "";
