import type { Site } from "../site.ts";
import type { Comment, CommentVisibility, Issue, Json } from "../state.ts";
import { groupIdOf } from "./present-group.ts";
import { presentAccount } from "./present-user.ts";
import { restTime } from "./rest-time.ts";

function presentVisibility({ type, value }: CommentVisibility): Json {
  return { type, value, identifier: type === "group" ? groupIdOf(value) : value };
}

export function presentComment(
  site: Site,
  issue: Issue,
  comment: Comment,
  withProperties: boolean,
): { [key: string]: Json } {
  return {
    self: `${site.origin()}/rest/api/3/issue/${issue.id}/comment/${comment.id}`,
    id: comment.id,
    author: presentAccount(site, comment.author),
    body: comment.body,
    updateAuthor: presentAccount(site, comment.updateAuthor),
    created: restTime(comment.created),
    updated: restTime(comment.updated),
    jsdPublic: true,
    ...(comment.visibility === null ? {} : { visibility: presentVisibility(comment.visibility) }),
    ...(withProperties
      ? { properties: Object.entries(comment.properties).map(([key, value]) => ({ key, value })) }
      : {}),
  };
}
