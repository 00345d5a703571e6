import { answerWith, param, queryList, queryNumber, queryText, type Call, type Route } from "../http/call.ts";
import { holdsRole } from "../may-act.ts";
import { ok, refuse, type Result } from "../result.ts";
import { APP_ROLE, type Json, type Person, type Project, type ProjectRole } from "../state.ts";
import { groupIdOf, presentGroup } from "./present-group.ts";

const ROLES = "/rest/api/3/project/{projectIdOrKey}/role";

function projectOf(call: Call): Result<Project> {
  return call.site.project(call.acting, param(call, "projectIdOrKey"));
}

function roleAddress(call: Call, project: Project, id: string): string {
  return `${call.site.origin()}/rest/api/3/project/${project.id}/role/${id}`;
}

/** The roles by name, with the one that Jira keeps for apps. */
function listRoles(call: Call, project: Project): Json {
  const all = [...project.roles, APP_ROLE];
  return Object.fromEntries(all.map(({ id, name }) => [name, roleAddress(call, project, id)]));
}

function actorOf(person: Person, at: number): Json {
  return {
    id: at + 1,
    displayName: person.displayName,
    type: "atlassian-user-role-actor",
    actorUser: { accountId: person.accountId },
  };
}

function presentRole(call: Call, project: Project, role: Pick<ProjectRole, "id" | "name">): Json {
  const { people } = call.site.state();
  const full = project.roles.find((one) => one.id === role.id);
  const named =
    full === undefined
      ? people.filter((one) => one.accountType === "app")
      : people.filter((one) => full.accountIds.includes(one.accountId));
  const groups = (full?.groups ?? []).map((name, at) => ({
    id: 1000 + at,
    displayName: name,
    type: "atlassian-group-role-actor",
    name,
    actorGroup: { name, displayName: name, groupId: groupIdOf(name) },
  }));
  const { as } = call.acting;
  const own = as.kind === "anonymous" ? undefined : call.site.person(as.accountId);
  return {
    self: roleAddress(call, project, role.id),
    id: Number(role.id),
    name: role.name,
    description: "",
    actors: [...named.map(actorOf), ...groups],
    currentUserRole: full !== undefined && own !== undefined && holdsRole(full, own),
  };
}

function oneRole(call: Call): Result<Json> {
  const project = projectOf(call);
  if (!project.ok) return project;
  const id = param(call, "id");
  const role = [...project.value.roles, APP_ROLE].find((one) => one.id === id);
  return role === undefined
    ? refuse(404, `Cannot find a project role with the id '${id}'`)
    : ok(presentRole(call, project.value, role));
}

function groupsOf(call: Call): Result<Json> {
  const person = call.site.person(queryText(call, "accountId") ?? "");
  if (person === undefined) return refuse(404, "The user does not exist.");
  return ok(person.groups.map((name) => presentGroup(call.site, name)));
}

function pickGroups(call: Call): Json {
  const query = (queryText(call, "query") ?? "").toLowerCase();
  const left = new Set(queryList(call, "exclude"));
  const found = call.site.state().groups.filter((one) => one.toLowerCase().includes(query) && !left.has(one));
  const shown = found.slice(0, queryNumber(call, "maxResults", 20, 1000));
  const groups = shown.map((name) => ({ name, html: name, labels: [], groupId: groupIdOf(name) }));
  return {
    header: `Showing ${shown.length} of ${found.length} matching groups`,
    total: found.length,
    groups,
  };
}

/** Groups and roles: what visibility, security levels and group fields are told in. */
export const groupRoutes: Route[] = [
  {
    method: "GET",
    path: ROLES,
    scope: "READ",
    handle: (call) =>
      answerWith(projectOf(call), (project) => ({ status: 200, body: listRoles(call, project) })),
  },
  {
    method: "GET",
    path: `${ROLES}/{id}`,
    scope: "READ",
    handle: (call) => answerWith(oneRole(call), (body) => ({ status: 200, body })),
  },
  {
    method: "GET",
    path: "/rest/api/3/groups/picker",
    scope: "READ",
    handle: (call) => ({ status: 200, body: pickGroups(call) }),
  },
  {
    method: "GET",
    path: "/rest/api/3/user/groups",
    scope: "READ",
    handle: (call) => answerWith(groupsOf(call), (body) => ({ status: 200, body })),
  },
];
