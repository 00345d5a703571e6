import type { Proposal } from "../contract/index.ts";
import type { Place, ProposalStore } from "./ports.ts";

/** Nobody reads more beside one issue, or of one project, and each costs a look at Jira and perhaps a model's answer. */
export const MOST_UNDECIDED = 25;

export const DECIDE_FIRST = `${MOST_UNDECIDED} proposals wait here already. Decide on some of them first.`;

/** Whether an issue, or a project of its own, holds as many undecided proposals as it may. Two who come at once may go over it by one. */
export async function isFull(
  proposals: Pick<ProposalStore, "openOnIssue" | "openInProject">,
  place: Place,
): Promise<boolean> {
  const open =
    "issue" in place
      ? await proposals.openOnIssue(place.issue)
      : await proposals.openInProject(place.project.id);
  return open.filter(isUndecided).length >= MOST_UNDECIDED;
}

const isUndecided = ({ status }: Proposal): boolean => status === "waiting" || status === "stale";
