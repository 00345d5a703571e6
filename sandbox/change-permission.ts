import { z } from "zod";
import { holdsRole } from "./may-act.ts";
import { ok, refuse, type Result } from "./result.ts";
import type { Site } from "./site.ts";
import {
  PROJECT_PERMISSIONS,
  type Person,
  type Project,
  type ProjectPermission,
  type ProjectRole,
} from "./state.ts";

/** What people do with their own comments follows from ADD_COMMENTS and cannot be given by itself. */
const Giveable = z.enum(PROJECT_PERMISSIONS).exclude(["EDIT_OWN_COMMENTS", "DELETE_OWN_COMMENTS"]);
export const GIVEABLE_PERMISSIONS = Giveable.options;

const Who = z.object({ accountId: z.string() });

/** One change to what a person may do, as an admin would make it in the middle of somebody's work. */
export const PermissionBody = z.union([
  Who.extend({ project: z.string(), permission: Giveable, allowed: z.boolean() }),
  Who.extend({ project: z.string(), role: z.string(), member: z.boolean() }),
  Who.extend({ group: z.string(), member: z.boolean() }),
  Who.extend({ active: z.boolean() }),
]);

function withOrWithout(list: string[], one: string, wanted: boolean): string[] {
  const others = list.filter((each) => each !== one);
  return wanted ? [...others, one] : others;
}

/**
 * Takes one permission from one person and nothing else from anybody: whoever else held the role is named in it,
 * and the person gets what is left of it as a role of their own.
 */
function takeFrom(role: ProjectRole, permission: ProjectPermission, person: Person, people: Person[]) {
  if (!role.permissions.includes(permission) || !holdsRole(role, person)) return [role];
  const others = people.filter((one) => one !== person && holdsRole(role, one)).map((one) => one.accountId);
  const rest: ProjectRole = {
    id: `${role.id}-${person.accountId}-${permission}`,
    name: `${role.name} without ${permission}`,
    everyone: false,
    accountIds: [person.accountId],
    groups: [],
    permissions: role.permissions.filter((one) => one !== permission),
  };
  return [{ ...role, everyone: false, groups: [], accountIds: others }, rest];
}

function setPermission(
  site: Site,
  project: Project,
  person: Person,
  { permission, allowed }: { permission: ProjectPermission; allowed: boolean },
): void {
  const { people } = site.state();
  const taken = project.roles.flatMap((role) => takeFrom(role, permission, person, people));
  const own: ProjectRole = {
    id: `given-${person.accountId}-${permission}`,
    name: `Given ${permission}`,
    everyone: false,
    accountIds: [person.accountId],
    groups: [],
    permissions: [permission],
  };
  project.roles = allowed ? [...taken, own] : taken;
}

function inProject(
  site: Site,
  person: Person,
  body: Extract<z.infer<typeof PermissionBody>, { project: string }>,
): Result<null> {
  const project = site.state().projects.find((one) => one.key === body.project);
  if (project === undefined) return refuse(404, "There is no such project.");
  if ("permission" in body) {
    setPermission(site, project, person, body);
    return ok(null);
  }
  const role = project.roles.find((one) => one.name === body.role);
  if (role === undefined) return refuse(404, "There is no such role in this project.");
  role.accountIds = withOrWithout(role.accountIds, person.accountId, body.member);
  return ok(null);
}

/** Changes a person's permission, role, group or account, at once and without a webhook, as Jira does it. */
export function changePermission(site: Site, body: z.infer<typeof PermissionBody>): Result<null> {
  const person = site.state().people.find((one) => one.accountId === body.accountId);
  if (person === undefined) return refuse(404, "There is no such person.");
  if ("project" in body) {
    const done = inProject(site, person, body);
    if (!done.ok) return done;
  } else if ("group" in body) {
    if (!site.state().groups.includes(body.group)) return refuse(404, "There is no such group.");
    person.groups = withOrWithout(person.groups, body.group, body.member);
  } else person.active = body.active;
  site.touch();
  return ok(null);
}
