import type { Action, ActionOf } from "../../contract/index.ts";
import { assertNever } from "../../kit/index.ts";
import { describeChange } from "./describe-change.ts";
import type { NameOf } from "./name-of.ts";

/** A step in people's words: "Assign to Mia Krause", "Make it High", "Move to In Review". */
export function titleOf(action: Action, nameOf: NameOf): string {
  switch (action.type) {
    case "create-issue":
      return createTitle(action);
    case "edit-fields":
      return joinPhrases(action.changes.map((change) => describeChange(change, nameOf)));
    case "add-comment":
      return "Add a comment";
    case "set-assignee":
      return assigneeTitle(action, nameOf);
    case "transition":
      return `Move to ${action.to.name}`;
    case "link-issues":
      return linkTitle(action);
    default:
      return assertNever(action);
  }
}

/** "Make it High, add label checkout": only the first phrase keeps its capital. */
export function joinPhrases(phrases: readonly string[]): string {
  return phrases
    .map((phrase, index) => (index === 0 ? phrase : phrase.charAt(0).toLowerCase() + phrase.slice(1)))
    .join(", ");
}

function createTitle({ issueType, fields }: ActionOf<"create-issue">): string {
  const summary = fields.find((field) => field.field === "summary")?.to;
  const named = summary?.kind === "text" ? ` “${summary.text}”` : "";
  return `Create ${issueType.name}${named}`;
}

function assigneeTitle({ from, to }: ActionOf<"set-assignee">, nameOf: NameOf): string {
  if (to !== null) return `Assign to ${nameOf(to)}`;
  return from === null ? "Unassign" : `Unassign ${nameOf(from)}`;
}

function linkTitle({ linkType, direction, other }: ActionOf<"link-issues">): string {
  if (/duplicat/i.test(linkType.name) && direction === "outward") return `Link as duplicate of ${other.key}`;
  return `Link: ${linkType[direction]} ${other.key}`;
}
