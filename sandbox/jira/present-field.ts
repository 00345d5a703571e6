import { presentIssueType, presentOption, presentPriority, presentResolution } from "./present-choices.ts";
import { presentFieldValue } from "../fields/present-field-value.ts";
import { choosableLevels } from "../may-see.ts";
import { presentComponent } from "./present-component.ts";
import { presentProject } from "./present-project.ts";
import { presentSecurityLevel } from "./present-security.ts";
import { presentVersion } from "./present-version.ts";
import type { ScreenFieldView, Site } from "../site.ts";
import type { Acting, Field, FieldKind, Issue, Json, Project } from "../state.ts";

type Shape = { [key: string]: Json };

const TYPES: Record<FieldKind, { type: string; items?: string; custom: string }> = {
  text: { type: "string", custom: "textfield" },
  "rich-text": { type: "string", custom: "textarea" },
  number: { type: "number", custom: "float" },
  date: { type: "date", custom: "datepicker" },
  user: { type: "user", custom: "userpicker" },
  labels: { type: "array", items: "string", custom: "labels" },
  select: { type: "option", custom: "select" },
  "multi-select": { type: "array", items: "option", custom: "multiselect" },
  priority: { type: "priority", custom: "" },
  resolution: { type: "resolution", custom: "" },
  components: { type: "array", items: "component", custom: "" },
  versions: { type: "array", items: "version", custom: "multiversion" },
  parent: { type: "issuelink", custom: "" },
  "issue-type": { type: "issuetype", custom: "" },
  project: { type: "project", custom: "" },
  security: { type: "securitylevel", custom: "" },
  url: { type: "string", custom: "url" },
  datetime: { type: "datetime", custom: "datetime" },
  cascade: { type: "option-with-child", custom: "cascadingselect" },
  users: { type: "array", items: "user", custom: "multiuserpicker" },
  group: { type: "group", custom: "grouppicker" },
  groups: { type: "array", items: "group", custom: "multigrouppicker" },
  version: { type: "version", custom: "version" },
  "project-picker": { type: "project", custom: "project" },
  sprint: { type: "array", items: "json", custom: "com.pyxis.greenhopper.jira:gh-sprint" },
  "epic-link": { type: "any", custom: "com.pyxis.greenhopper.jira:gh-epic-link" },
  team: { type: "team", custom: "atlassian-team" },
};

/** The field's type, in the words an app reads to know what to send. */
export function presentSchema(field: Field): Shape {
  const { type, items, custom } = TYPES[field.kind];
  const typeName = field.customType ?? custom;
  const base: Shape = items === undefined ? { type } : { type, items };
  if (!field.custom) return { ...base, system: field.id };
  return {
    ...base,
    custom: typeName.includes(":")
      ? typeName
      : `com.atlassian.jira.plugin.system.customfieldtypes:${typeName}`,
    customId: Number(field.id.replace("customfield_", "")),
  };
}

const LISTS: FieldKind[] = ["labels", "multi-select", "components", "versions", "users", "groups"];

function allowedValues(
  site: Site,
  acting: Acting,
  project: Project,
  field: Field,
  issue: Issue | null,
): Json[] | undefined {
  const state = site.state();
  switch (field.kind) {
    case "select":
    case "multi-select":
    case "cascade":
      return field.options.map((one) => presentOption(site, one));
    case "priority":
      return state.priorities.map((one) => presentPriority(site, one));
    case "resolution":
      return state.resolutions.map((one) => presentResolution(site, one));
    case "components":
      return project.components.map((one) => presentComponent(site, project, one, false));
    case "security":
      return choosableLevels(state, acting.as, project, issue).map((one) => presentSecurityLevel(site, one));
    case "project-picker":
      return site.projects(acting).map((one) => presentProject(site, one));
    case "version":
    case "versions":
      return project.versions.filter((one) => !one.archived).map((one) => presentVersion(site, project, one));
    case "issue-type":
      return typesFor(project, issue).flatMap((id) =>
        state.issueTypes.filter((one) => one.id === id).map((one) => presentIssueType(site, one)),
      );
    case "project":
      return [presentProject(site, project)];
    default:
      return undefined;
  }
}

/** Types an issue may change to: those that share its workflow. All types when there is no issue yet. */
function typesFor(project: Project, issue: Issue | null): string[] {
  const own = project.issueTypes.find((one) => one.issueTypeId === issue?.issueTypeId);
  return project.issueTypes
    .filter((one) => own === undefined || one.workflowId === own.workflowId)
    .map((one) => one.issueTypeId);
}

function autoComplete(site: Site, project: Project, field: Field): string | undefined {
  if (field.kind === "user" || field.kind === "users")
    return `${site.origin()}/rest/api/3/user/assignable/search?project=${project.key}&query=`;
  if (field.kind === "labels") return `${site.origin()}/rest/api/1.0/labels/suggest?query=`;
  return undefined;
}

/** A field on a screen, as create-meta, edit-meta and transitions describe it. */
export function presentScreenField(
  site: Site,
  acting: Acting,
  project: Project,
  view: ScreenFieldView,
  issue: Issue | null,
): Shape {
  const { field, screen } = view;
  const allowed = allowedValues(site, acting, project, field, issue);
  const complete = autoComplete(site, project, field);
  return {
    required: screen.required,
    schema: presentSchema(field),
    name: field.name,
    key: field.id,
    hasDefaultValue: screen.defaultValue !== undefined,
    ...(screen.defaultValue === undefined
      ? {}
      : { defaultValue: presentFieldValue(site, project, field, screen.defaultValue) }),
    operations: LISTS.includes(field.kind) ? ["add", "set", "remove"] : ["set"],
    ...(allowed === undefined ? {} : { allowedValues: allowed }),
    ...(complete === undefined ? {} : { autoCompleteUrl: complete }),
  };
}

/** A field of the site, as `GET /field` lists it. */
export function presentField(field: Field): Shape {
  return {
    id: field.id,
    key: field.id,
    name: field.name,
    custom: field.custom,
    orderable: true,
    navigable: true,
    searchable: true,
    clauseNames: field.custom ? [`cf[${field.id.replace("customfield_", "")}]`, field.name] : [field.id],
    schema: presentSchema(field),
  };
}
