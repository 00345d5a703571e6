import type { TenantId } from "../contract/index.ts";
import {
  approveBatch,
  checkIssue,
  execute,
  propose,
  refreshBadge,
  undo,
  verifyInstallation,
  type Queue,
} from "../jobs/index.ts";
import { assertNever, type SqlSession } from "../kit/index.ts";
import type { FollowUp } from "../proposals/index.ts";
import type { InstallationFollowUp } from "../tenants/index.ts";

/** Puts what follows a change on the queue, in the change's own transaction. */
export type SendFollowUps = (
  tx: SqlSession,
  tenantId: TenantId,
  followUps: readonly (FollowUp | InstallationFollowUp)[],
) => Promise<void>;

export function createFollowUps(queue: Pick<Queue, "send">): SendFollowUps {
  const sendOne = (tx: SqlSession, tenantId: TenantId, next: FollowUp | InstallationFollowUp) => {
    switch (next.do) {
      case "propose":
        return queue.send(
          propose,
          { tenantId, requestId: next.request },
          { tx, first: next.awaited, ...delay(next.afterMs) },
        );
      case "execute":
        return queue.send(execute, { tenantId, proposalId: next.proposal }, { tx, ...delay(next.afterMs) });
      case "undo":
        return queue.send(undo, { tenantId, proposalId: next.proposal }, { tx, ...delay(next.afterMs) });
      case "approve-batch":
        return queue.send(approveBatch, { tenantId, batchId: next.batch }, { tx, ...delay(next.afterMs) });
      case "check-issue":
        return queue.send(checkIssue, { tenantId, issueId: next.issue }, { tx });
      case "refresh-badge":
        return queue.send(refreshBadge, { tenantId, issueId: next.issue }, { tx });
      case "verify-installation":
        return queue.send(
          verifyInstallation,
          { tenantId, installationId: next.installation },
          { tx, ...delay(next.afterMs) },
        );
      default:
        return assertNever(next);
    }
  };
  return async (tx, tenantId, followUps) => {
    for (const next of followUps) await sendOne(tx, tenantId, next);
  };
}

const delay = (afterMs: number | undefined) => (afterMs === undefined ? {} : { startAfterMs: afterMs });
