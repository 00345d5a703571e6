import { z } from "zod";
import { adfToText, asAdf } from "../../rich-text/adf-to-text.ts";
import type { Issue, Project } from "../../state.ts";
import {
  drawAvatar,
  drawEmpty,
  drawPriority,
  drawProjectIcon,
  drawStatus,
  drawTime,
  drawType,
} from "../draw-parts.ts";
import { html, NOTHING, type Html } from "../html.ts";
import { drawCrumbs, drawPage } from "../page-shell.ts";
import type { Visit } from "../visit.ts";

const PAGE = 25;

/** The filter as the address carries it. What cannot be read counts as not set. */
export const IssueFilter = z.object({
  q: z.string().catch(""),
  status: z.enum(["", "open", "new", "indeterminate", "done"]).catch(""),
  assignee: z.string().catch(""),
  page: z.coerce.number().int().min(1).catch(1),
});
export type IssueFilter = z.infer<typeof IssueFilter>;

function textOf(issue: Issue): string {
  const { summary } = issue.values;
  return `${issue.key} ${typeof summary === "string" ? summary : ""} ${adfToText(asAdf(issue.values["description"]))}`.toLowerCase();
}

function fits(visit: Visit, filter: IssueFilter, issue: Issue): boolean {
  const { category } = visit.site.status(issue.statusId);
  if (filter.status === "open" && category === "done") return false;
  if (filter.status !== "" && filter.status !== "open" && category !== filter.status) return false;
  const assignee = issue.values["assignee"] ?? null;
  if (filter.assignee === "nobody" && assignee !== null) return false;
  if (filter.assignee !== "" && filter.assignee !== "nobody" && assignee !== filter.assignee) return false;
  const words = filter.q
    .toLowerCase()
    .split(/\s+/)
    .filter((one) => one !== "");
  return words.every((word) => textOf(issue).includes(word));
}

function findIssues(visit: Visit, projects: Project[], filter: IssueFilter): Issue[] {
  if (projects.length === 0) return [];
  const keys = projects.map((one) => `"${one.key}"`).join(", ");
  const found = visit.site.search(visit.acting, `project in (${keys}) ORDER BY created DESC`);
  return found.ok ? found.value.filter((one) => fits(visit, filter, one)) : [];
}

function drawRow(visit: Visit, issue: Issue): Html {
  const state = visit.site.state();
  const type = state.issueTypes.find((one) => one.id === issue.issueTypeId);
  const priority = state.priorities.find((one) => one.id === issue.values["priority"]) ?? null;
  const assignee = state.people.find((one) => one.accountId === issue.values["assignee"]) ?? null;
  const { summary } = issue.values;
  return html`<tr data-live="row-${issue.key}">
    <td>${type !== undefined && drawType(type)}</td>
    <td class="key"><a href="/browse/${issue.key}">${issue.key}</a></td>
    <th scope="row" class="summary">
      <a href="/browse/${issue.key}">${typeof summary === "string" && summary}</a>
    </th>
    <td>${drawStatus(visit.site.status(issue.statusId))}</td>
    <td>${drawPriority(priority)}</td>
    <td class="assignee">
      <span class="with-icon">${drawAvatar(assignee)}<span>${assignee?.displayName ?? "Nobody"}</span></span>
    </td>
    <td class="when">${drawTime(issue.updated, visit.site.now())}</td>
  </tr>`;
}

function drawFilter(visit: Visit, filter: IssueFilter, action: string): Html {
  const option = (value: string, words: string, chosen: string) =>
    html`<option value="${value}" ${value === chosen && html`selected`}>${words}</option>`;
  const people = visit.site.people().map((one) => option(one.accountId, one.displayName, filter.assignee));
  return html`<form
    class="filter"
    action="${action}"
    method="get"
    role="search"
    aria-label="Filter issues"
    data-submit-on-change
  >
    <label><span>Text</span><input name="q" type="search" value="${filter.q}" /></label>
    <label
      ><span>Status</span
      ><select name="status">
        ${option("", "Any", filter.status)} ${option("open", "Not done", filter.status)}
        ${option("new", "To do", filter.status)} ${option("indeterminate", "In progress", filter.status)}
        ${option("done", "Done", filter.status)}
      </select></label
    >
    <label
      ><span>Assignee</span
      ><select name="assignee">
        ${option("", "Anybody", filter.assignee)} ${option("nobody", "Nobody", filter.assignee)} ${people}
      </select></label
    >
    <button>Filter</button>
  </form>`;
}

function drawPaging(filter: IssueFilter, count: number, action: string): Html {
  const pages = Math.ceil(count / PAGE);
  if (pages <= 1) return NOTHING;
  const to = (page: number) =>
    `${action}?${new URLSearchParams({ ...filter, page: String(page) }).toString()}`;
  return html`<nav class="paging" aria-label="Pages">
    ${filter.page > 1 && html`<a href="${to(filter.page - 1)}" rel="prev">Previous</a>`}
    <span>Page ${filter.page} of ${pages}</span>
    ${filter.page < pages && html`<a href="${to(filter.page + 1)}" rel="next">Next</a>`}
  </nav>`;
}

function drawList(visit: Visit, found: Issue[], filter: IssueFilter, action: string): Html {
  if (found.length === 0)
    return drawEmpty("No issues", "Nothing fits this filter.", html`<p><a href="${action}">Show all</a></p>`);
  const shown = found.slice((filter.page - 1) * PAGE, filter.page * PAGE);
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Issues">
      <table class="list issues">
        <thead>
          <tr>
            <th scope="col">Type</th>
            <th scope="col">Key</th>
            <th scope="col">Summary</th>
            <th scope="col">Status</th>
            <th scope="col">Priority</th>
            <th scope="col">Assignee</th>
            <th scope="col">Updated</th>
          </tr>
        </thead>
        <tbody data-live="rows">
          ${shown.map((issue) => drawRow(visit, issue))}
        </tbody>
      </table>
    </div>
    ${drawPaging(filter, found.length, action)}`;
}

/** The issues of one project, or of all that this person may see. */
export function drawIssues(visit: Visit, project: Project | null, filter: IssueFilter): string {
  const projects = project === null ? visit.site.projects(visit.acting) : [project];
  const action = project === null ? "/issues" : `/projects/${project.key}`;
  const found = findIssues(visit, projects, filter);
  const title = project === null ? "Search issues" : project.name;
  const mayCreate = project !== null && visit.site.may(visit.acting.as, "CREATE_ISSUES", project);
  const main = html`<div class="wide">
    ${drawCrumbs([["/projects", "Projects"]])}
    <div class="title-row">
      <h1 class="with-icon">${project !== null && drawProjectIcon(project, 32)}<span>${title}</span></h1>
      <span class="quiet" data-live="count">${found.length} ${found.length === 1 ? "issue" : "issues"}</span>
      <span class="bar-space"></span>
      ${mayCreate && html`<a class="button primary" href="/projects/${project.key}/create">Create issue</a>`}
    </div>
    ${drawFilter(visit, filter, action)} ${drawList(visit, found, filter, action)}
  </div>`;
  return drawPage(visit, {
    title,
    product: "jira",
    main,
    liveOn: projects.map((one) => `project:${one.key}`),
  });
}
