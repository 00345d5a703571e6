import { presentComponent } from "../jira/present-component.ts";
import { levelsOf } from "../may-see.ts";
import { presentGroup } from "../jira/present-group.ts";
import { presentOption, presentPriority, presentResolution } from "../jira/present-choices.ts";
import { presentIssueStub } from "../jira/present-issue-stub.ts";
import { presentProject } from "../jira/present-project.ts";
import { presentSecurityLevel } from "../jira/present-security.ts";
import { presentUser } from "../jira/present-user.ts";
import { presentVersion } from "../jira/present-version.ts";
import { restTime } from "../jira/rest-time.ts";
import type { Field, FieldKind, FieldOption, Json, Project } from "../state.ts";
import type { Site } from "../site.ts";

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** Stored as text, since it was read as text. */
function text(value: Json): string {
  return typeof value === "string" ? value : "";
}

function option(site: Site, options: FieldOption[], id: Json | undefined): { [key: string]: Json } | null {
  const found = options.find((one) => one.id === id);
  if (found === undefined) return null;
  const { children: _, ...rest } = found;
  return presentOption(site, rest);
}

function cascade(site: Site, field: Field, [parentId, childId]: Json[]): Json {
  const parent = option(site, field.options, parentId);
  const children = field.options.find((one) => one.id === parentId)?.children ?? [];
  const child = option(site, children, childId);
  return parent === null || child === null ? parent : { ...parent, child };
}

function account(site: Site, id: Json): Json {
  const person = typeof id === "string" ? site.person(id) : undefined;
  return person === undefined ? null : presentUser(site, person);
}

function sprint(field: Field, id: Json): Json {
  const found = field.options.find((one) => one.id === id);
  if (found === undefined) return null;
  return {
    id: Number(found.id),
    name: found.value,
    state: found.disabled === true ? "closed" : "active",
    boardId: 1,
  };
}

function team(field: Field, id: Json): Json {
  const found = field.options.find((one) => one.id === id);
  return found === undefined ? null : { id: found.id, name: found.value, isVisible: true, isVerified: false };
}

const EMPTY_LISTS: FieldKind[] = ["labels", "components", "versions"];

/** Things of the site that are chosen by their id. */
function presentThing(site: Site, project: Project, kind: FieldKind, id: Json): Json | undefined {
  const state = site.state();
  const found = <T extends { id: string }>(list: T[], present: (one: T) => Json): Json => {
    const thing = list.find((one) => one.id === id);
    return thing === undefined ? null : present(thing);
  };
  switch (kind) {
    case "priority":
      return found(state.priorities, (one) => presentPriority(site, one));
    case "resolution":
      return found(state.resolutions, (one) => presentResolution(site, one));
    case "security":
      return found(levelsOf(state, project), (one) => presentSecurityLevel(site, one));
    case "parent":
      return found(state.issues, (one) => presentIssueStub(site, one));
    case "epic-link":
      return found(state.issues, (one) => one.key);
    case "version":
      return found(project.versions, (one) => presentVersion(site, project, one));
    case "project-picker":
      return found(state.projects, (one) => presentProject(site, one));
    default:
      return undefined;
  }
}

/** A stored value in the form REST v3 answers it. */
export function presentFieldValue(site: Site, project: Project, field: Field, value: Json | undefined): Json {
  if (value === undefined || value === null)
    return EMPTY_LISTS.includes(field.kind) && !field.custom ? [] : null;
  // Custom lists are null when empty; only Jira's own are empty lists.
  if (field.custom && Array.isArray(value) && value.length === 0) return null;
  const thing = presentThing(site, project, field.kind, value);
  if (thing !== undefined) return thing;
  switch (field.kind) {
    case "user":
      return account(site, value);
    case "users":
      return list(value).map((id) => account(site, id));
    case "select":
      return option(site, field.options, value);
    case "multi-select":
      return list(value).map((id) => option(site, field.options, id));
    case "cascade":
      return cascade(site, field, list(value));
    case "team":
      return team(field, value);
    case "sprint":
      return list(value).map((id) => sprint(field, id));
    case "group":
      return presentGroup(site, text(value));
    case "groups":
      return list(value).map((name) => presentGroup(site, text(name)));
    case "datetime":
      return restTime(text(value));
    case "components":
      return project.components
        .filter((one) => list(value).includes(one.id))
        .map((one) => presentComponent(site, project, one, false));
    case "versions":
      return project.versions
        .filter((one) => list(value).includes(one.id))
        .map((one) => presentVersion(site, project, one));
    default:
      return value;
  }
}
