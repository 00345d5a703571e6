import { mayAct } from "../may-act.ts";
import { ok, refuseFields, type Result } from "../result.ts";
import type { FieldInput, ScreenFieldView, UpdateInput } from "../site.ts";
import type { Identity, Issue, Json, Project, ProjectPermission, SiteState } from "../state.ts";
import { readFieldValue } from "./read-field-value.ts";

export type InputPlace = {
  state: SiteState;
  project: Project;
  as: Identity;
  screen: ScreenFieldView[];
  issue: Issue | null;
};

/** Fields that need a permission of their own beside editing. */
const OWN_PERMISSION: Record<string, ProjectPermission> = {
  assignee: "ASSIGN_ISSUES",
  reporter: "MODIFY_REPORTER",
  duedate: "SCHEDULE_ISSUES",
  fixVersions: "RESOLVE_ISSUES",
  security: "SET_ISSUE_SECURITY",
};

function off(id: string): string {
  return `Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`;
}

/** Turns `update` verbs into the value the field would have after them. */
function afterUpdates(view: ScreenFieldView, verbs: Record<string, unknown>[], place: InputPlace) {
  let current = place.issue?.values[view.field.id] ?? null;
  for (const verb of verbs) {
    for (const [name, operand] of Object.entries(verb)) {
      const list = name === "add" || name === "remove";
      const read = readFieldValue(view.field, list ? [operand] : operand, place);
      if (!read.ok) return read;
      const before: Json[] = Array.isArray(current) ? current : [];
      const entries: Json[] = Array.isArray(read.value) ? read.value : [];
      if (name === "add") current = [...before, ...entries.filter((one) => !before.includes(one))];
      else if (name === "remove") current = before.filter((one) => !entries.includes(one));
      else if (name === "set") current = read.value;
      else return { ok: false as const, words: `operation '${name}' is not supported` };
    }
  }
  return { ok: true as const, value: current };
}

/**
 * The stored values that a request asks for, every one of them checked: on the screen, allowed here, permitted
 * to this actor. One bad field refuses the whole request, as Jira does.
 */
export function readInput(
  place: InputPlace,
  fields: FieldInput,
  update: UpdateInput,
): Result<Record<string, Json>> {
  const values: Record<string, Json> = {};
  const errors: Record<string, string> = {};
  const take = (id: string, read: (view: ScreenFieldView) => ReturnType<typeof readFieldValue>) => {
    const view = place.screen.find((one) => one.field.id === id);
    const permission = OWN_PERMISSION[id];
    const permitted = permission === undefined || mayAct(place.state, place.as, permission, place.project);
    if (view === undefined || !permitted) {
      errors[id] = off(id);
      return;
    }
    const result = read(view);
    if (result.ok) values[id] = result.value;
    else errors[id] = result.words;
  };
  for (const [id, input] of Object.entries(fields)) {
    take(id, (view) => readFieldValue(view.field, input, place));
  }
  for (const [id, verbs] of Object.entries(update)) {
    if (id === "comment" || id === "issuelinks" || id === "worklog") continue;
    if (id in fields) errors[id] = `Field '${id}' cannot appear in both 'fields' and 'update'`;
    else take(id, (view) => afterUpdates(view, verbs, place));
  }
  for (const { field, screen } of place.screen) {
    const missing =
      place.issue === null ? isEmpty(values[field.id]) : field.id in values && isEmpty(values[field.id]);
    if (
      screen.required &&
      missing &&
      errors[field.id] === undefined &&
      field.kind !== "project" &&
      field.kind !== "issue-type"
    ) {
      errors[field.id] =
        field.id === "summary" ? "You must specify a summary of the issue." : `${field.name} is required.`;
    }
  }
  return Object.keys(errors).length > 0 ? refuseFields(errors) : ok(values);
}

export function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}
