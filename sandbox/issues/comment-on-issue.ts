import { accountOf, mayAct } from "../may-act.ts";
import { isAmong, visibleComments } from "../may-see.ts";
import { ok, refuse, refuseFields, type Result } from "../result.ts";
import type { CommentExtras } from "../site.ts";
import { nextId, QUIET, type SiteCore } from "../site-core.ts";
import type { Acting, AdfDoc, Comment, Issue, Json } from "../state.ts";
import { findIssue, findIssueFor } from "./find-issue.ts";
import { projectOf } from "../look-up.ts";
import { checkProperties, mayEditComment, writeProperties } from "./set-property.ts";

const UNKNOWN = "Can not find a comment for the id: ";
const LONGEST = 32_767;

function tell(core: SiteCore, acting: Acting, issue: Issue, comment: Comment, webhookEvent: string): void {
  core.emit({
    ...QUIET,
    live: "issue-updated",
    webhookEvents: [webhookEvent],
    eventTypeName: "issue_commented",
    issue,
    project: projectOf(core.state(), issue),
    by: accountOf(acting.as),
    at: core.now(),
    comment,
    trace: acting.trace ?? null,
  });
}

function addComment(
  core: SiteCore,
  acting: Acting,
  idOrKey: string,
  body: AdfDoc,
  { properties = [], visibility = null }: CommentExtras = {},
) {
  const words = "You do not have permission to comment on this issue.";
  const found = findIssueFor(core, acting, idOrKey, "ADD_COMMENTS", words, 400);
  if (!found.ok) return found;
  if (JSON.stringify(body).length > LONGEST * 4) return refuse(413, "The comment is too long.");
  const checked = checkProperties(properties);
  if (!checked.ok) return checked;
  const state = core.state();
  if (!isAmong(state, acting.as, projectOf(state, found.value), visibility)) {
    return refuseFields({ commentLevel: `You are not in the ${visibility?.type}: ${visibility?.value}` });
  }
  const at = core.now().toISOString();
  const by = accountOf(acting.as);
  const comment: Comment = {
    id: nextId(core.state()),
    author: by,
    updateAuthor: by,
    body,
    created: at,
    updated: at,
    properties: {},
    visibility,
  };
  writeProperties(comment.properties, properties);
  found.value.comments.push(comment);
  found.value.updated = at;
  tell(core, acting, found.value, comment, "comment_created");
  return ok(comment);
}

function commentOf(
  core: SiteCore,
  acting: Acting,
  idOrKey: string,
  id: string,
): Result<{ issue: Issue; comment: Comment }> {
  const found = findIssue(core, acting, idOrKey);
  if (!found.ok) return found;
  const comment = visibleComments(core.state(), acting.as, found.value).find((one) => one.id === id);
  return comment === undefined ? refuse(404, `${UNKNOWN}${id}.`) : ok({ issue: found.value, comment });
}

function editComment(
  core: SiteCore,
  acting: Acting,
  idOrKey: string,
  id: string,
  body: AdfDoc,
): Result<Comment> {
  const found = commentOf(core, acting, idOrKey, id);
  if (!found.ok) return found;
  const { issue, comment } = found.value;
  if (!mayEditComment(core, acting, issue, comment.author)) {
    return refuse(400, `${accountOf(acting.as)} does not have the permission to edit this comment.`);
  }
  comment.body = body;
  comment.updated = core.now().toISOString();
  comment.updateAuthor = accountOf(acting.as);
  tell(core, acting, issue, comment, "comment_updated");
  return ok(comment);
}

function deleteComment(core: SiteCore, acting: Acting, idOrKey: string, id: string): Result<null> {
  const found = commentOf(core, acting, idOrKey, id);
  if (!found.ok) return found;
  const { issue, comment } = found.value;
  const own = accountOf(acting.as) === comment.author ? "DELETE_OWN_COMMENTS" : "DELETE_ALL_COMMENTS";
  if (!mayAct(core.state(), acting.as, own, projectOf(core.state(), issue))) {
    return refuse(400, `${accountOf(acting.as)} does not have permission to delete this comment.`);
  }
  issue.comments = issue.comments.filter((one) => one.id !== id);
  tell(core, acting, issue, comment, "comment_deleted");
  return ok(null);
}

/** A comment by its id alone, as the comment property resources address it. */
function comment(core: SiteCore, acting: Acting, id: string): Result<{ issue: Issue; comment: Comment }> {
  const holder = core.state().issues.find((issue) => issue.comments.some((one) => one.id === id));
  if (holder === undefined) return refuse(404, `${UNKNOWN}${id}.`);
  const found = commentOf(core, acting, holder.id, id);
  return found.ok ? found : refuse(404, `${UNKNOWN}${id}.`);
}

function setCommentProperty(core: SiteCore, acting: Acting, id: string, key: string, value: Json) {
  const found = comment(core, acting, id);
  if (!found.ok) return found;
  if (!mayEditComment(core, acting, found.value.issue, found.value.comment.author)) {
    return refuse(403, "You do not have permission to edit this comment.");
  }
  const existed = key in found.value.comment.properties;
  const written = writeProperties(found.value.comment.properties, [{ key, value }]);
  if (!written.ok) return written;
  core.touch();
  return ok(existed ? ("updated" as const) : ("created" as const));
}

function deleteCommentProperty(core: SiteCore, acting: Acting, id: string, key: string): Result<null> {
  const found = comment(core, acting, id);
  if (!found.ok) return found;
  if (!(key in found.value.comment.properties))
    return refuse(404, `The property with key '${key}' does not exist.`);
  if (!mayEditComment(core, acting, found.value.issue, found.value.comment.author)) {
    return refuse(403, "You do not have permission to edit this comment.");
  }
  delete found.value.comment.properties[key];
  core.touch();
  return ok(null);
}

export function commentOperations(core: SiteCore) {
  return {
    addComment: (acting: Acting, idOrKey: string, body: AdfDoc, extras?: CommentExtras) =>
      addComment(core, acting, idOrKey, body, extras),
    editComment: (acting: Acting, idOrKey: string, id: string, body: AdfDoc) =>
      editComment(core, acting, idOrKey, id, body),
    deleteComment: (acting: Acting, idOrKey: string, id: string) => deleteComment(core, acting, idOrKey, id),
    comment: (acting: Acting, id: string) => comment(core, acting, id),
    setCommentProperty: (acting: Acting, id: string, key: string, value: Json) =>
      setCommentProperty(core, acting, id, key, value),
    deleteCommentProperty: (acting: Acting, id: string, key: string) =>
      deleteCommentProperty(core, acting, id, key),
  };
}
