import { must } from "../look-up.ts";
import type { IssueType, Json, SiteState } from "../state.ts";

const NEEDS_PARENT = "Issue type is a sub-task but parent issue key or id not specified.";
const WRONG_LEVEL = "Please select valid parent issue.";

/** A parent stands one level above its child; a sub-task always has one. null when all is well. */
export function checkParent(
  state: SiteState,
  type: IssueType,
  parentId: Json | undefined,
): Record<string, string> | null {
  if (parentId === undefined || parentId === null) return type.subtask ? { issuetype: NEEDS_PARENT } : null;
  const parent = must(
    state.issues.find((one) => one.id === parentId),
    "a parent that was just read",
  );
  const above = state.issueTypes.find((one) => one.id === parent.issueTypeId);
  return above?.hierarchyLevel === type.hierarchyLevel + 1 ? null : { parentId: WRONG_LEVEL };
}
