import { isDeepStrictEqual } from "node:util";
import type { ChangeItem, Field, Json, Project, SiteState } from "../state.ts";
import { describeFieldValue } from "./describe-field-value.ts";

function empty(value: Json | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function sameValue(a: Json | undefined, b: Json | undefined): boolean {
  if (empty(a) && empty(b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one) => b.includes(one));
  return isDeepStrictEqual(a, b);
}

/** What history calls the field: Jira names some by their column and others by their title. */
const HISTORY_NAMES: Record<string, string> = {
  components: "Component",
  fixVersions: "Fix Version",
  versions: "Version",
  parent: "IssueParentAssociation",
};

/** One history item per entry for lists that Jira logs entry by entry. */
function perEntry(
  field: Field,
  from: Json | undefined,
  to: Json,
  state: SiteState,
  project: Project,
): ChangeItem[] {
  const before = Array.isArray(from) ? from : [];
  const after = Array.isArray(to) ? to : [];
  const frame = frameOf(field);
  const gone = before
    .filter((one) => !after.includes(one))
    .map((one) => describeFieldValue(field, [one], state, project));
  const added = after
    .filter((one) => !before.includes(one))
    .map((one) => describeFieldValue(field, [one], state, project));
  return [
    ...gone.map((one) => ({ ...frame, from: one.id, fromString: one.text, to: null, toString: null })),
    ...added.map((one) => ({ ...frame, from: null, fromString: null, to: one.id, toString: one.text })),
  ];
}

function frameOf(field: Field): Pick<ChangeItem, "field" | "fieldId" | "fieldtype"> {
  const name = field.custom ? field.name : (HISTORY_NAMES[field.id] ?? field.id);
  return { field: name, fieldId: field.id, fieldtype: field.custom ? "custom" : "jira" };
}

/** History items for one field; none when nothing changed. */
export function differenceOf(
  field: Field,
  from: Json | undefined,
  to: Json,
  state: SiteState,
  project: Project,
): ChangeItem[] {
  if (sameValue(from, to)) return [];
  if (field.kind === "components" || field.kind === "versions")
    return perEntry(field, from, to, state, project);
  const before = describeFieldValue(field, from, state, project);
  const after = describeFieldValue(field, to, state, project);
  const blank = field.kind === "labels" ? "" : null;
  return [
    {
      ...frameOf(field),
      from: before.id,
      fromString: before.text ?? blank,
      to: after.id,
      toString: after.text ?? blank,
    },
  ];
}
