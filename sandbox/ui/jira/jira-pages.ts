import { Router, type Response } from "express";
import { refuse, type Result } from "../../result.ts";
import { viewScreen } from "../../fields/screen-of.ts";
import { writeAdf } from "../../seed/write-adf.ts";
import type { UiDeps } from "../../ui-deps.ts";
import { acceptForm, answerForm, first, readForm } from "../form-body.ts";
import { readControl } from "../form-fields.ts";
import { drawRefusal } from "../page-shell.ts";
import { openVisit, type Visit } from "../visit.ts";
import { drawCreateIssue, readNewIssue } from "./create-issue-page.ts";
import { drawIssue } from "./issue-page.ts";
import { drawIssues, IssueFilter } from "./list-issues.ts";
import { drawProjects } from "./list-projects.ts";

const KEY = /^[a-z][a-z0-9_]*-\d+$/i;

function sendMissing(response: Response, visit: Visit, what: string): void {
  const words = `${what} is not there, or you may not see it.`;
  response.status(404).send(drawRefusal(visit, "Nothing to see here", words));
}

function readPages(router: Router, deps: UiDeps): void {
  router.get("/", (_request, response) => response.redirect("/projects"));
  router.get(
    "/projects",
    (request, response) => void response.send(drawProjects(openVisit(deps, request, response))),
  );
  router.get("/projects/:key", (request, response) => {
    const visit = openVisit(deps, request, response);
    const project = visit.site.project(visit.acting, request.params.key);
    if (project.ok) response.send(drawIssues(visit, project.value, IssueFilter.parse(request.query)));
    else sendMissing(response, visit, `The project ${request.params.key}`);
  });
  router.get("/issues", (request, response) => {
    const visit = openVisit(deps, request, response);
    const filter = IssueFilter.parse(request.query);
    const key = filter.q.trim().toUpperCase();
    if (KEY.test(key) && visit.site.issue(visit.acting, key).ok)
      response.redirect(`/browse/${encodeURIComponent(key)}`);
    else response.send(drawIssues(visit, null, filter));
  });
  router.get("/browse/:key", (request, response) => {
    const visit = openVisit(deps, request, response);
    const view = visit.site.view(visit.acting, request.params.key);
    if (!view.ok) return sendMissing(response, visit, `The issue ${request.params.key}`);
    const panels = deps.issuePanels(visit.site, visit.person, view.value.issue.key);
    response.send(drawIssue(visit, view.value, panels.ok ? panels.value : []));
  });
}

function createIssues(router: Router, deps: UiDeps): void {
  router.get("/projects/:key/create", (request, response) => {
    const visit = openVisit(deps, request, response);
    const project = visit.site.project(visit.acting, request.params.key);
    if (!project.ok) return sendMissing(response, visit, `The project ${request.params.key}`);
    const { type } = request.query;
    response.send(drawCreateIssue(visit, project.value, typeof type === "string" ? type : ""));
  });
  router.post("/projects/:key/create", ...acceptForm, (request, response) => {
    const { site, acting } = openVisit(deps, request, response);
    const back = `/projects/${request.params["key"]}/create`;
    const project = site.project(acting, request.params["key"] ?? "");
    if (!project.ok) return answerForm(request, response, project, { back });
    const created = site.createIssue(acting, {
      fields: readNewIssue(site, project.value, readForm(request)),
    });
    answerForm(
      request,
      response,
      created,
      created.ok ? { go: `/browse/${created.value.key}`, back } : { back },
    );
  });
}

function saveField({ site, acting }: Visit, key: string, form: Record<string, string[]>): Result<unknown> {
  const issue = site.issue(acting, key);
  if (!issue.ok) return issue;
  const view = site.editScreen(issue.value).find((one) => one.field.id === first(form, "field"));
  if (view === undefined) return refuse(400, "This field is not on the issue's screen.");
  const { field } = view;
  const value = readControl(field, form[field.id] ?? []);
  if (field.id === "assignee") return site.assignIssue(acting, key, first(form, "assignee") || null);
  return site.editIssue(acting, key, { fields: { [field.id]: value } });
}

function takeTransition(
  { site, acting }: Visit,
  key: string,
  form: Record<string, string[]>,
): Result<unknown> {
  const issue = site.issue(acting, key);
  if (!issue.ok) return issue;
  const transitionId = first(form, "transition");
  const transition = site.transitions(acting, issue.value).find((one) => one.id === transitionId);
  const screen = viewScreen(site.state(), transition?.fields ?? [], {
    project: site.projectOf(issue.value),
    issueTypeId: issue.value.issueTypeId,
  });
  const filled = screen.filter(({ field }) => (form[field.id] ?? []).some((one) => one.trim() !== ""));
  const fields = Object.fromEntries(
    filled.map(({ field }) => [field.id, readControl(field, form[field.id] ?? [])]),
  );
  return site.transitionIssue(acting, key, { transitionId, fields });
}

function actOnIssues(router: Router, deps: UiDeps): void {
  const act = (
    path: string,
    change: (visit: Visit, key: string, form: Record<string, string[]>) => Result<unknown>,
    go?: string,
  ) =>
    router.post(`/browse/:key/${path}`, ...acceptForm, (request, response) => {
      const key = request.params["key"] ?? "";
      const result = change(openVisit(deps, request, response), key, readForm(request));
      answerForm(request, response, result, { back: `/browse/${key}`, ...(go === undefined ? {} : { go }) });
    });
  act("fields", saveField);
  act("transitions", takeTransition);
  act("comments", ({ site, acting }, key, form) =>
    site.addComment(acting, key, writeAdf(first(form, "body").replaceAll("\r\n", "\n"))),
  );
  act("delete", ({ site, acting }, key) => site.deleteIssue(acting, key), "/projects");
}

/** Jira's own pages. Everything that changes something goes through the same operations as REST. */
export function jiraPages(deps: UiDeps): Router {
  const router = Router();
  readPages(router, deps);
  createIssues(router, deps);
  actOnIssues(router, deps);
  return router;
}
