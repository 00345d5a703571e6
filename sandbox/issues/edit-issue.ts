import { editScreenOf } from "../fields/screen-of.ts";
import { readInput } from "../fields/read-input.ts";
import { accountOf } from "../may-act.ts";
import { ok, refuse, refuseFields, type Result } from "../result.ts";
import type { IssueEdit } from "../site.ts";
import { QUIET, type SiteCore } from "../site-core.ts";
import type { Acting, Issue, Json } from "../state.ts";
import { findIssueFor } from "./find-issue.ts";
import { projectOf } from "../look-up.ts";
import { recordChange, writeValues } from "./record-change.ts";
import { checkProperties, writeProperties } from "./set-property.ts";
import { workflowOf } from "./transitions-of.ts";

const MAY_NOT_EDIT = "You do not have permission to edit issues in this project.";

function writeAndTell(
  core: SiteCore,
  acting: Acting,
  issue: Issue,
  values: Record<string, Json>,
  eventTypeName: string,
) {
  const state = core.state();
  const project = projectOf(state, issue);
  const items = writeValues(state, project, issue, values);
  const group = recordChange(core, acting, issue, items);
  core.emit({
    ...QUIET,
    live: "issue-updated",
    // An edit that changes nothing fires nothing.
    webhookEvents: group === undefined ? [] : ["jira:issue_updated"],
    eventTypeName,
    issue,
    project,
    by: accountOf(acting.as),
    at: core.now(),
    changes: items,
    changeGroupId: group?.id ?? null,
    trace: acting.trace ?? null,
  });
}

/** Changing the type keeps the status, so the new type must share the workflow. */
function typeChangeFits(core: SiteCore, issue: Issue, values: Record<string, Json>): boolean {
  const to = values["issuetype"];
  if (typeof to !== "string") return true;
  const state = core.state();
  return workflowOf(state, { ...issue, issueTypeId: to }).id === workflowOf(state, issue).id;
}

function editIssue(core: SiteCore, acting: Acting, idOrKey: string, edit: IssueEdit): Result<Issue> {
  const found = findIssueFor(core, acting, idOrKey, "EDIT_ISSUES", MAY_NOT_EDIT);
  if (!found.ok) return found;
  const issue = found.value;
  const state = core.state();
  const place = {
    state,
    project: projectOf(state, issue),
    as: acting.as,
    screen: editScreenOf(state, issue),
    issue,
  };
  const values = readInput(place, edit.fields ?? {}, edit.update ?? {});
  if (!values.ok) return values;
  if (!typeChangeFits(core, issue, values.value)) {
    return refuseFields({ issuetype: "The issue type selected is invalid." });
  }
  const checked = checkProperties(edit.properties ?? []);
  if (!checked.ok) return checked;
  writeProperties(issue.properties, edit.properties ?? []);
  writeAndTell(core, acting, issue, values.value, "issue_updated");
  return ok(issue);
}

function assignIssue(
  core: SiteCore,
  acting: Acting,
  idOrKey: string,
  accountId: string | null,
): Result<Issue> {
  const words = "You do not have permission to assign issues.";
  const found = findIssueFor(core, acting, idOrKey, "ASSIGN_ISSUES", words);
  if (!found.ok) return found;
  const state = core.state();
  const project = projectOf(state, found.value);
  const wanted = accountId === "-1" ? defaultAssignee(found.value, project) : accountId;
  const screen = editScreenOf(state, found.value);
  const place = { state, project, as: acting.as, screen, issue: found.value };
  const values = readInput(place, { assignee: wanted === null ? null : { accountId: wanted } }, {});
  if (!values.ok) {
    return refuse(400, values.refusal.errors["assignee"] ?? `User '${wanted}' cannot be assigned issues.`);
  }
  writeAndTell(core, acting, found.value, values.value, "issue_assigned");
  return found;
}

function defaultAssignee(issue: Issue, project: ReturnType<typeof projectOf>): string {
  const ids = issue.values["components"];
  const lead = project.components.find((one) => Array.isArray(ids) && ids.includes(one.id))?.leadAccountId;
  return lead ?? project.leadAccountId;
}

export function editOperations(core: SiteCore) {
  return {
    editIssue: (acting: Acting, idOrKey: string, edit: IssueEdit) => editIssue(core, acting, idOrKey, edit),
    assignIssue: (acting: Acting, idOrKey: string, accountId: string | null) =>
      assignIssue(core, acting, idOrKey, accountId),
  };
}
