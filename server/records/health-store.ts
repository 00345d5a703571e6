import * as z from "zod";
import type { Caller, HealthStore } from "../tenants/index.ts";
import type { StoreDeps } from "./store-deps.ts";

const DAY_MS = 24 * 60 * 60_000;
const Counts = z.tuple([
  z.object({
    last_at: z.date().nullable(),
    last_day: z.coerce.number(),
    unread: z.coerce.number(),
    waiting: z.coerce.number(),
    failed: z.coerce.number(),
    failed_proposals: z.coerce.number(),
    at_work: z.coerce.number(),
  }),
]);

/** How the work of the caller's tenant goes, in figures. */
export function healthStoreFor({ db, clock }: Pick<StoreDeps, "db" | "clock">, caller: Caller): HealthStore {
  return {
    read: () =>
      db.withTenant(caller, async (tx) => {
        const now = clock.now().getTime();
        const { rows } = await tx.query(
          `SELECT
             (SELECT max(received_at) FROM inbox WHERE tenant_id = $1) AS last_at,
             (SELECT count(*) FROM inbox WHERE tenant_id = $1 AND received_at >= $2) AS last_day,
             (SELECT count(*) FROM inbox WHERE tenant_id = $1 AND processed_at IS NULL) AS unread,
             (SELECT count(*) FROM requests WHERE tenant_id = $1 AND state IN ('queued', 'working')) AS waiting,
             (SELECT count(*) FROM requests WHERE tenant_id = $1 AND state = 'failed' AND updated_at >= $3) AS failed,
             (SELECT count(*) FROM proposals WHERE tenant_id = $1 AND status = 'failed') AS failed_proposals,
             (SELECT count(*) FROM proposals WHERE tenant_id = $1 AND status IN ('approved', 'executing')) AS at_work`,
          [caller.tenantId, new Date(now - DAY_MS), new Date(now - 7 * DAY_MS)],
        );
        const [counts] = Counts.parse(rows);
        return {
          webhooks: { lastAt: counts.last_at, lastDay: counts.last_day, unread: counts.unread },
          requests: { waiting: counts.waiting, failedLastWeek: counts.failed },
          proposals: { failed: counts.failed_proposals, atWork: counts.at_work },
        };
      }),
  };
}
