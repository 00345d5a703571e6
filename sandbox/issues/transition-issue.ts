import { readInput } from "../fields/read-input.ts";
import { viewScreen } from "../fields/screen-of.ts";
import { accountOf } from "../may-act.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { TransitionRequest } from "../site.ts";
import { QUIET, type SiteCore } from "../site-core.ts";
import type { Acting, ChangeItem, Issue, Json, SiteState, Status } from "../state.ts";
import { findIssue } from "./find-issue.ts";
import { projectOf, statusOf } from "../look-up.ts";
import { recordChange, writeValues } from "./record-change.ts";
import { checkProperties, writeProperties } from "./set-property.ts";
import { transitionsOf } from "./transitions-of.ts";

function statusItem(from: Status, to: Status): ChangeItem {
  return {
    field: "status",
    fieldId: "status",
    fieldtype: "jira",
    from: from.id,
    fromString: from.name,
    to: to.id,
    toString: to.name,
  };
}

/** The workflow's own work: a done status has a resolution, an open one has none. */
function resolutionFor(
  state: SiteState,
  issue: Issue,
  to: Status,
  given: Record<string, Json>,
): Record<string, Json> {
  if (to.category !== "done") return { resolution: null };
  if (given["resolution"] !== undefined && given["resolution"] !== null) return {};
  const had = issue.values["resolution"];
  return had === undefined || had === null ? { resolution: state.resolutions[0]?.id ?? null } : {};
}

function transitionIssue(
  core: SiteCore,
  acting: Acting,
  idOrKey: string,
  request: TransitionRequest,
): Result<Issue> {
  const found = findIssue(core, acting, idOrKey);
  if (!found.ok) return found;
  const issue = found.value;
  const state = core.state();
  const transition = transitionsOf(state, acting, issue).find((one) => one.id === request.transitionId);
  if (transition === undefined) {
    return refuse(400, `It seems that you have tried to perform an illegal workflow operation.`);
  }
  const project = projectOf(state, issue);
  // Read as for a new issue: what the screen demands must be given now, whatever the issue already holds.
  const place = {
    state,
    project,
    as: acting.as,
    screen: viewScreen(state, transition.fields, { project, issueTypeId: issue.issueTypeId }),
    issue: null,
  };
  const values = readInput(place, request.fields ?? {}, request.update ?? {});
  if (!values.ok) return values;
  const checked = checkProperties(request.properties ?? []);
  if (!checked.ok) return checked;
  writeProperties(issue.properties, request.properties ?? []);
  const from = statusOf(state, issue.statusId);
  const to = statusOf(state, transition.to);
  const written = { ...values.value, ...resolutionFor(state, issue, to, values.value) };
  const items = [
    ...writeValues(state, project, issue, written),
    ...(from.id === to.id ? [] : [statusItem(from, to)]),
  ];
  issue.statusId = to.id;
  issue.statusChanged = core.now().toISOString();
  issue.resolutionDate = to.category === "done" ? core.now().toISOString() : null;
  const group = recordChange(core, acting, issue, items);
  core.emit({
    ...QUIET,
    live: "issue-updated",
    webhookEvents: ["jira:issue_updated"],
    eventTypeName: to.category === "done" ? "issue_resolved" : "issue_generic",
    issue,
    project,
    by: accountOf(acting.as),
    at: core.now(),
    changes: items,
    changeGroupId: group?.id ?? null,
    trace: acting.trace ?? null,
  });
  return ok(issue);
}

export function transitionOperations(core: SiteCore) {
  return {
    transitionIssue: (acting: Acting, idOrKey: string, request: TransitionRequest) =>
      transitionIssue(core, acting, idOrKey, request),
  };
}
