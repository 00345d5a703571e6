import { levelsOf } from "../may-see.ts";
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

/** As Jira's history writes it. */
function cascade(field: Field, value: Json): Described {
  const [parentId, childId] = Array.isArray(value) ? value : [];
  const parent = field.options.find((one) => one.id === parentId);
  const child = parent?.children?.find((one) => one.id === childId);
  if (parent === undefined) return EMPTY;
  const level = (name: string, id: string, words: string) => `${name} values: ${words}(${id})`;
  const words = [
    level("Parent", parent.id, parent.value),
    ...(child === undefined ? [] : [level("Level 1", child.id, child.value)]),
  ];
  return { id: null, text: words.join("") };
}

function words(value: Json): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function plain(value: Json): Described {
  if (Array.isArray(value)) return { id: null, text: words(value).join(" ") };
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
    case "security":
      return byId(levelsOf(state, project), value, (one) => one.name);
    case "sprint":
      return many(field.options, value, (one) => one.value);
    case "team":
      return byId(field.options, value, (one) => one.value);
    case "cascade":
      return cascade(field, value);
    case "project-picker":
      return byId(state.projects, value, (one) => one.name);
    case "version":
      return byId(project.versions, value, (one) => one.name);
    case "users":
      return many(
        state.people.map((one) => ({ id: one.accountId, name: one.displayName })),
        value,
        (one) => one.name,
      );
    case "group":
      return plain(value);
    case "groups":
      return { id: null, text: words(value).join(", ") };
    case "issue-type":
      return byId(state.issueTypes, value, (one) => one.name);
    case "components":
      return many(project.components, value, (one) => one.name);
    case "versions":
      return many(project.versions, value, (one) => one.name);
    case "parent":
    case "epic-link":
      return byId(state.issues, value, (one) => one.key);
    case "user": {
      const person = state.people.find((one) => one.accountId === value);
      return person === undefined ? plain(value) : { id: person.accountId, text: person.displayName };
    }
    default:
      return plain(value);
  }
}
