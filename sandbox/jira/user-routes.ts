import { answerWith, queryList, queryNumber, queryText, type Call, type Route } from "../http/call.ts";
import { ok, refuse, type Result } from "../result.ts";
import { maySee } from "../may-see.ts";
import type { Issue, Person, Project } from "../state.ts";
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

type Place = { project: Project; issue: Issue | null };

function placeOfQuery(call: Call): Result<Place> {
  const issueKey = queryText(call, "issueKey") ?? queryText(call, "issueId");
  if (issueKey !== undefined) {
    const issue = call.site.issue(call.acting, issueKey);
    return issue.ok ? ok({ project: call.site.projectOf(issue.value), issue: issue.value }) : issue;
  }
  const project = queryText(call, "project");
  if (project === undefined)
    return refuse(400, "Either the 'project' or 'issueKey' query parameter is required.");
  const found = call.site.project(call.acting, project);
  return found.ok ? ok({ project: found.value, issue: null }) : found;
}

/** Jira pages first and takes away who may not be assigned after: a short page is not the last one. */
function assignable(call: Call, { project, issue }: Place) {
  const accountId = queryText(call, "accountId");
  const query = queryText(call, "query") ?? "";
  const may = new Set(
    call.site
      .assignablePeople(call.acting, project, query)
      .filter(({ accountId: id }) => {
        // Nobody is offered who could not see the issue they were given.
        const as = { kind: "person", accountId: id, throughApp: null } as const;
        return issue === null || maySee(call.site.state(), as, issue);
      })
      .map((one) => one.accountId),
  );
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
    handle: (call) => answerWith(placeOfQuery(call), (place) => assignable(call, place)),
  },
];
