import type { SiteState } from "../../sandbox/state.ts";
import type { Piece } from "./build-base.ts";

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
      return forth * (after.links.length - before.links.length);
    case "create-issue":
      return direction === "do" ? after.issues.length - before.issues.length : closings(before, after);
    default:
      return Number.NaN;
  }
}

/** A new issue is taken back by a comment that says so and a move; each of the two may come once. */
function closings(before: SiteState, after: SiteState): number {
  const of = (state: SiteState, what: (issue: SiteState["issues"][number]) => number) =>
    state.issues.reduce((sum, issue) => sum + what(issue), 0);
  const moves = (issue: SiteState["issues"][number]) => changesIn(issue, "status");
  const comments =
    of(after, ({ comments: all }) => all.length) - of(before, ({ comments: all }) => all.length);
  const moved = of(after, moves) - of(before, moves);
  return comments > 1 ? comments : moved;
}

function issueOf({ issues }: SiteState, key: string) {
  const found = issues.find((issue) => issue.key === key);
  if (found === undefined) throw new Error(`No issue ${key}`);
  return found;
}

const changesOf = (state: SiteState, key: string, field: string) => changesIn(issueOf(state, key), field);

const changesIn = ({ changelog }: SiteState["issues"][number], field: string) =>
  changelog.flatMap(({ items }) => items).filter((item) => item.field === field).length;
