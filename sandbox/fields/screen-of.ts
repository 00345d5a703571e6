import { must, projectOf } from "../look-up.ts";
import type { ScreenFieldView } from "../site.ts";
import type { Issue, Project, ScreenField, SiteState } from "../state.ts";

export function viewScreen(state: SiteState, screen: ScreenField[]): ScreenFieldView[] {
  return screen.map((one) => ({
    screen: one,
    field: must(
      state.fields.find((field) => field.id === one.fieldId),
      `field ${one.fieldId}`,
    ),
  }));
}

/** Fields of the create screen; empty when the project does not have this issue type. */
export function createScreenOf(state: SiteState, project: Project, issueTypeId: string): ScreenFieldView[] {
  const type = project.issueTypes.find((one) => one.issueTypeId === issueTypeId);
  if (type === undefined) return [];
  const fixed: ScreenField[] = [
    { fieldId: "project", required: true },
    { fieldId: "issuetype", required: true },
  ];
  return viewScreen(state, [...fixed, ...type.screen]);
}

export function editScreenOf(state: SiteState, issue: Issue): ScreenFieldView[] {
  const project = projectOf(state, issue);
  const type = project.issueTypes.find((one) => one.issueTypeId === issue.issueTypeId);
  if (type === undefined) return [];
  return viewScreen(state, [{ fieldId: "issuetype", required: true }, ...type.screen]);
}
