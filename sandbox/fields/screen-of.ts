import { must, projectOf } from "../look-up.ts";
import type { ScreenFieldView } from "../site.ts";
import type { Field, FieldContext, Issue, Project, ScreenField, SiteState } from "../state.ts";

/** The project and issue type a screen is shown for: a field may look different in each, or not exist. */
export type ScreenPlace = { project: Project; issueTypeId: string };

function contextOf(field: Field, { project, issueTypeId }: ScreenPlace): FieldContext | undefined {
  return field.contexts?.find(
    (one) =>
      (one.projectIds.length === 0 || one.projectIds.includes(project.id)) &&
      (one.issueTypeIds.length === 0 || one.issueTypeIds.includes(issueTypeId)),
  );
}

/** The field as it can be filled here: options of this context that are not disabled, and its default. */
function viewField(field: Field, screen: ScreenField, place: ScreenPlace): ScreenFieldView[] {
  const context = contextOf(field, place);
  if (field.contexts !== undefined && context === undefined) return [];
  const offered = (id: string) => context?.optionIds?.includes(id) ?? true;
  const options = field.options
    .filter((one) => one.disabled !== true && offered(one.id))
    .map((one) =>
      one.children === undefined
        ? one
        : { ...one, children: one.children.filter((child) => child.disabled !== true) },
    );
  const defaultValue = screen.defaultValue ?? context?.defaultValue ?? null;
  return [
    { field: { ...field, options }, screen: defaultValue === null ? screen : { ...screen, defaultValue } },
  ];
}

export function viewScreen(state: SiteState, screen: ScreenField[], place: ScreenPlace): ScreenFieldView[] {
  return screen.flatMap((one) =>
    viewField(
      must(
        state.fields.find((field) => field.id === one.fieldId),
        `field ${one.fieldId}`,
      ),
      one,
      place,
    ),
  );
}

/** Fields of the create screen; empty when the project does not have this issue type. */
export function createScreenOf(state: SiteState, project: Project, issueTypeId: string): ScreenFieldView[] {
  const type = project.issueTypes.find((one) => one.issueTypeId === issueTypeId);
  if (type === undefined) return [];
  const fixed: ScreenField[] = [
    { fieldId: "project", required: true },
    { fieldId: "issuetype", required: true },
  ];
  return viewScreen(state, [...fixed, ...type.screen], { project, issueTypeId });
}

export function editScreenOf(state: SiteState, issue: Issue): ScreenFieldView[] {
  const project = projectOf(state, issue);
  const { issueTypeId } = issue;
  const type = project.issueTypes.find((one) => one.issueTypeId === issueTypeId);
  if (type === undefined) return [];
  const screen: ScreenField[] = [{ fieldId: "issuetype", required: true }, ...type.screen];
  return viewScreen(state, screen, { project, issueTypeId });
}
