import type { Action, ActionOf, Plan } from "../../contract/index.ts";
import { assertNever } from "../../kit/index.ts";
import { describeChange } from "./describe-change.ts";
import { joinPhrases } from "./title-of.ts";

const MOST_PHRASES = 2;
const LONGEST = 200;

/**
 * What a plan does, in words that it shares with others of its kind: "Make it High", "Assign", "Create Bug". It names no
 * person and no other issue, so that a group of proposals may be called by it.
 */
export function headlineOf({ steps, questions }: Pick<Plan, "steps" | "questions">): string {
  const phrases = [...new Set(steps.flatMap(({ action }) => phrasesOf(action)))];
  if (phrases.length === 0) return questions.length > 0 ? "Answer a question" : "Nothing to do";
  const shown = joinPhrases(phrases.slice(0, MOST_PHRASES));
  return `${shown}${phrases.length > MOST_PHRASES ? ", and more" : ""}`.slice(0, LONGEST);
}

function phrasesOf(action: Action): string[] {
  switch (action.type) {
    case "create-issue":
      return [`Create ${action.issueType.name}`];
    case "edit-fields":
      return action.changes.map(phraseOf);
    case "add-comment":
      return ["Add a comment"];
    case "set-assignee":
      return [action.to === null ? "Unassign" : "Assign"];
    case "transition":
      return [`Move to ${action.to.name}`];
    case "link-issues":
      return [linkPhrase(action)];
    default:
      return assertNever(action);
  }
}

/** Values that many issues share are named, and others not. */
function phraseOf(change: ActionOf<"edit-fields">["changes"][number]): string {
  const { to, name } = change;
  const isShared = to.kind === "option" || to.kind === "options" || to.kind === "labels";
  return isShared ? describeChange(change, () => "somebody") : `Change ${name}`;
}

const linkPhrase = ({ linkType, direction }: ActionOf<"link-issues">): string =>
  /duplicat/i.test(linkType.name) && direction === "outward"
    ? "Link as duplicate"
    : `Link: ${linkType[direction]}`;
