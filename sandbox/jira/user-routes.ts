import { answerWith, queryList, queryNumber, queryText, type Call, type Route } from "../http/call.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { Person, Project } from "../state.ts";
import { pageBean } from "./page-bean.ts";
import { presentUser } from "./present-user.ts";

function listed(call: Call, people: Person[]) {
  const startAt = queryNumber(call, "startAt", 0);
  const maxResults = queryNumber(call, "maxResults", 50, 1000);
  return {
    status: 200,
    body: people.slice(startAt, startAt + maxResults).map((one) => presentUser(call.site, one)),
  };
}

function projectOfQuery(call: Call): Result<Project> {
  const issueKey = queryText(call, "issueKey") ?? queryText(call, "issueId");
  if (issueKey !== undefined) {
    const issue = call.site.issue(call.acting, issueKey);
    return issue.ok ? ok(call.site.projectOf(issue.value)) : issue;
  }
  const project = queryText(call, "project");
  if (project === undefined)
    return refuse(400, "Either the 'project' or 'issueKey' query parameter is required.");
  return call.site.project(call.acting, project);
}

/** Jira pages first and takes away who may not be assigned after: a short page is not the last one. */
function assignable(call: Call, project: Project) {
  const accountId = queryText(call, "accountId");
  const query = queryText(call, "query") ?? "";
  const may = new Set(call.site.assignablePeople(call.acting, project, query).map((one) => one.accountId));
  const startAt = queryNumber(call, "startAt", 0);
  const page = call.site
    .findPeople(call.acting, query)
    .filter((one) => accountId === undefined || one.accountId === accountId)
    .slice(startAt, startAt + queryNumber(call, "maxResults", 50, 1000));
  return {
    status: 200,
    body: page.filter((one) => may.has(one.accountId)).map((one) => presentUser(call.site, one)),
  };
}

export const userRoutes: Route[] = [
  {
    method: "GET",
    path: "/rest/api/3/myself",
    scope: "READ",
    handle: (call) => {
      const { as } = call.acting;
      const person = as.kind === "anonymous" ? undefined : call.site.person(as.accountId);
      if (person === undefined) return { status: 401 };
      return { status: 200, body: { ...presentUser(call.site, person), locale: person.locale } };
    },
  },
  {
    method: "GET",
    path: "/rest/api/3/user",
    scope: "READ",
    handle: (call) => {
      const person = call.site.person(queryText(call, "accountId") ?? "");
      const missing = refuse(404, "Specified user does not exist or you do not have required permissions");
      return answerWith(person === undefined ? missing : ok(person), (one) => ({
        status: 200,
        body: presentUser(call.site, one),
      }));
    },
  },
  {
    method: "GET",
    path: "/rest/api/3/user/bulk",
    scope: "READ",
    handle: (call) => {
      const ids = queryList(call, "accountId");
      const people = call.site.state().people.filter((one) => ids.includes(one.accountId));
      const body = people.map((one) => presentUser(call.site, one));
      return pageBean(call, "/rest/api/3/user/bulk", body, 10, 200);
    },
  },
  {
    method: "GET",
    path: "/rest/api/3/user/search",
    scope: "READ",
    handle: (call) => {
      const accountId = queryText(call, "accountId");
      const people = call.site.findPeople(call.acting, queryText(call, "query") ?? "");
      return listed(
        call,
        people.filter((one) => accountId === undefined || one.accountId === accountId),
      );
    },
  },
  {
    method: "GET",
    path: "/rest/api/3/user/assignable/search",
    scope: "READ",
    handle: (call) => answerWith(projectOfQuery(call), (project) => assignable(call, project)),
  },
];
