import { accountOf } from "../may-act.ts";
import { ok, type Result } from "../result.ts";
import { QUIET, type SiteCore } from "../site-core.ts";
import type { Acting } from "../state.ts";
import { findIssueFor } from "./find-issue.ts";
import { projectOf } from "../look-up.ts";

function deleteIssue(core: SiteCore, acting: Acting, idOrKey: string): Result<null> {
  const found = findIssueFor(
    core,
    acting,
    idOrKey,
    "DELETE_ISSUES",
    "You do not have permission to delete issues in this project.",
  );
  if (!found.ok) return found;
  const issue = found.value;
  const state = core.state();
  state.issues = state.issues.filter((one) => one.id !== issue.id);
  state.links = state.links.filter((one) => one.sourceId !== issue.id && one.targetId !== issue.id);
  core.emit({
    ...QUIET,
    live: "issue-deleted",
    webhookEvents: ["jira:issue_deleted"],
    eventTypeName: "issue_deleted",
    issue,
    project: projectOf(state, issue),
    by: accountOf(acting.as),
    at: core.now(),
    trace: acting.trace ?? null,
  });
  return ok(null);
}

export function deleteOperations(core: SiteCore) {
  return { deleteIssue: (acting: Acting, idOrKey: string) => deleteIssue(core, acting, idOrKey) };
}
