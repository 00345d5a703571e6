import * as z from "zod";
import { BatchId, InstallationId, IssueId, ProposalId, RequestId, TenantId } from "../contract/index.ts";

/** A payload is ids only: the queue's tables have no row security, and a job may run long after it was sent. */
type Payload = { tenantId: TenantId };

export type Job<P extends Payload> = {
  name: string;
  payload: z.ZodType<P>;
  /** While a job with the same key waits for its turn, another is not added: it would find nothing left to do. */
  oneWaitingPer: ((payload: P) => string) | undefined;
};

/** Work without a tenant of its own that comes round by the clock. It lists tenants and sends jobs, and little else. */
export type Sweep = { name: string; cron: string };

export function defineJob<P extends Payload>(
  name: string,
  payload: z.ZodType<P>,
  options: { oneWaitingPer?: (payload: P) => string } = {},
): Job<P> {
  return { name, payload, oneWaitingPer: options.oneWaitingPer };
}

/** `cron` in UTC. */
export const defineSweep = (name: string, cron: string): Sweep => ({ name, cron });

export const drainInbox = defineJob("drain-inbox", z.strictObject({ tenantId: TenantId }), {
  oneWaitingPer: ({ tenantId }) => tenantId,
});
export const propose = defineJob("propose", z.strictObject({ tenantId: TenantId, requestId: RequestId }));
export const execute = defineJob("execute", z.strictObject({ tenantId: TenantId, proposalId: ProposalId }));
export const undo = defineJob("undo", z.strictObject({ tenantId: TenantId, proposalId: ProposalId }));
export const approveBatch = defineJob(
  "approve-batch",
  z.strictObject({ tenantId: TenantId, batchId: BatchId }),
  {
    oneWaitingPer: ({ tenantId, batchId }) => `${tenantId}/${batchId}`,
  },
);
export const checkIssue = defineJob("check-issue", z.strictObject({ tenantId: TenantId, issueId: IssueId }), {
  oneWaitingPer: ({ tenantId, issueId }) => `${tenantId}/${issueId}`,
});
export const refreshBadge = defineJob(
  "refresh-badge",
  z.strictObject({ tenantId: TenantId, issueId: IssueId }),
  {
    oneWaitingPer: ({ tenantId, issueId }) => `${tenantId}/${issueId}`,
  },
);
export const verifyInstallation = defineJob(
  "verify-installation",
  z.strictObject({ tenantId: TenantId, installationId: InstallationId }),
);

export const expireProposals = defineSweep("expire-proposals", "*/5 * * * *");
export const eraseTenants = defineSweep("erase-tenants", "17 3 * * *");
/** Learns from what people decided since the last time. */
export const calibrate = defineSweep("calibrate", "41 2 * * *");
/** Looks for what fell between two stools: deliveries nobody drains, steps whose next try is overdue. */
export const sweep = defineSweep("sweep", "* * * * *");

export const ALL_JOBS = [
  drainInbox,
  propose,
  execute,
  undo,
  approveBatch,
  checkIssue,
  refreshBadge,
  verifyInstallation,
] as const;
export const ALL_SWEEPS = [expireProposals, eraseTenants, calibrate, sweep] as const;
