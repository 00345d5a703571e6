import type {
  BatchId,
  InstallationId,
  IssueId,
  ProposalId,
  RequestId,
  TenantId,
} from "../../contract/index.ts";
import { newId, ProductFault, type Logger } from "../../kit/index.ts";
import {
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
  type OnDead,
  type Queue,
} from "../../jobs/index.ts";
import type { Delivery, Inbox } from "../../proposals/index.ts";
import { appCaller, type Caller } from "../../tenants/index.ts";

export type JobDeps = {
  inbox: Inbox;
  takeDelivery: (caller: Caller, delivery: Delivery) => Promise<void>;
  propose: (caller: Caller, request: RequestId) => Promise<void>;
  execute: (caller: Caller, proposal: ProposalId) => Promise<void>;
  undo: (caller: Caller, proposal: ProposalId) => Promise<void>;
  /** One turn of what one person said yes to; whether there is more to do. */
  approveBatch: (caller: Caller, batch: BatchId) => Promise<boolean>;
  checkIssue: (caller: Caller, issue: IssueId) => Promise<void>;
  refreshBadge: (caller: Caller, issue: IssueId) => Promise<void>;
  verifyInstallation: (tenantId: TenantId, installation: InstallationId) => Promise<void>;
  expire: (caller: Caller) => Promise<number>;
  eraseTenants: () => Promise<void>;
  calibrate: (caller: Caller) => Promise<boolean>;
  listTenants: () => Promise<readonly TenantId[]>;
  /** Puts back on the queue what a dead worker left behind. */
  findLost: (caller: Caller) => Promise<void>;
  /** Whose turn it is when the clock comes round: those with something to do, of thousands. */
  listToExpire: () => Promise<readonly TenantId[]>;
  listWithLostWork: () => Promise<readonly TenantId[]>;
  logger: Logger;
};

const DELIVERIES_AT_ONCE = 100;

/** Every job acts as the app: it may propose and carry out, and never approves but where it carries out what a person said to many. */
export async function handleJobs(queue: Queue, deps: JobDeps): Promise<void> {
  const asApp = (tenantId: TenantId, requestId: string) => appCaller(tenantId, requestId);
  /** For what somebody approved and waits for. */
  const atOnce = (tenantId: TenantId, requestId: string) => appCaller(tenantId, requestId, "live");

  await queue.work(drainInbox, async ({ tenantId }, { jobId }) => {
    const caller = asApp(tenantId, jobId);
    const handled = await deps.inbox.drain(caller, DELIVERIES_AT_ONCE, (delivery) =>
      deps.takeDelivery(caller, delivery),
    );
    // More may have come in; another job gives other tenants their turn in between.
    if (handled === DELIVERIES_AT_ONCE) await queue.send(drainInbox, { tenantId });
  });
  await queue.work(propose, ({ tenantId, requestId }, { jobId }) =>
    deps.propose(asApp(tenantId, jobId), requestId),
  );
  await queue.work(execute, ({ tenantId, proposalId }, { jobId }) =>
    deps.execute(atOnce(tenantId, jobId), proposalId),
  );
  await queue.work(undo, ({ tenantId, proposalId }, { jobId }) =>
    deps.undo(atOnce(tenantId, jobId), proposalId),
  );
  await queue.work(approveBatch, (payload, { jobId }) =>
    whenThereIsRoom(
      queue,
      approveBatch,
      payload,
      async (caller) => {
        // Another job gives other tenants their turn in between.
        if (await deps.approveBatch(caller, payload.batchId)) await queue.send(approveBatch, payload);
      },
      jobId,
    ),
  );
  await queue.work(checkIssue, (payload, { jobId }) =>
    whenThereIsRoom(queue, checkIssue, payload, (caller) => deps.checkIssue(caller, payload.issueId), jobId),
  );
  await queue.work(refreshBadge, (payload, { jobId }) =>
    whenThereIsRoom(
      queue,
      refreshBadge,
      payload,
      (caller) => deps.refreshBadge(caller, payload.issueId),
      jobId,
    ),
  );
  await queue.work(verifyInstallation, ({ tenantId, installationId }) =>
    deps.verifyInstallation(tenantId, installationId),
  );

  const forEach = async (
    tenants: readonly TenantId[],
    work: (caller: Caller) => Promise<unknown>,
  ): Promise<void> => {
    for (const tenantId of tenants) {
      try {
        await work(asApp(tenantId, newId()));
      } catch (error) {
        // One tenant's trouble must not keep the others waiting.
        deps.logger.error("A sweep failed for a tenant", { tenantId, error });
      }
    }
  };
  await queue.onSweep(expireProposals, async () => forEach(await deps.listToExpire(), deps.expire));
  await queue.onSweep(eraseTenants, () => deps.eraseTenants());
  await queue.onSweep(calibrate, async () => forEach(await deps.listTenants(), deps.calibrate));
  await queue.onSweep(sweep, async () =>
    forEach(await deps.listWithLostWork(), async (caller) => {
      await queue.send(drainInbox, { tenantId: caller.tenantId });
      await deps.findLost(caller);
    }),
  );
}

/** Nobody waits for it: what Jira has no room for now comes round again when it has, and uses up no try. */
async function whenThereIsRoom<P extends { tenantId: TenantId }>(
  queue: Queue,
  job: Job<P>,
  payload: P,
  work: (caller: Caller) => Promise<void>,
  jobId: string,
): Promise<void> {
  try {
    await work(appCaller(payload.tenantId, jobId));
  } catch (fault) {
    if (!(fault instanceof ProductFault) || fault.retryAfterMs === null) throw fault;
    await queue.send(job, payload, { startAfterMs: fault.retryAfterMs });
  }
}

export type DeadDeps = {
  failRequest: (caller: Caller, request: RequestId, said: string) => Promise<void>;
  failExecution: (caller: Caller, proposal: ProposalId, reason: string) => Promise<void>;
  failUndo: (caller: Caller, proposal: ProposalId, reason: string) => Promise<void>;
  failBatch: (caller: Caller, batch: BatchId, reason: string) => Promise<void>;
  logger: Logger;
};

/** What the queue gives up on ends in front of a person with a sentence, and in the log with the reason. */
export function createDeadLetters(deps: DeadDeps): OnDead {
  return async (job, payload, reason) => {
    deps.logger.error("A job was given up", { queue: job, reason });
    if (job === propose.name) {
      const { tenantId, requestId } = propose.payload.parse(payload);
      await deps.failRequest(appCaller(tenantId, newId()), requestId, GAVE_UP);
    }
    if (job === execute.name) {
      const { tenantId, proposalId } = execute.payload.parse(payload);
      await deps.failExecution(appCaller(tenantId, newId()), proposalId, GAVE_UP);
    }
    if (job === approveBatch.name) {
      const { tenantId, batchId } = approveBatch.payload.parse(payload);
      await deps.failBatch(appCaller(tenantId, newId()), batchId, GAVE_UP);
    }
    if (job === undo.name) {
      const { tenantId, proposalId } = undo.payload.parse(payload);
      await deps.failUndo(appCaller(tenantId, newId()), proposalId, GAVE_UP);
    }
  };
}

const GAVE_UP = "Jira could not be reached, and TicketSmith has stopped trying for now. Nothing is lost.";
