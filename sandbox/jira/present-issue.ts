import { presentFieldValue } from "../fields/present-field-value.ts";
import { maySee, visibleComments } from "../may-see.ts";
import type { Site } from "../site.ts";
import type { Acting, Issue, Json } from "../state.ts";
import { presentChangeGroup } from "./present-changelog.ts";
import { presentCategory, presentIssueType, presentLinkType, presentStatus } from "./present-choices.ts";
import { presentComment } from "./present-comment.ts";
import { presentIssueStub } from "./present-issue-stub.ts";
import { presentProject } from "./present-project.ts";
import { presentAccount } from "./present-user.ts";
import { presentScreenField, presentSchema } from "./present-field.ts";
import { restTime } from "./rest-time.ts";
import { must } from "../look-up.ts";

export type IssueAsk = {
  /** Field names as the query gives them: ids, `*all`, `*navigable`, `-id`. */
  fields: string[];
  expand: string[];
  properties: string[];
};

/** Fields that only whole-issue reads carry. */
const NOT_NAVIGABLE = ["comment", "attachment", "worklog", "timetracking"];

function wanted(ask: IssueAsk, id: string): boolean {
  if (ask.fields.includes(`-${id}`)) return false;
  if (ask.fields.includes(id) || ask.fields.includes("*all")) return true;
  const onlyTakesAway = ask.fields.every((one) => one.startsWith("-"));
  if (onlyTakesAway) return true;
  return ask.fields.includes("*navigable") && !NOT_NAVIGABLE.includes(id);
}

/** Links seen from this issue: `outwardIssue` when this one is the source. Ends nobody may see are left out. */
function presentLinks(site: Site, acting: Acting, issue: Issue): Json[] {
  const state = site.state();
  return state.links.flatMap((link) => {
    const outward = link.sourceId === issue.id;
    if (!outward && link.targetId !== issue.id) return [];
    const other = site.issue(acting, outward ? link.targetId : link.sourceId);
    const type = state.linkTypes.find((one) => one.id === link.typeId);
    if (!other.ok || type === undefined) return [];
    return [
      {
        id: link.id,
        self: `${site.origin()}/rest/api/3/issueLink/${link.id}`,
        type: presentLinkType(site, type),
        [outward ? "outwardIssue" : "inwardIssue"]: presentIssueStub(site, other.value),
      },
    ];
  });
}

function presentComments(site: Site, acting: Acting, issue: Issue): Json {
  const visible = visibleComments(site.state(), acting.as, issue);
  return {
    comments: visible.map((one) => presentComment(site, issue, one, false)),
    self: `${site.origin()}/rest/api/3/issue/${issue.id}/comment`,
    maxResults: visible.length,
    total: visible.length,
    startAt: 0,
  };
}

/** Fields that no screen edits, each built only when somebody asks for it. */
function fixedFields(site: Site, acting: Acting, issue: Issue): Record<string, () => Json> {
  const project = site.projectOf(issue);
  const state = site.state();
  const status = site.status(issue.statusId);
  return {
    issuetype: () =>
      presentIssueType(
        site,
        must(
          state.issueTypes.find((one) => one.id === issue.issueTypeId),
          `issue type ${issue.issueTypeId}`,
        ),
      ),
    project: () => presentProject(site, project),
    status: () => presentStatus(site, status),
    statusCategory: () => presentCategory(site, status.category),
    statuscategorychangedate: () => restTime(issue.statusChanged),
    creator: () => presentAccount(site, issue.creator),
    created: () => restTime(issue.created),
    updated: () => restTime(issue.updated),
    resolutiondate: () => (issue.resolutionDate === null ? null : restTime(issue.resolutionDate)),
    issuelinks: () => presentLinks(site, acting, issue),
    subtasks: () =>
      state.issues
        .filter((one) => one.values["parent"] === issue.id && maySee(state, acting.as, one))
        .map((one) => presentIssueStub(site, one)),
    comment: () => presentComments(site, acting, issue),
    watches: () => ({
      self: `${site.origin()}/rest/api/3/issue/${issue.key}/watchers`,
      watchCount: 1,
      isWatching: false,
    }),
    attachment: () => [],
    workratio: () => -1,
    lastViewed: () => null,
  };
}

function hasVisibleParent(site: Site, acting: Acting, issue: Issue): boolean {
  const parent = issue.values["parent"];
  return typeof parent === "string" && site.issue(acting, parent).ok;
}

function presentFields(site: Site, acting: Acting, issue: Issue, ask: IssueAsk): { [key: string]: Json } {
  const project = site.projectOf(issue);
  const fields: { [key: string]: Json } = {};
  for (const [id, build] of Object.entries(fixedFields(site, acting, issue))) {
    if (wanted(ask, id)) fields[id] = build();
  }
  for (const field of site.state().fields) {
    if (field.id in fields || field.kind === "project" || field.kind === "issue-type") continue;
    // A parent that is not set, or hidden from whoever asks, is left out, not null.
    if (field.kind === "parent" && !hasVisibleParent(site, acting, issue)) continue;
    if (wanted(ask, field.id))
      fields[field.id] = presentFieldValue(site, project, field, issue.values[field.id]);
  }
  return fields;
}

function expansions(site: Site, acting: Acting, issue: Issue, ask: IssueAsk): { [key: string]: Json } {
  const state = site.state();
  const shown = state.fields.filter((one) => wanted(ask, one.id));
  const more: { [key: string]: Json } = {};
  if (ask.expand.includes("names"))
    more["names"] = Object.fromEntries(shown.map((one) => [one.id, one.name]));
  if (ask.expand.includes("schema"))
    more["schema"] = Object.fromEntries(shown.map((one) => [one.id, presentSchema(one)]));
  if (ask.expand.includes("changelog")) {
    const histories = issue.changelog.map((one) => presentChangeGroup(site, one)).reverse();
    more["changelog"] = { startAt: 0, maxResults: histories.length, total: histories.length, histories };
  }
  if (ask.expand.includes("editmeta")) more["editmeta"] = { fields: presentEditMeta(site, acting, issue) };
  if (ask.expand.includes("transitions")) {
    more["transitions"] = site.transitions(acting, issue).map((one) => ({
      id: one.id,
      name: one.name,
      to: presentStatus(site, site.status(one.to)),
    }));
  }
  return more;
}

export function presentEditMeta(site: Site, acting: Acting, issue: Issue): { [key: string]: Json } {
  const project = site.projectOf(issue);
  return Object.fromEntries(
    site
      .editScreen(issue)
      .map((view) => [view.field.id, presentScreenField(site, acting, project, view, issue)]),
  );
}

/** An issue in the v3 shape, with the fields, expansions and properties that were asked for. */
export function presentIssue(
  site: Site,
  acting: Acting,
  issue: Issue,
  ask: IssueAsk,
): { [key: string]: Json } {
  const properties = Object.entries(issue.properties).filter(
    ([key]) => ask.properties.includes(key) || ask.properties.includes("*all"),
  );
  return {
    expand: "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations",
    id: issue.id,
    self: `${site.origin()}/rest/api/3/issue/${issue.id}`,
    key: issue.key,
    fields: presentFields(site, acting, issue, ask),
    ...(ask.properties.length > 0 ? { properties: Object.fromEntries(properties) } : {}),
    ...expansions(site, acting, issue, ask),
  };
}
