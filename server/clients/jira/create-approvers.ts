import * as z from "zod";
import type { AccountId, Approver } from "../../contract/index.ts";
import { ProductFault } from "../../kit/index.ts";
import type { Approvers } from "../../proposals/index.ts";
import type { Caller } from "../../tenants/index.ts";
import type { AppTransportFor } from "./app-transport.ts";
import { JiraFault } from "./jira-fault.ts";
import { readJson } from "./read-json.ts";

const PROJECT = "/rest/api/3/project/{projectIdOrKey}";

const Project = z.object({ lead: z.object({ accountId: z.string() }).nullish() });
const Groups = z.array(z.object({ name: z.string() }));
/** Where each role of the project is, by its name. */
const Roles = z.record(z.string(), z.string());
const Role = z.object({
  actors: z
    .array(
      z.object({
        actorUser: z.object({ accountId: z.string() }).nullish(),
        actorGroup: z.object({ name: z.string() }).nullish(),
      }),
    )
    .default([]),
});

/** Reads leads, groups and roles of a project as the app. What Jira does not show it, nobody is. */
export function createApprovers(appTransport: AppTransportFor): Approvers {
  async function read<T>(caller: Caller, path: string, template: string, shape: z.ZodType<T>, query = {}) {
    try {
      return await readJson(await appTransport(caller), { method: "GET", path, template, query }, shape);
    } catch (fault) {
      if (!(fault instanceof JiraFault) || fault.status !== 403) throw fault;
      throw new ProductFault(fault.message, { said: NOT_SHOWN, lasting: true, cause: fault });
    }
  }

  const groupsOf = async (caller: Caller, account: AccountId): Promise<string[]> => {
    const path = "/rest/api/3/user/groups";
    return ((await read(caller, path, path, Groups, { accountId: account })) ?? []).map(({ name }) => name);
  };

  async function holds(caller: Caller, account: AccountId, who: Approver, projectId: string) {
    const project = `/rest/api/3/project/${encodeURIComponent(projectId)}`;
    if (who.is === "project-lead")
      return (await read(caller, project, PROJECT, Project))?.lead?.accountId === account;
    if (who.is === "group") return isAmong(await groupsOf(caller, account), who.name);
    const roles = Object.entries((await read(caller, `${project}/role`, `${PROJECT}/role`, Roles)) ?? {});
    const address = roles.find(([name]) => isAmong([name], who.name))?.[1];
    const id = /\/role\/(\d+)$/u.exec(address ?? "")?.[1];
    if (id === undefined) return false;
    const role = await read(caller, `${project}/role/${id}`, `${PROJECT}/role/{id}`, Role);
    const actors = role?.actors ?? [];
    if (actors.some(({ actorUser }) => actorUser?.accountId === account)) return true;
    const inRole = actors.flatMap(({ actorGroup }) => actorGroup?.name ?? []);
    return inRole.length > 0 && (await groupsOf(caller, account)).some((name) => inRole.includes(name));
  }

  return {
    async isOneOf(caller, account, anyOf, { projectId }) {
      for (const who of anyOf) if (await holds(caller, account, who, projectId)) return true;
      return false;
    },
  };
}

/** Jira takes names of groups and roles in any case. */
const isAmong = (names: readonly string[], wanted: string): boolean =>
  names.some((name) => name.toLowerCase() === wanted.toLowerCase());

const NOT_SHOWN =
  "The policy of this site asks who has a role or is in a group, and Jira does not show that to TicketSmith.";
