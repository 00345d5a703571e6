import type { Action, Step } from "../contract/index.ts";
import { assertNever } from "../kit/index.ts";
import type { IssuePermission } from "./ports.ts";

/** What undoing a step does where that is not what doing it did: to an issue it created, or to a comment it wrote. */
export type Undoing = "close" | "delete" | "delete-own-comment" | "delete-others-comment";

/** What Jira must allow a person on the issue before their yes to this action counts. */
function neededFor(action: Action): IssuePermission {
  switch (action.type) {
    case "create-issue":
      return "CREATE_ISSUES";
    case "edit-fields":
      return "EDIT_ISSUES";
    case "add-comment":
      return "ADD_COMMENTS";
    case "set-assignee":
      return "ASSIGN_ISSUES";
    case "transition":
      return "TRANSITION_ISSUES";
    case "link-issues":
      return "LINK_ISSUES";
    default:
      return assertNever(action);
  }
}

/** Without browsing nobody decides anything: a person must be able to see what they change. */
export function neededPermissions(steps: readonly Step[], undoing?: Undoing): IssuePermission[] {
  if (undoing === "delete") return ["BROWSE_PROJECTS", "DELETE_ISSUES"];
  // It is closed with a comment that says why.
  if (undoing === "delete-own-comment") return ["BROWSE_PROJECTS", "DELETE_OWN_COMMENTS"];
  if (undoing === "delete-others-comment") return ["BROWSE_PROJECTS", "DELETE_ALL_COMMENTS"];
  if (undoing === "close") return ["BROWSE_PROJECTS", "TRANSITION_ISSUES", "ADD_COMMENTS"];
  return [...new Set<IssuePermission>(["BROWSE_PROJECTS", ...steps.map((step) => neededFor(step.action))])];
}

const WORDS: Readonly<Record<IssuePermission, string>> = {
  BROWSE_PROJECTS: "see this issue",
  EDIT_ISSUES: "edit this issue",
  ADD_COMMENTS: "comment here",
  ASSIGN_ISSUES: "assign issues here",
  TRANSITION_ISSUES: "move issues here",
  LINK_ISSUES: "link issues here",
  CREATE_ISSUES: "create issues here",
  DELETE_ISSUES: "delete issues here",
  DELETE_OWN_COMMENTS: "delete own comments here",
  DELETE_ALL_COMMENTS: "delete the comments of others here",
};

/** "Jira does not let you edit this issue." */
export const sayMissing = (missing: readonly IssuePermission[]): string =>
  `Jira does not let you ${missing.map((permission) => WORDS[permission]).join(" or ")}.`;
