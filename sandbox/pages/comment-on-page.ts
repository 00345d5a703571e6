import { randomUUID } from "node:crypto";
import { accountOf } from "../may-act.ts";
import { ok, refuse, type Result } from "../result.ts";
import { nextId, type SiteCore } from "../site-core.ts";
import type { Acting, PageComment } from "../state.ts";
import type { CommentView } from "../view-types.ts";
import { storageToText } from "../rich-text/storage-to-text.ts";
import { findComment, findPage } from "./find-content.ts";
import { checkNext, firstVersion, turnVersion } from "./keep-version.ts";
import { spaceAllows } from "./may-use.ts";
import { aboutPage } from "./write-page.ts";

export type CommentDraft = {
  /** A page, or a comment that is answered. */
  pageId: string | null;
  parentId: string | null;
  storage: string;
  /** The words an inline comment is about; an answer takes them from its parent. */
  selection: { text: string; matches: number; index: number } | null;
  inline: boolean;
};
export type CommentEdit = { storage?: string; version: number; message: string; resolved?: boolean };

function tell(core: SiteCore, acting: Acting, { page, space, comment }: CommentView, event: string): void {
  core.emitPage({
    ...aboutPage(core, acting, page, space),
    comment,
    webhookEvents: [event],
    trigger: event,
  });
}

/** An inline comment is tied to words that stand on the page as often as its author saw them. */
function findSelection(storage: string, selection: CommentDraft["selection"]): Result<string> {
  if (selection === null) return refuse(400, "An inline comment needs the words it is about.");
  const { text, matches, index } = selection;
  const found = text === "" ? 0 : storageToText(storage).split(text).length - 1;
  if (found === 0 || found !== matches || index >= matches) {
    return refuse(400, `The selected text does not occur on the page ${matches} times, but ${found} times.`);
  }
  return ok(text);
}

function placeOf(core: SiteCore, acting: Acting, draft: CommentDraft): Result<CommentView["page"]> {
  if (draft.parentId === null) {
    const found = findPage(core, acting, draft.pageId ?? "", ["current"]);
    return found.ok ? ok(found.value.page) : found;
  }
  const parent = findComment(core, acting, draft.parentId);
  if (!parent.ok) return parent;
  const { comment, page } = parent.value;
  if ((comment.inline !== null) !== draft.inline) {
    return refuse(400, "The comment that is answered is of another kind.");
  }
  if (draft.pageId !== null && draft.pageId !== page.id)
    return refuse(400, "The comment is on another page.");
  return ok(page);
}

function inlineOf(core: SiteCore, storage: string, draft: CommentDraft): Result<PageComment["inline"]> {
  if (!draft.inline) return ok(null);
  const parent = core.state().pageComments.find((one) => one.id === draft.parentId);
  if (parent?.inline) return ok({ ...parent.inline, status: "open", changedBy: null, changedAt: null });
  const words = findSelection(storage, draft.selection);
  if (!words.ok) return words;
  return ok({
    markerRef: randomUUID(),
    selection: words.value,
    status: "open",
    changedBy: null,
    changedAt: null,
  });
}

export function addPageComment(core: SiteCore, acting: Acting, draft: CommentDraft): Result<CommentView> {
  const place = placeOf(core, acting, draft);
  if (!place.ok) return place;
  const found = findPage(core, acting, place.value.id, ["current"]);
  if (!found.ok) return found;
  const { page, space } = found.value;
  if (!spaceAllows(core.state(), acting.as, space, "create", "comment")) {
    return refuse(403, "You may not comment on this page.");
  }
  const inline = inlineOf(core, page.storage, draft);
  if (!inline.ok) return inline;
  const version = firstVersion(core, acting);
  const comment: PageComment = {
    id: nextId(core.state()),
    pageId: page.id,
    parentId: draft.parentId,
    storage: draft.storage,
    authorId: version.authorId,
    createdAt: version.createdAt,
    version,
    history: [],
    properties: [],
    inline: inline.value,
  };
  core.state().pageComments.push(comment);
  tell(core, acting, { ...found.value, comment }, "comment_created");
  return ok({ ...found.value, comment });
}

/** Only who wrote a comment may reword it; whoever may comment may say that it is settled. */
export function editPageComment(
  core: SiteCore,
  acting: Acting,
  commentId: string,
  edit: CommentEdit,
): Result<CommentView> {
  const found = findComment(core, acting, commentId);
  if (!found.ok) return found;
  const { comment, space } = found.value;
  const mine = comment.authorId === accountOf(acting.as);
  const allowed =
    edit.storage === undefined ? spaceAllows(core.state(), acting.as, space, "create", "comment") : mine;
  if (!allowed) return refuse(403, "You may not edit this comment.");
  const next = checkNext(comment.version.number, edit.version, "comment");
  if (!next.ok) return next;
  turnVersion(core, acting, comment, edit.message);
  comment.storage = edit.storage ?? comment.storage;
  if (comment.inline !== null && edit.resolved !== undefined) {
    comment.inline.status = edit.resolved
      ? "resolved"
      : comment.inline.status === "resolved"
        ? "reopened"
        : comment.inline.status;
    comment.inline.changedBy = accountOf(acting.as);
    comment.inline.changedAt = core.now().toISOString();
  }
  tell(core, acting, found.value, "comment_updated");
  return found;
}

/** Goes for good, with the answers to it. */
export function deletePageComment(core: SiteCore, acting: Acting, commentId: string): Result<null> {
  const found = findComment(core, acting, commentId);
  if (!found.ok) return found;
  const { comment, space } = found.value;
  const mine = comment.authorId === accountOf(acting.as);
  if (!mine && !spaceAllows(core.state(), acting.as, space, "delete", "comment")) {
    return refuse(403, "You may not delete this comment.");
  }
  const gone = new Set([comment.id]);
  const state = core.state();
  for (const one of state.pageComments) {
    if (one.parentId !== null && gone.has(one.parentId)) gone.add(one.id);
  }
  state.pageComments = state.pageComments.filter((one) => !gone.has(one.id));
  tell(core, acting, found.value, "comment_removed");
  return ok(null);
}
