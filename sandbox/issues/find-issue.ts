import { mayAct } from "../may-act.ts";
import { maySee } from "../may-see.ts";
import { ok, refuse, type Refusal, type Result } from "../result.ts";
import type { SiteCore } from "../site-core.ts";
import type { Acting, Issue, IssueType, Project, ProjectPermission, Transition } from "../state.ts";
import { createScreenOf, editScreenOf } from "../fields/screen-of.ts";
import { must, projectOf, statusOf } from "../look-up.ts";
import { transitionsOf } from "./transitions-of.ts";

const HIDDEN = "Issue does not exist or you do not have permission to see it.";

/** An issue this actor may see. Hidden and missing look the same, as in Jira. */
export function findIssue(core: SiteCore, acting: Acting, idOrKey: string): Result<Issue> {
  const state = core.state();
  const key = idOrKey.toUpperCase();
  const issue = state.issues.find((one) => one.id === idOrKey || one.key === key);
  return issue !== undefined && maySee(state, acting.as, issue) ? ok(issue) : refuse(404, HIDDEN);
}

/**
 * An issue this actor may see and do this to: 404 when hidden; when only the permission lacks, `words` with the
 * status that the resource documents for it.
 */
export function findIssueFor(
  core: SiteCore,
  acting: Acting,
  idOrKey: string,
  permission: ProjectPermission,
  words: string,
  status: Refusal["status"] = 403,
): Result<Issue> {
  const found = findIssue(core, acting, idOrKey);
  if (!found.ok) return found;
  const state = core.state();
  if (!mayAct(state, acting.as, permission, projectOf(state, found.value))) return refuse(status, words);
  return found;
}

export function findProject(core: SiteCore, acting: Acting, idOrKey: string): Result<Project> {
  const state = core.state();
  const project = state.projects.find((one) => one.id === idOrKey || one.key === idOrKey.toUpperCase());
  if (project === undefined || !mayAct(state, acting.as, "BROWSE_PROJECTS", project)) {
    return refuse(404, `No project could be found with key '${idOrKey}'.`);
  }
  return ok(project);
}

export function findOperations(core: SiteCore) {
  const typeOf = (id: string): IssueType =>
    must(
      core.state().issueTypes.find((one) => one.id === id),
      `issue type ${id}`,
    );
  return {
    issue: (acting: Acting, idOrKey: string) => findIssue(core, acting, idOrKey),
    project: (acting: Acting, idOrKey: string) => findProject(core, acting, idOrKey),
    projects: (acting: Acting) =>
      core.state().projects.filter((one) => mayAct(core.state(), acting.as, "BROWSE_PROJECTS", one)),
    projectOf: (issue: Issue) => projectOf(core.state(), issue),
    issueTypesOf: (project: Project) => project.issueTypes.map((one) => typeOf(one.issueTypeId)),
    status: (statusId: string) => statusOf(core.state(), statusId),
    createScreen: (project: Project, issueTypeId: string) =>
      createScreenOf(core.state(), project, issueTypeId),
    editScreen: (issue: Issue) => editScreenOf(core.state(), issue),
    transitions: (acting: Acting, issue: Issue): Transition[] => transitionsOf(core.state(), acting, issue),
  };
}
