import type { AuditLog } from "../audit/index.ts";
import type { Clock, Sealer } from "../kit/index.ts";
import type { Database } from "./open-database.ts";
import type { SendFollowUps } from "./send-follow-ups.ts";

/** What the stores that write decisions share. */
export type StoreDeps = {
  db: Pick<Database, "withTenant" | "unscoped" | "apart" | "models">;
  audit: AuditLog;
  follow: SendFollowUps;
  clock: Clock;
  sealer: Sealer;
};
