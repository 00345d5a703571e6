import { describeFieldValue } from "../fields/describe-field-value.ts";
import { editScreenOf } from "../fields/screen-of.ts";
import { mayAct } from "../may-act.ts";
import { maySee, visibleComments } from "../may-see.ts";
import { asAdf } from "../rich-text/adf-to-text.ts";
import { ok, type Result } from "../result.ts";
import type { SiteCore } from "../site-core.ts";
import type { Acting, Issue, Json, Person, SiteState } from "../state.ts";
import type { IssueView } from "../view-types.ts";
import { findIssue } from "./find-issue.ts";
import { must, projectOf, statusOf } from "../look-up.ts";
import { transitionsOf } from "./transitions-of.ts";

function strings(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

export function summaryOf(issue: Issue): string {
  const summary = issue.values["summary"];
  return typeof summary === "string" ? summary : "";
}

function personOf(state: SiteState, accountId: Json | undefined): Person | null {
  return state.people.find((one) => one.accountId === accountId) ?? null;
}

function linksOf(core: SiteCore, acting: Acting, issue: Issue): IssueView["links"] {
  const state = core.state();
  return state.links.flatMap((link) => {
    const outward = link.sourceId === issue.id;
    if (!outward && link.targetId !== issue.id) return [];
    const other = findIssue(core, acting, outward ? link.targetId : link.sourceId);
    const type = state.linkTypes.find((one) => one.id === link.typeId);
    if (!other.ok || type === undefined) return [];
    const { key, statusId } = other.value;
    const words = outward ? type.outward : type.inward;
    return [
      {
        id: link.id,
        type,
        words,
        other: { key, summary: summaryOf(other.value), status: statusOf(state, statusId) },
      },
    ];
  });
}

function permissionsOn(state: SiteState, acting: Acting, issue: Issue): IssueView["may"] {
  const project = projectOf(state, issue);
  const may = (permission: Parameters<typeof mayAct>[2]) => mayAct(state, acting.as, permission, project);
  return {
    edit: may("EDIT_ISSUES"),
    assign: may("ASSIGN_ISSUES"),
    comment: may("ADD_COMMENTS"),
    transition: may("TRANSITION_ISSUES"),
    link: may("LINK_ISSUES"),
    delete: may("DELETE_ISSUES"),
  };
}

function customOf(state: SiteState, issue: Issue): IssueView["custom"] {
  return editScreenOf(state, issue)
    .filter(({ field }) => field.custom)
    .map(({ field }) => {
      const value = issue.values[field.id] ?? null;
      return {
        field,
        value,
        text: describeFieldValue(field, value, state, projectOf(state, issue)).text ?? "",
      };
    });
}

function viewIssue(core: SiteCore, acting: Acting, idOrKey: string): Result<IssueView> {
  const found = findIssue(core, acting, idOrKey);
  if (!found.ok) return found;
  const issue = found.value;
  const state = core.state();
  const project = projectOf(state, issue);
  const { values } = issue;
  const parent = state.issues.find((one) => one.id === values["parent"] && maySee(state, acting.as, one));
  const dueDate = values["duedate"];
  return ok({
    issue,
    project,
    issueType: must(
      state.issueTypes.find((one) => one.id === issue.issueTypeId),
      `issue type ${issue.issueTypeId}`,
    ),
    status: statusOf(state, issue.statusId),
    summary: summaryOf(issue),
    description: asAdf(values["description"]),
    priority: state.priorities.find((one) => one.id === values["priority"]) ?? null,
    resolution: state.resolutions.find((one) => one.id === values["resolution"]) ?? null,
    assignee: personOf(state, values["assignee"]),
    reporter: personOf(state, values["reporter"]),
    labels: strings(values["labels"]),
    components: project.components.filter((one) => strings(values["components"]).includes(one.id)),
    fixVersions: project.versions.filter((one) => strings(values["fixVersions"]).includes(one.id)),
    dueDate: typeof dueDate === "string" ? dueDate : null,
    parent: parent === undefined ? null : { key: parent.key, summary: summaryOf(parent) },
    custom: customOf(state, issue),
    comments: visibleComments(state, acting.as, issue).map((comment) => ({
      comment,
      author: personOf(state, comment.author),
    })),
    links: linksOf(core, acting, issue),
    history: issue.changelog.map((group) => ({ group, author: personOf(state, group.author) })),
    transitions: transitionsOf(state, acting, issue).map((transition) => ({
      transition,
      to: statusOf(state, transition.to),
    })),
    may: permissionsOn(state, acting, issue),
  });
}

export function viewOperations(core: SiteCore) {
  return { view: (acting: Acting, idOrKey: string) => viewIssue(core, acting, idOrKey) };
}
