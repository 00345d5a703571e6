import type { Draft } from "../draft.ts";
import type { IssueFacts } from "../facts.ts";
import { rankSimilar } from "../history/rank-similar.ts";
import { plainText } from "../read-plain-text.ts";
import { askForDetails } from "./ask-for-details.ts";
import { findDuplicates } from "./find-duplicates.ts";
import { guessAssignee } from "./guess-assignee.ts";
import { guessComponents } from "./guess-components.ts";
import { guessIssueType } from "./guess-issue-type.ts";
import { guessLabels } from "./guess-labels.ts";
import { guessPriority } from "./guess-priority.ts";
import type { Look, Signal } from "./signal.ts";

const SIGNALS: readonly Signal[] = [
  guessIssueType,
  guessPriority,
  guessComponents,
  guessLabels,
  findDuplicates,
];

/** Sorts an issue in from its text and from what happened to similar ones. Done issues are left in peace. */
export function triageIssue(facts: IssueFacts): Draft {
  const { issue } = facts;
  if (issue.status.category === "done")
    return draftOf([], `${issue.ref.key} is done; there is nothing to sort in.`);
  const look: Look = {
    facts,
    description: plainText(issue.description),
    ranked: rankSimilar(issue, facts.similar),
  };
  const steps = SIGNALS.flatMap((signal) => signal(look));
  steps.push(...guessAssignee(look, steps));
  // A likely duplicate is settled first: its reporter need not be asked for what another issue knows.
  if (!steps.some((step) => step.type === "link")) steps.push(...askForDetails(look));
  return draftOf(steps, "TicketSmith found nothing to improve.");
}

const draftOf = (steps: Draft["steps"], summary: string): Draft => ({
  summary,
  steps,
  questions: [],
  notes: [],
});
