import { answerWith, param, queryNumber, type Call, type Route } from "../http/call.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { Json, Project } from "../state.ts";
import { presentIssueType } from "./present-choices.ts";
import { presentScreenField } from "./present-field.ts";

const TYPES = "/rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes";

/** A project one may create in; the others do not show in create-meta at all. */
function creatableProject(call: Call): Result<Project> {
  const project = call.site.project(call.acting, param(call, "projectIdOrKey"));
  if (!project.ok)
    return refuse(400, "The project does not exist or you do not have permission to create issues in it.");
  if (call.site.may(call.acting.as, "CREATE_ISSUES", project.value)) return project;
  return refuse(400, "The project does not exist or you do not have permission to create issues in it.");
}

function page(call: Call, name: string, all: Json[]) {
  const startAt = queryNumber(call, "startAt", 0);
  const maxResults = queryNumber(call, "maxResults", 50, 200);
  const values = all.slice(startAt, startAt + maxResults);
  return { status: 200, body: { startAt, maxResults, total: all.length, [name]: values } };
}

function fieldsOf(call: Call, project: Project): Result<Json[]> {
  const screen = call.site.createScreen(project, param(call, "issueTypeId"));
  if (screen.length === 0) return refuse(400, "The issue type is not valid for this project.");
  return ok(
    screen.map((view) => ({
      ...presentScreenField(call.site, call.acting, project, view, null),
      fieldId: view.field.id,
    })),
  );
}

export const createMetaRoutes: Route[] = [
  {
    method: "GET",
    path: TYPES,
    scope: "READ",
    handle: (call) =>
      answerWith(creatableProject(call), (project) =>
        page(
          call,
          "issueTypes",
          call.site.issueTypesOf(project).map((type) => presentIssueType(call.site, type)),
        ),
      ),
  },
  {
    method: "GET",
    path: `${TYPES}/{issueTypeId}`,
    scope: "READ",
    handle: (call) =>
      answerWith(creatableProject(call), (project) =>
        answerWith(fieldsOf(call, project), (fields) => page(call, "fields", fields)),
      ),
  },
];
