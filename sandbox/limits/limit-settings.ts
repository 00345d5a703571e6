import { z } from "zod";

const Count = z.number().int().min(0);

/** How much an app may ask for. Without a number per tenant, all tenants draw on the one pool alone. */
export const LimitSettings = z.strictObject({
  pointsPerHour: Count,
  perTenantPointsPerHour: Count.nullable(),
  burst: z.strictObject({ get: Count, post: Count, put: Count, delete: Count }),
  perIssue: z.strictObject({ per2s: Count, per30s: Count }),
});
export type LimitSettings = z.infer<typeof LimitSettings>;

/** The numbers Atlassian gives for apps that share one pool over all their tenants. */
export const USUAL_LIMITS: LimitSettings = {
  pointsPerHour: 65_000,
  perTenantPointsPerHour: null,
  burst: { get: 100, post: 100, put: 50, delete: 50 },
  perIssue: { per2s: 20, per30s: 100 },
};

/** A change of some numbers; the others stay. */
export const LimitChange = z.strictObject({
  pointsPerHour: Count.optional(),
  perTenantPointsPerHour: Count.nullable().optional(),
  burst: LimitSettings.shape.burst.partial().optional(),
  perIssue: LimitSettings.shape.perIssue.partial().optional(),
});
export type LimitChange = z.infer<typeof LimitChange>;

export function changeLimits(settings: LimitSettings, change: LimitChange): LimitSettings {
  return LimitSettings.parse({
    pointsPerHour: change.pointsPerHour ?? settings.pointsPerHour,
    perTenantPointsPerHour:
      change.perTenantPointsPerHour === undefined
        ? settings.perTenantPointsPerHour
        : change.perTenantPointsPerHour,
    burst: { ...settings.burst, ...change.burst },
    perIssue: { ...settings.perIssue, ...change.perIssue },
  });
}
