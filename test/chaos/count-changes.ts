import type { SiteState } from "../../sandbox/state.ts";
import { CREATED, type Piece } from "./build-base.ts";

type Issue = SiteState["issues"][number];

const FIELD = { "edit-fields": "priority", "set-assignee": "assignee", transition: "status" } as const;

/** How often the site's own history says that what was approved has happened. */
export function countChanges(before: SiteState, after: SiteState, piece: Piece): number {
  const { action, direction } = piece;
  const forth = direction === "do" ? 1 : -1;
  switch (action) {
    case "edit-fields":
    case "set-assignee":
    case "transition":
      return (
        changesOf(after, piece.issueKey, FIELD[action]) - changesOf(before, piece.issueKey, FIELD[action])
      );
    case "add-comment":
      return (
        forth *
        (issueOf(after, piece.issueKey).comments.length - issueOf(before, piece.issueKey).comments.length)
      );
    case "link-issues":
      return forth * (linksOf(after, piece.issueKey) - linksOf(before, piece.issueKey));
    case "create-issue":
      return direction === "do" ? after.issues.length - before.issues.length : closings(before, after);
    default:
      return Number.NaN;
  }
}

/** A new issue is taken back by a comment that says so and a move; each of the two may come once. */
function closings(before: SiteState, after: SiteState): number {
  const made = before.issues.filter(({ values }) => values["summary"] === CREATED).map(({ key }) => key);
  const ofMade = (state: SiteState) => state.issues.filter(({ key }) => made.includes(key));
  const count = (state: SiteState, what: (issue: Issue) => number) =>
    ofMade(state).reduce((sum, issue) => sum + what(issue), 0);
  const comments = count(after, commentsIn) - count(before, commentsIn);
  const moves = count(after, movesIn) - count(before, movesIn);
  return comments > 1 ? comments : moves;
}

const commentsIn = ({ comments }: Issue) => comments.length;
const movesIn = (issue: Issue) => changesIn(issue, "status");

function linksOf(state: SiteState, key: string): number {
  const { id } = issueOf(state, key);
  return state.links.filter(({ sourceId, targetId }) => sourceId === id || targetId === id).length;
}

function issueOf({ issues }: SiteState, key: string) {
  const found = issues.find((issue) => issue.key === key);
  if (found === undefined) throw new Error(`No issue ${key}`);
  return found;
}

const changesOf = (state: SiteState, key: string, field: string) => changesIn(issueOf(state, key), field);

const changesIn = ({ changelog }: Issue, field: string) =>
  changelog.flatMap(({ items }) => items).filter((item) => item.field === field).length;
