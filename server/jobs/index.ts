export {
  calibrate,
  approveBatch,
  checkIssue,
  drainInbox,
  eraseTenants,
  execute,
  expireProposals,
  propose,
  refreshBadge,
  sweep,
  undo,
  verifyInstallation,
  type Job,
} from "./define-job.ts";
export { createQueue } from "./create-queue.ts";
export { installQueueSchema } from "./install-queue-schema.ts";
export type { OnDead, Queue } from "./queue.ts";
