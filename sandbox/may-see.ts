import { projectOf } from "./look-up.ts";
import { accountOf, holdsRole, mayAct } from "./may-act.ts";
import {
  APP_ROLE,
  type Comment,
  type CommentVisibility,
  type Identity,
  type Issue,
  type Project,
  type SecurityLevel,
  type SecurityMember,
  type SiteState,
} from "./state.ts";

/** The levels that issues of this project can carry. */
export function levelsOf(state: SiteState, project: Project): SecurityLevel[] {
  return state.securitySchemes.find((one) => one.id === project.securitySchemeId)?.levels ?? [];
}

type Place = { state: SiteState; as: Identity; project: Project; issue: Issue | null };

function lets(member: SecurityMember, { state, as, project, issue }: Place): boolean {
  const accountId = accountOf(as);
  const person = state.people.find((one) => one.accountId === accountId);
  switch (member.type) {
    case "reporter":
    case "assignee":
      return issue?.values[member.type] === accountId;
    case "projectLead":
      return project.leadAccountId === accountId;
    case "user":
      return member.accountId === accountId;
    case "group":
      return person?.groups.includes(member.name) ?? false;
    case "projectRole": {
      if (member.roleId === APP_ROLE.id) return as.kind === "app";
      const role = project.roles.find((one) => one.id === member.roleId);
      return role !== undefined && person !== undefined && as.kind === "person" && holdsRole(role, person);
    }
  }
}

/** Whether this actor is one of those a level lets in. Nobody is let in by administering the site. */
function isLetIn(level: SecurityLevel, place: Place): boolean {
  return level.members.some((member) => lets(member, place));
}

/** The levels an actor may choose: those that would not shut them out. */
export function choosableLevels(
  state: SiteState,
  as: Identity,
  project: Project,
  issue: Issue | null,
): SecurityLevel[] {
  // Whoever creates an issue is its reporter unless they say otherwise.
  return levelsOf(state, project).filter(
    (level) =>
      isLetIn(level, { state, as, project, issue }) ||
      (issue === null && level.members.some((one) => one.type === "reporter")),
  );
}

/** Whether this actor is in the group or role that a comment is kept for; its author is no exception. */
export function isAmong(
  state: SiteState,
  as: Identity,
  project: Project,
  visibility: CommentVisibility | null,
): boolean {
  if (visibility === null) return true;
  const { type, value } = visibility;
  const role = project.roles.find((one) => one.name === value);
  const roleId = value === APP_ROLE.name ? APP_ROLE.id : role?.id;
  if (type === "role" && roleId === undefined) return false;
  const member: SecurityMember =
    type === "group" ? { id: "", type, name: value } : { id: "", type: "projectRole", roleId: roleId ?? "" };
  return lets(member, { state, as, project, issue: null });
}

/** The comments of an issue that this actor may read. */
export function visibleComments(state: SiteState, as: Identity, issue: Issue): Comment[] {
  const project = projectOf(state, issue);
  return issue.comments.filter((one) => isAmong(state, as, project, one.visibility));
}

/** Whether this actor may see this issue at all: the project's permission, and the issue's security level. */
export function maySee(state: SiteState, as: Identity, issue: Issue): boolean {
  const project = projectOf(state, issue);
  if (!mayAct(state, as, "BROWSE_PROJECTS", project)) return false;
  const levelId = issue.values["security"] ?? null;
  if (levelId === null) return true;
  const level = levelsOf(state, project).find((one) => one.id === levelId);
  return level !== undefined && isLetIn(level, { state, as, project, issue });
}
