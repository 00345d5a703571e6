import type { ScreenFieldView, Site } from "../site.ts";
import type { Acting, Field, FieldKind, Json, Project, ProjectPermission } from "../state.ts";
import { choosableLevels } from "../may-see.ts";
import { adfToText, asAdf } from "../rich-text/adf-to-text.ts";
import { writeAdf } from "../seed/write-adf.ts";
import { html, type Html } from "./html.ts";

export type FieldPlace = { site: Site; acting: Acting; project: Project };
/** Fields that need a permission of their own, as REST asks for it when they are set. */
const OWN_PERMISSION: Record<string, ProjectPermission> = {
  assignee: "ASSIGN_ISSUES",
  reporter: "MODIFY_REPORTER",
  duedate: "SCHEDULE_ISSUES",
  fixVersions: "RESOLVE_ISSUES",
  security: "SET_ISSUE_SECURITY",
};

/** Whether a form may offer this field: on an issue that is there, or on a new one. */
export function mayChange(
  field: Field,
  { site, acting, project }: FieldPlace,
  on: "new" | "existing",
): boolean {
  const needed = OWN_PERMISSION[field.id] ?? (on === "new" ? "CREATE_ISSUES" : "EDIT_ISSUES");
  return site.may(acting.as, needed, project);
}

type Choice = { value: string; words: string };

function choicesOf(field: Field, { site, acting, project }: FieldPlace): Choice[] {
  const state = site.state();
  const named = (list: { id: string; name: string }[]) =>
    list.map((one) => ({ value: one.id, words: one.name }));
  switch (field.kind) {
    case "select":
    case "multi-select":
      return field.options.map((one) => ({ value: one.id, words: one.value }));
    case "priority":
      return named(state.priorities);
    case "resolution":
      return named(state.resolutions);
    case "components":
      return named(project.components);
    case "version":
    case "versions":
      return named(project.versions);
    case "security":
      return named(choosableLevels(state, acting.as, project, null));
    case "project-picker":
      return named(site.projects(acting));
    case "group":
    case "groups":
      return state.groups.map((one) => ({ value: one, words: one }));
    case "cascade":
      return field.options.flatMap((one) => [
        { value: one.id, words: one.value },
        ...(one.children ?? []).map((child) => ({
          value: `${one.id}/${child.id}`,
          words: `${one.value} – ${child.value}`,
        })),
      ]);
    case "issue-type":
      return named(site.issueTypesOf(project));
    case "users":
    case "user": {
      const people = field.id === "assignee" ? site.assignablePeople(acting, project, "") : site.people();
      return people.map((one) => ({ value: one.accountId, words: one.displayName }));
    }
    default:
      return [];
  }
}

function strings(value: Json): string[] {
  return Array.isArray(value)
    ? value.filter((one) => typeof one === "string")
    : typeof value === "string"
      ? [value]
      : [];
}

function plainText(field: Field, value: Json, site: Site): string {
  if (field.kind === "rich-text") return adfToText(asAdf(value));
  if (field.kind === "labels") return strings(value).join(" ");
  if (field.kind === "datetime" && typeof value === "string") return value.slice(0, 16);
  if (field.kind === "parent") return site.state().issues.find((one) => one.id === value)?.key ?? "";
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

const LISTS = ["multi-select", "components", "versions", "users", "groups"];
const CHOSEN = [
  ...["select", "priority", "resolution", "user", "issue-type", "security", "cascade"],
  ...["group", "version", "project-picker", ...LISTS],
];
const INPUTS: Partial<Record<FieldKind, string>> = {
  number: "number",
  date: "date",
  datetime: "datetime-local",
  url: "url",
};

/** A control for a field, holding `value`; its name is the field's id. */
export function drawControl(view: ScreenFieldView, value: Json, place: FieldPlace, id: string): Html {
  const { field, screen } = view;
  const required = screen.required && html`required`;
  if (CHOSEN.includes(field.kind)) {
    const many = LISTS.includes(field.kind);
    const chosen = field.kind === "cascade" ? [strings(value).join("/")] : strings(value);
    const none =
      many || (screen.required && chosen.length > 0)
        ? ""
        : html`<option value="">${screen.required ? "Choose" : "None"}</option>`;
    const options = choicesOf(field, place).map(
      (one) =>
        html`<option value="${one.value}" ${chosen.includes(one.value) && html`selected`}>
          ${one.words}
        </option>`,
    );
    return html`<select id="${id}" name="${field.id}" ${many && html`multiple size="4"`} ${required}>
      ${none}${options}
    </select>`;
  }
  const text = plainText(field, value, place.site);
  if (field.kind === "rich-text")
    return html`<textarea id="${id}" name="${field.id}" rows="6" ${required}>${text}</textarea>`;
  const type = INPUTS[field.kind] ?? "text";
  const limit = field.kind === "text" && html`maxlength="${field.maxLength ?? 255}"`;
  return html`<input
    id="${id}"
    name="${field.id}"
    type="${type}"
    value="${text}"
    step="any"
    autocomplete="off"
    ${limit}
    ${required}
  />`;
}

export function drawLabelled(view: ScreenFieldView, value: Json, place: FieldPlace, prefix: string): Html {
  const { field, screen } = view;
  const id = `${prefix}-${field.id}`;
  const hint =
    field.kind === "labels"
      ? "Parted by spaces."
      : field.kind === "datetime"
        ? `${field.description} Time in UTC.`.trim()
        : field.description;
  return html`<div class="field">
    <label for="${id}"
      >${field.name}${screen.required && html`<span class="must" title="required"> *</span>`}</label
    >
    ${drawControl(view, value, place, id)} ${hint !== "" && html`<p class="hint">${hint}</p>`}
  </div>`;
}

/** What a form says about a field, in the form REST takes it; null when it says "empty". */
export function readControl(field: Field, given: string[]): unknown {
  const filled = given.filter((one) => one.trim() !== "");
  const [first = ""] = filled;
  if (field.kind === "users") return filled.map((accountId) => ({ accountId }));
  if (field.kind === "groups") return filled.map((name) => ({ name }));
  if (LISTS.includes(field.kind)) return filled.map((id) => ({ id }));
  if (field.kind === "labels") return first.split(/\s+/).filter((one) => one !== "");
  if (first === "") return field.kind === "text" && !field.custom ? "" : null;
  switch (field.kind) {
    case "select":
    case "priority":
    case "resolution":
    case "issue-type":
    case "security":
    case "version":
    case "project-picker":
      return { id: first };
    case "cascade": {
      const [id, child] = first.split("/");
      return child === undefined ? { id } : { id, child: { id: child } };
    }
    case "group":
      return { name: first };
    case "datetime":
      return `${first}:00.000+0000`;
    case "user":
      return { accountId: first };
    case "number":
      return Number(first);
    case "rich-text":
      return writeAdf(first.replaceAll("\r\n", "\n"));
    case "parent":
      return { key: first.trim().toUpperCase() };
    default:
      return first.trim();
  }
}
