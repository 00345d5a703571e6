import { differenceOf } from "../fields/difference.ts";
import { accountOf } from "../may-act.ts";
import { nextId, type SiteCore } from "../site-core.ts";
import type { Acting, ChangeGroup, ChangeItem, Issue, Json, Project, SiteState } from "../state.ts";

/** Writes values into an issue and answers the history items; the issue type is kept beside the values. */
export function writeValues(
  state: SiteState,
  project: Project,
  issue: Issue,
  values: Record<string, Json>,
): ChangeItem[] {
  const items: ChangeItem[] = [];
  for (const [id, to] of Object.entries(values)) {
    const field = state.fields.find((one) => one.id === id);
    if (field === undefined) continue;
    if (field.kind === "issue-type" && typeof to === "string") {
      items.push(...differenceOf(field, issue.issueTypeId, to, state, project));
      issue.issueTypeId = to;
    } else {
      items.push(...differenceOf(field, issue.values[id], to, state, project));
      issue.values[id] = to;
    }
  }
  return items;
}

/** Adds one history group and moves the issue's clock. Answers undefined when there is nothing to tell. */
export function recordChange(
  core: SiteCore,
  acting: Acting,
  issue: Issue,
  items: ChangeItem[],
): ChangeGroup | undefined {
  if (items.length === 0) return undefined;
  const created = core.now().toISOString();
  const group = { id: nextId(core.state()), author: accountOf(acting.as), created, items };
  issue.changelog.push(group);
  issue.updated = created;
  return group;
}
