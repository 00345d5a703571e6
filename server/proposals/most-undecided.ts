import type { IssueId, Proposal } from "../contract/index.ts";
import type { ProposalStore } from "./ports.ts";

/** Nobody reads more beside one issue, and each costs a look at Jira and perhaps a model's answer. */
export const MOST_UNDECIDED = 25;

export const DECIDE_FIRST = `${MOST_UNDECIDED} proposals wait on this issue already. Decide on some of them first.`;

/** Whether an issue holds as many undecided proposals as it may. Two who come at once may go over it by one. */
export async function isFull(
  proposals: Pick<ProposalStore, "openOnIssue">,
  issue: IssueId,
): Promise<boolean> {
  return (await proposals.openOnIssue(issue)).filter(isUndecided).length >= MOST_UNDECIDED;
}

const isUndecided = ({ status }: Proposal): boolean => status === "waiting" || status === "stale";
