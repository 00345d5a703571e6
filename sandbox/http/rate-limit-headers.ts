const QUOTA = 65_000;

/**
 * The headers Jira puts on its answers. The sandbox counts but never limits by itself; a planted fault does.
 * The window is the hour, as the points quota has it.
 */
export function createRateLimitHeaders(now: () => Date): (tenant: string) => Record<string, string> {
  const used = new Map<string, { hour: number; count: number }>();
  return (tenant) => {
    const at = now();
    const hour = Math.floor(at.getTime() / 3_600_000);
    const entry = used.get(tenant);
    const count = entry?.hour === hour ? entry.count + 1 : 1;
    used.set(tenant, { hour, count });
    const remaining = Math.max(0, QUOTA - count);
    const seconds = Math.ceil(((hour + 1) * 3_600_000 - at.getTime()) / 1000);
    return {
      "X-RateLimit-Limit": String(QUOTA),
      "X-RateLimit-Remaining": String(remaining),
      "X-RateLimit-Reset": new Date((hour + 1) * 3_600_000).toISOString(),
      "X-RateLimit-NearLimit": String(remaining < QUOTA * 0.2),
      "RateLimit-Policy": `"global-app-quota";q=${QUOTA};w=3600`,
      RateLimit: `"global-app-quota";r=${remaining};t=${seconds}`,
    };
  };
}
