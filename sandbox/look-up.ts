import type { Issue, Project, SiteState, Status } from "./state.ts";

/** A reference inside the state that points nowhere is a fault of the sandbox, never of a caller. */
export function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the site's state names ${what}, which does not exist`);
  return value;
}

export function projectOf(state: SiteState, issue: Issue): Project {
  return must(
    state.projects.find((one) => one.id === issue.projectId),
    `project ${issue.projectId}`,
  );
}

export function statusOf(state: SiteState, statusId: string): Status {
  return must(
    state.statuses.find((one) => one.id === statusId),
    `status ${statusId}`,
  );
}
