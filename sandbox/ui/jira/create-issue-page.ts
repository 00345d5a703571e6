import type { FieldInput, Site } from "../../site.ts";
import type { Json, Project } from "../../state.ts";
import { drawLabelled, mayChange, readControl, type FieldPlace } from "../form-fields.ts";
import { html } from "../html.ts";
import { drawCrumbs, drawPage } from "../page-shell.ts";
import type { Visit } from "../visit.ts";

const ALWAYS = new Set(["project", "issuetype"]);

export function drawCreateIssue(visit: Visit, project: Project, wantedType: string): string {
  const { site, acting } = visit;
  const types = site.issueTypesOf(project);
  const type = types.find((one) => one.id === wantedType) ?? types[0];
  const place: FieldPlace = { site, acting, project };
  const whole = type === undefined ? [] : site.createScreen(project, type.id);
  const screen = whole.filter(({ field }) => !ALWAYS.has(field.id) && mayChange(field, place, "new"));
  const usual: Record<string, Json> = {
    reporter: visit.person.accountId,
    priority: site.state().priorities.find((one) => one.id === "3")?.id ?? null,
  };
  // What must be filled comes first, then the rest in the order of the screen.
  const ordered = [
    ...screen.filter((one) => one.screen.required),
    ...screen.filter((one) => !one.screen.required),
  ];
  const action = `/projects/${project.key}/create`;
  const main = html`<div class="narrow">
    ${drawCrumbs([
      ["/projects", "Projects"],
      [`/projects/${project.key}`, project.name],
    ])}
    <h1>Create issue</h1>
    <p class="hint">Fields marked with <span class="must">*</span> are required.</p>
    <form method="get" action="${action}" data-submit-on-change>
      <div class="field">
        <label for="type">Issue type</label>
        <select id="type" name="type">
          ${types.map(
            (one) => html`<option value="${one.id}" ${one === type && html`selected`}>${one.name}</option>`,
          )}
        </select>
        <noscript><button>Show its fields</button></noscript>
      </div>
    </form>
    <form method="post" action="${action}" data-send>
      <input type="hidden" name="issuetype" value="${type?.id}" />
      ${ordered.map((one) =>
        drawLabelled(one, one.screen.defaultValue ?? usual[one.field.id] ?? null, place, "create"),
      )}
      <p class="wrong" role="alert"></p>
      <div class="buttons">
        <button class="primary">Create</button> <a class="button" href="/projects/${project.key}">Cancel</a>
      </div>
    </form>
  </div>`;
  return drawPage(visit, { title: "Create issue", product: "jira", main });
}

/** The filled fields of a create form, as REST takes them. */
export function readNewIssue(site: Site, project: Project, form: Record<string, string[]>): FieldInput {
  const typeId = form["issuetype"]?.[0] ?? "";
  const fields: FieldInput = { project: { key: project.key }, issuetype: { id: typeId } };
  for (const { field } of site.createScreen(project, typeId)) {
    const given = form[field.id];
    if (ALWAYS.has(field.id) || given === undefined || given.every((one) => one.trim() === "")) continue;
    fields[field.id] = readControl(field, given);
  }
  return fields;
}
