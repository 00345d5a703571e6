import type { AccountId, ProposalView } from "../../server/contract/index.ts";
import { sayWho } from "./say-who.ts";
import { isHeldUp, isStopped, isUndoing } from "./step-progress.ts";

/** What became of a proposal and through whom: "Done by you". Null while nobody has decided. */
export function sayOutcome(proposal: ProposalView, viewer: AccountId): string | null {
  const by = sayWho(proposal.decidedBy, viewer);
  const policy = proposal.decidedByPolicy === null ? null : `by policy, version ${proposal.decidedByPolicy}`;
  switch (proposal.status) {
    case "waiting":
      return null;
    case "stale":
      return null;
    case "expired":
      return "Expired";
    case "rejected":
      return `Rejected by ${by}`;
    case "approved":
    case "executing":
      return isUndoing(proposal)
        ? "Changing back"
        : policy === null
          ? `Approved by ${by}`
          : `Approved ${policy}`;
    case "done":
      if (isUndoing(proposal)) return "Changing back";
      return policy === null ? `Done by ${by}` : `Went through ${policy}`;
    case "failed":
      return policy === null ? `Approved by ${by}` : `Approved ${policy}`;
    case "undone":
      return `Undone by ${sayWho(proposal.undoneBy, viewer)}`;
  }
}

/** When that was; null while it is not over. */
export function outcomeTime(proposal: ProposalView): string | null {
  if (isUndoing(proposal)) return null;
  switch (proposal.status) {
    case "waiting":
    case "stale":
      return null;
    case "expired":
      return proposal.expiresAt;
    case "done":
    case "undone":
      return proposal.finishedAt ?? proposal.decidedAt;
    default:
      return proposal.decidedAt;
  }
}

/** What follows the time, if anything. */
export function outcomeTail(proposal: ProposalView): string {
  if (isStopped(proposal)) return ". Stopped.";
  if (isHeldUp(proposal)) return ". Waiting for Jira.";
  if (isUndoing(proposal)) return " …";
  if (proposal.status === "approved" || proposal.status === "executing") return ". Changing Jira …";
  if (proposal.status === "expired") return ". Nothing was changed.";
  if (proposal.status === "done" && proposal.steps.some(({ progress }) => progress?.actedAs === "app"))
    return ". Shown in Jira as TicketSmith.";
  return proposal.status === "rejected" && proposal.reason !== null ? `: ${proposal.reason}` : "";
}
