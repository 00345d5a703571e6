import type { Site } from "../site.ts";
import type { Comment, Issue, Json } from "../state.ts";
import { presentAccount } from "./present-user.ts";
import { restTime } from "./rest-time.ts";

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
    ...(withProperties
      ? { properties: Object.entries(comment.properties).map(([key, value]) => ({ key, value })) }
      : {}),
  };
}
