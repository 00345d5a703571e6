import { statusOf, projectOf } from "../look-up.ts";
import { writeValues } from "../issues/record-change.ts";
import { workflowOf } from "../issues/transitions-of.ts";
import { nextId } from "../site-core.ts";
import type { ChangeItem, Issue, Json, Project, SiteState } from "../state.ts";
import type { Random } from "./random.ts";
import { writeAdf } from "./write-adf.ts";

/** A site while its past is being written. */
export type Growing = { state: SiteState; random: Random; now: Date };

/** Nothing in the past may lie in the future: a young issue's story is pressed into the time it had. */
function momentOf({ now }: Growing, issue: Issue, at: number): string {
  const latest = now.getTime() - 60_000;
  return new Date(Math.max(Date.parse(issue.updated), Math.min(at, latest))).toISOString();
}

function record(growing: Growing, issue: Issue, items: ChangeItem[], author: string, created: string): void {
  if (items.length === 0) return;
  issue.changelog.push({ id: nextId(growing.state), author, created, items });
  issue.updated = created;
}

export function newSeedIssue(
  { state }: Growing,
  project: Project,
  number: number,
  issueTypeId: string,
  reporter: string,
  created: Date,
  values: Record<string, Json>,
): Issue {
  const at = created.toISOString();
  const issue: Issue = {
    id: nextId(state),
    key: `${project.key}-${number}`,
    projectId: project.id,
    issueTypeId,
    statusId: "",
    creator: reporter,
    created: at,
    updated: at,
    resolutionDate: null,
    statusChanged: at,
    values: { reporter, assignee: null, ...values },
    comments: [],
    changelog: [],
    properties: {},
    remoteLinks: [],
  };
  issue.statusId = workflowOf(state, issue).initialStatusId;
  state.issues.push(issue);
  return issue;
}

export function editAt(
  growing: Growing,
  issue: Issue,
  values: Record<string, Json>,
  by: string,
  at: number,
): void {
  const items = writeValues(growing.state, projectOf(growing.state, issue), issue, values);
  record(growing, issue, items, by, momentOf(growing, issue, at));
}

export function assignAt(growing: Growing, issue: Issue, by: string, to: string, at: number): void {
  editAt(growing, issue, { assignee: to }, by, at);
}

export function commentAt(growing: Growing, issue: Issue, by: string, words: string, at: number): void {
  const created = momentOf(growing, issue, at);
  const id = nextId(growing.state);
  issue.comments.push({
    id,
    author: by,
    updateAuthor: by,
    body: writeAdf(words),
    created,
    updated: created,
    properties: {},
    visibility: null,
  });
  issue.updated = created;
}

export function moveTo(growing: Growing, issue: Issue, statusId: string, by: string, at: number): void {
  const { state } = growing;
  const [from, to] = [statusOf(state, issue.statusId), statusOf(state, statusId)];
  const created = momentOf(growing, issue, at);
  const done = to.category === "done";
  const resolution = done ? (state.resolutions[0]?.id ?? null) : null;
  const items = writeValues(state, projectOf(state, issue), issue, { resolution });
  const moved = {
    field: "status",
    fieldId: "status",
    fieldtype: "jira",
    from: from.id,
    fromString: from.name,
    to: to.id,
    toString: to.name,
  } as const;
  record(growing, issue, [...items, moved], by, created);
  issue.statusId = to.id;
  issue.statusChanged = created;
  issue.resolutionDate = done ? created : null;
}
