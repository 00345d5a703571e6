import { adfToText, asAdf } from "../rich-text/adf-to-text.ts";
import type { Field, Json, Project, SiteState } from "../state.ts";

export type Described = { id: string | null; text: string | null };

const EMPTY: Described = { id: null, text: null };

function byId<T extends { id: string }>(list: T[], id: Json, label: (one: T) => string): Described {
  const found = list.find((one) => one.id === id);
  return found === undefined ? EMPTY : { id: found.id, text: label(found) };
}

function many<T extends { id: string }>(list: T[], ids: Json, label: (one: T) => string): Described {
  if (!Array.isArray(ids) || ids.length === 0) return EMPTY;
  const found = ids.flatMap((id) => list.filter((one) => one.id === id));
  return { id: found.map((one) => one.id).join(", "), text: found.map(label).join(", ") };
}

function plain(value: Json): Described {
  if (Array.isArray(value))
    return { id: null, text: value.filter((one) => typeof one === "string").join(" ") };
  const rich = asAdf(value);
  if (rich !== null) return { id: null, text: adfToText(rich) };
  return { id: null, text: typeof value === "string" || typeof value === "number" ? String(value) : null };
}

/** A stored value as history tells it: the id where it has one, and the words. */
export function describeFieldValue(
  field: Field,
  value: Json | undefined,
  state: SiteState,
  project: Project,
): Described {
  if (value === null || value === undefined) return EMPTY;
  switch (field.kind) {
    case "select":
      return byId(field.options, value, (one) => one.value);
    case "multi-select":
      return many(field.options, value, (one) => one.value);
    case "priority":
      return byId(state.priorities, value, (one) => one.name);
    case "resolution":
      return byId(state.resolutions, value, (one) => one.name);
    case "issue-type":
      return byId(state.issueTypes, value, (one) => one.name);
    case "components":
      return many(project.components, value, (one) => one.name);
    case "versions":
      return many(project.versions, value, (one) => one.name);
    case "parent":
      return byId(state.issues, value, (one) => one.key);
    case "user": {
      const person = state.people.find((one) => one.accountId === value);
      return person === undefined ? plain(value) : { id: person.accountId, text: person.displayName };
    }
    default:
      return plain(value);
  }
}
