import { z } from "zod";
import { answerWith, queryList, queryText, readBody, type Call, type Route } from "../http/call.ts";
import { maySee } from "../may-see.ts";
import { ok, refuse, type Result } from "../result.ts";
import {
  PROJECT_PERMISSIONS,
  type Identity,
  type Issue,
  type Json,
  type Project,
  type ProjectPermission,
} from "../state.ts";

const CheckBody = z.object({
  accountId: z.string().optional(),
  globalPermissions: z.array(z.string()).default([]),
  projectPermissions: z
    .array(
      z.object({
        permissions: z.array(z.string()),
        projects: z.array(z.number()).default([]),
        issues: z.array(z.number()).default([]),
      }),
    )
    .default([]),
});
const GLOBAL = ["ADMINISTER", "USER_PICKER", "BULK_CHANGE", "CREATE_SHARED_OBJECTS"];

function isPermission(text: string): text is ProjectPermission {
  return PROJECT_PERMISSIONS.some((one) => one === text);
}

function mayGlobally(call: Call, as: Identity, permission: string): boolean {
  if (as.kind === "anonymous") return false;
  const admin = call.site.person(as.accountId)?.admin === true;
  return permission === "ADMINISTER" ? admin : GLOBAL.includes(permission);
}

/** Whose permissions are asked for. An app may ask about anybody; a person only about themselves, unless an admin. */
function subject(call: Call, accountId: string | undefined): Result<Identity> {
  const { as } = call.acting;
  if (accountId === undefined || (as.kind !== "anonymous" && as.accountId === accountId)) return ok(as);
  if (as.kind !== "app" && !mayGlobally(call, as, "ADMINISTER")) {
    return refuse(403, "Only Jira administrators can check the permissions of other users.");
  }
  return ok({ kind: "person", accountId, throughApp: null });
}

type Check = z.infer<typeof CheckBody>;

/** What is unknown or not granted is left out, without a word. */
function granted(call: Call, as: Identity, check: Check["projectPermissions"][number]): Json[] {
  const { projects, issues } = call.site.state();
  return check.permissions.filter(isPermission).map((permission) => ({
    permission,
    projects: check.projects.filter((id) => {
      const project = projects.find((one) => one.id === String(id));
      return project !== undefined && call.site.may(as, permission, project);
    }),
    issues: check.issues.filter((id) => {
      const issue = issues.find((one) => one.id === String(id));
      return issue !== undefined && mayOnIssue(call, as, permission, issue);
    }),
  }));
}

function mayOnIssue(call: Call, as: Identity, permission: ProjectPermission, issue: Issue): boolean {
  const project = call.site.projectOf(issue);
  return maySee(call.site.state(), as, issue) && call.site.may(as, permission, project);
}

function place(call: Call): Result<{ project: Project | null }> {
  const issueKey = queryText(call, "issueKey") ?? queryText(call, "issueId");
  if (issueKey !== undefined) {
    const issue = call.site.issue(call.acting, issueKey);
    return issue.ok ? ok({ project: call.site.projectOf(issue.value) }) : issue;
  }
  const projectKey = queryText(call, "projectKey") ?? queryText(call, "projectId");
  if (projectKey === undefined) return ok({ project: null });
  const project = call.site.project(call.acting, projectKey);
  return project.ok ? ok({ project: project.value }) : project;
}

function wordsFor(permission: string): string {
  const text = permission.toLowerCase().replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function myPermissions(call: Call, permissions: string[], at: { project: Project | null }): Json {
  const { as } = call.acting;
  return Object.fromEntries(
    permissions.map((key, index) => {
      // Without a place, a project permission counts when any project grants it.
      const places = at.project === null ? call.site.state().projects : [at.project];
      const have = isPermission(key)
        ? places.some((one) => call.site.may(as, key, one))
        : mayGlobally(call, as, key);
      const type = isPermission(key) ? "PROJECT" : "GLOBAL";
      return [
        key,
        {
          id: String(index),
          key,
          name: wordsFor(key),
          type,
          description: wordsFor(key),
          havePermission: have,
        },
      ];
    }),
  );
}

export const permissionRoutes: Route[] = [
  {
    method: "POST",
    path: "/rest/api/3/permissions/check",
    scope: "READ",
    handle: (call) =>
      answerWith(readBody(call, CheckBody), (check) =>
        answerWith(subject(call, check.accountId), (as) => ({
          status: 200,
          body: {
            globalPermissions: check.globalPermissions.filter((one) => mayGlobally(call, as, one)),
            projectPermissions: check.projectPermissions.flatMap((one) => granted(call, as, one)),
          },
        })),
      ),
  },
  {
    method: "GET",
    path: "/rest/api/3/mypermissions",
    scope: "READ",
    handle: (call) => {
      const permissions = queryList(call, "permissions");
      const unknown = permissions.find((one) => !isPermission(one) && !GLOBAL.includes(one));
      if (permissions.length === 0)
        return answerWith(refuse(400, "The 'permissions' query parameter is required."), () => ({
          status: 200,
        }));
      if (unknown !== undefined)
        return answerWith(refuse(400, `Unrecognized permission: ${unknown}`), () => ({ status: 200 }));
      return answerWith(place(call), (at) => ({
        status: 200,
        body: { permissions: myPermissions(call, permissions, at) },
      }));
    },
  },
];
