import * as z from "zod";
import { IssueId } from "../../contract/index.ts";
import type { IssuePermission, Permissions } from "../../proposals/index.ts";
import type { AppTransportFor } from "./app-transport.ts";
import { mustReadJson } from "./read-json.ts";

const CHECK = "/rest/api/3/permissions/check";

/** More issues than this Jira refuses to check in one call. */
const MOST_AT_ONCE = 1_000;

const Granted = z.object({
  projectPermissions: z.array(
    z.object({
      permission: z.string(),
      issues: z.array(z.number()).default([]),
      projects: z.array(z.number()).default([]),
    }),
  ),
});

const GrantedGlobally = z.object({ globalPermissions: z.array(z.string()).default([]) });

/**
 * POST /rest/api/3/permissions/check as the app, for any account. Jira leaves out what it does not know,
 * so only what is named in the answer is granted.
 */
export function createPermissions(appTransport: AppTransportFor): Permissions {
  return {
    async granted(caller, account, { issue, projectId }, wanted) {
      // Where there is no issue, everything is a question about the project.
      const isOfProject = (permission: IssuePermission) => issue === null || permission === "CREATE_ISSUES";
      const onIssue = wanted.filter((permission) => !isOfProject(permission));
      const inProject = wanted.filter(isOfProject);
      const checks = [
        ...(onIssue.length > 0 ? [{ permissions: onIssue, issues: [Number(issue)] }] : []),
        ...(inProject.length > 0 && projectId !== null
          ? [{ permissions: inProject, projects: [Number(projectId)] }]
          : []),
      ];
      const answer = await mustReadJson(
        await appTransport(caller),
        {
          method: "POST",
          asksOnly: true,
          path: CHECK,
          template: CHECK,
          body: { accountId: account, projectPermissions: checks },
        },
        Granted,
      );
      const isGranted = (permission: IssuePermission) =>
        answer.projectPermissions.some(
          (one) =>
            one.permission === permission &&
            (isOfProject(permission)
              ? projectId !== null && one.projects.includes(Number(projectId))
              : one.issues.includes(Number(issue))),
        );
      return new Set(wanted.filter(isGranted));
    },

    async administers(caller, account) {
      const answer = await mustReadJson(
        await appTransport(caller),
        {
          method: "POST",
          asksOnly: true,
          path: CHECK,
          template: CHECK,
          body: { accountId: account, globalPermissions: ["ADMINISTER"], projectPermissions: [] },
        },
        GrantedGlobally,
      );
      return answer.globalPermissions.includes("ADMINISTER");
    },

    async visible(caller, account, issues) {
      const wanted = [...new Set(issues)].map(Number);
      const seen = new Set<IssueId>();
      for (let at = 0; at < wanted.length; at += MOST_AT_ONCE) {
        const checks = [{ permissions: ["BROWSE_PROJECTS"], issues: wanted.slice(at, at + MOST_AT_ONCE) }];
        const answer = await mustReadJson(
          await appTransport(caller),
          {
            method: "POST",
            asksOnly: true,
            path: CHECK,
            template: CHECK,
            body: { accountId: account, projectPermissions: checks },
          },
          Granted,
        );
        const granted = answer.projectPermissions.filter(
          ({ permission }) => permission === "BROWSE_PROJECTS",
        );
        for (const id of granted.flatMap((one) => one.issues)) seen.add(IssueId.parse(String(id)));
      }
      return seen;
    },
  };
}
