import { answerWith, param, queryList, queryText, type Call, type Route } from "../http/call.ts";
import { choosableLevels } from "../may-see.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { Json, SecurityMember, SecurityScheme } from "../state.ts";
import { pageBean } from "./page-bean.ts";
import { groupIdOf } from "./present-group.ts";
import { presentScheme, presentSchemeLevels, presentSecurityLevel } from "./present-security.ts";

const SCHEMES = "/rest/api/3/issuesecurityschemes";
const PROJECT = "/rest/api/3/project/{projectKeyOrId}";

function schemes(call: Call): SecurityScheme[] {
  return call.site.state().securitySchemes;
}

function schemeBy(call: Call, id: string): Result<SecurityScheme> {
  const found = schemes(call).find((one) => one.id === id);
  return found === undefined
    ? refuse(404, `The issue security scheme with id ${id} does not exist.`)
    : ok(found);
}

/** Schemes are the business of administrators; an app needs the scope, which the door asks for. */
function asAdmin<T>(call: Call, value: () => Result<T>): Result<T> {
  const { as } = call.acting;
  const admin = as.kind === "app" || (as.kind === "person" && call.site.person(as.accountId)?.admin === true);
  return admin ? value() : refuse(403, "Only Jira administrators can see issue security schemes.");
}

function whole(call: Call, scheme: SecurityScheme): Json {
  return { ...presentScheme(call.site, scheme), levels: presentSchemeLevels(call.site, scheme) };
}

function presentMember(member: SecurityMember): Json {
  switch (member.type) {
    case "user":
      return { type: "user", parameter: member.accountId, value: member.accountId };
    case "group":
      return { type: "group", parameter: member.name, value: groupIdOf(member.name) };
    case "projectRole":
      return { type: "projectRole", parameter: member.roleId, value: member.roleId };
    default:
      return { type: member.type };
  }
}

function levelsOfProject(call: Call): Result<Json> {
  const project = call.site.project(call.acting, param(call, "projectKeyOrId"));
  if (!project.ok) return project;
  const may = call.site.may(call.acting.as, "SET_ISSUE_SECURITY", project.value);
  const levels = may ? choosableLevels(call.site.state(), call.acting.as, project.value, null) : [];
  return ok({ levels: levels.map((one) => presentSecurityLevel(call.site, one)) });
}

function schemeOfProject(call: Call): Result<SecurityScheme> {
  const project = call.site.project(call.acting, param(call, "projectKeyOrId"));
  if (!project.ok) return project;
  if (!call.site.may(call.acting.as, "ADMINISTER_PROJECTS", project.value) && call.acting.as.kind !== "app")
    return refuse(403, "You must be an administrator of the project.");
  const id = project.value.securitySchemeId;
  return id === null ? refuse(404, "The project has no issue security scheme.") : schemeBy(call, id);
}

function listLevels(call: Call): Json[] {
  const ids = queryList(call, "id");
  const schemeIds = queryList(call, "schemeId");
  const onlyDefault = queryText(call, "onlyDefault") === "true";
  return schemes(call)
    .filter((one) => schemeIds.length === 0 || schemeIds.includes(one.id))
    .flatMap((scheme) => presentSchemeLevels(call.site, scheme))
    .filter((one) => (ids.length === 0 || ids.includes(one.id)) && (!onlyDefault || one.isDefault));
}

function listMembers(call: Call, scheme: SecurityScheme): Json[] {
  const levelIds = queryList(call, "issueSecurityLevelId");
  return scheme.levels
    .filter((one) => levelIds.length === 0 || levelIds.includes(one.id))
    .flatMap((level) =>
      level.members.map((member) => ({
        id: Number(member.id),
        issueSecurityLevelId: Number(level.id),
        holder: presentMember(member),
      })),
    );
}

export const securityRoutes: Route[] = [
  {
    method: "GET",
    path: SCHEMES,
    scope: "PROJECT_ADMIN",
    handle: (call) =>
      answerWith(
        asAdmin(call, () => ok(schemes(call))),
        (all) => ({
          status: 200,
          body: { issueSecuritySchemes: all.map((one) => presentScheme(call.site, one)) },
        }),
      ),
  },
  {
    method: "GET",
    path: `${SCHEMES}/{id}`,
    scope: "PROJECT_ADMIN",
    handle: (call) =>
      answerWith(
        asAdmin(call, () => schemeBy(call, param(call, "id"))),
        (scheme) => ({ status: 200, body: whole(call, scheme) }),
      ),
  },
  {
    method: "GET",
    path: `${SCHEMES}/level`,
    scope: "PROJECT_ADMIN",
    handle: (call) =>
      answerWith(
        asAdmin(call, () => ok(listLevels(call))),
        (levels) => pageBean(call, `${SCHEMES}/level`, levels),
      ),
  },
  {
    method: "GET",
    path: `${SCHEMES}/{issueSecuritySchemeId}/members`,
    scope: "PROJECT_ADMIN",
    handle: (call) =>
      answerWith(
        asAdmin(call, () => schemeBy(call, param(call, "issueSecuritySchemeId"))),
        (scheme) => pageBean(call, `${SCHEMES}/${scheme.id}/members`, listMembers(call, scheme)),
      ),
  },
  {
    method: "GET",
    path: "/rest/api/3/securitylevel/{id}",
    scope: "PROJECT_ADMIN",
    handle: (call) => {
      const level = listLevelsOf(call).find((one) => one.id === param(call, "id"));
      const missing = refuse(404, `The security level with id '${param(call, "id")}' does not exist`);
      return answerWith(level === undefined ? missing : ok(level), (one) => ({ status: 200, body: one }));
    },
  },
  {
    method: "GET",
    path: `${PROJECT}/issuesecuritylevelscheme`,
    scope: "READ",
    handle: (call) =>
      answerWith(schemeOfProject(call), (scheme) => ({ status: 200, body: whole(call, scheme) })),
  },
  {
    method: "GET",
    path: `${PROJECT}/securitylevel`,
    scope: "READ",
    handle: (call) => answerWith(levelsOfProject(call), (body) => ({ status: 200, body })),
  },
];

function listLevelsOf(call: Call) {
  return schemes(call).flatMap((scheme) => presentSchemeLevels(call.site, scheme));
}
