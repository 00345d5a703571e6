import type { Identity, Person, Project, ProjectPermission, ProjectRole, SiteState } from "./state.ts";

/** Whether a person is in a role, by name, by group, or because everybody is. */
export function holdsRole(role: ProjectRole, person: Person): boolean {
  if (role.everyone || role.accountIds.includes(person.accountId)) return true;
  return role.groups.some((group) => person.groups.includes(group));
}

/**
 * Whether this actor has a permission in this project.
 * An app has a role of its own in every project, as Jira gives it one; its scopes are checked at the door.
 * A person acting through an app has the person's permissions and no more.
 */
export function mayAct(
  state: SiteState,
  as: Identity,
  permission: ProjectPermission,
  project: Project,
): boolean {
  if (as.kind === "anonymous") return false;
  if (as.kind === "app") return permission !== "ADMINISTER_PROJECTS" && permission !== "ASSIGNABLE_USER";
  const person = state.people.find((one) => one.accountId === as.accountId);
  if (!person?.active) return false;
  if (permission === "DELETE_OWN_COMMENTS" || permission === "EDIT_OWN_COMMENTS") {
    return mayAct(state, as, "ADD_COMMENTS", project);
  }
  return project.roles.some((role) => role.permissions.includes(permission) && holdsRole(role, person));
}

/** The account that stands as author of what this actor does. */
export function accountOf(as: Identity): string {
  return as.kind === "anonymous" ? "unknown" : as.accountId;
}
