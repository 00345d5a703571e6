import type { IssueId } from "../contract/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { ProposalStore } from "./ports.ts";

/** Writes how many proposals wait, where Jira shows it beside the panel's name. */
export type BadgeWriter = (caller: Caller, issue: IssueId, waiting: number) => Promise<void>;

export type BadgeDeps = { proposals: (caller: Caller) => ProposalStore; write: BadgeWriter };

/** Reads the number when it writes, so the last of several runs leaves the right one. */
export function createBadgeRefresher({ proposals, write }: BadgeDeps) {
  return async function refreshBadge(caller: Caller, issue: IssueId): Promise<void> {
    const open = await proposals(caller).openOnIssue(issue);
    const waiting = open.filter(
      (proposal) => proposal.status === "waiting" || proposal.status === "stale",
    ).length;
    await write(caller, issue, waiting);
  };
}
