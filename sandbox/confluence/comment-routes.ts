import { z } from "zod";
import { param, queryList, queryText, readBody, type Answer, type Call, type Route } from "../http/call.ts";
import { ok, refuse } from "../result.ts";
import type { PageComment } from "../state.ts";
import { cursorPage, refusedV2, v2, V2 } from "./answers.ts";
import { presentComment, withBase } from "./present-content.ts";
import { BodyWrite, readWrittenBody } from "./read-body.ts";

type Kind = "footer" | "inline";

const Id = z.union([z.string(), z.number()]).transform(String);
const NewComment = z.object({
  pageId: Id.optional(),
  parentCommentId: Id.optional(),
  body: BodyWrite,
  inlineCommentProperties: z
    .object({
      textSelection: z.string(),
      textSelectionMatchCount: z.int(),
      textSelectionMatchIndex: z.int().min(0),
    })
    .optional(),
});
const CommentUpdate = z.object({
  version: z.object({ number: z.int(), message: z.string().default("") }),
  body: BodyWrite.optional(),
  resolved: z.boolean().optional(),
});

function isKind(kind: Kind): (comment: PageComment) => boolean {
  return (comment) => (comment.inline !== null) === (kind === "inline");
}

function listed(call: Call, path: string, comments: PageComment[]): Answer {
  const format = queryText(call, "body-format");
  const { pages } = call.site.state();
  const newestFirst = queryText(call, "sort") === "-created-date";
  return cursorPage(call, path, newestFirst ? comments.toReversed() : comments, (comment) => {
    const page = pages.find((one) => one.id === comment.pageId);
    return page === undefined ? {} : presentComment(call.site, page, comment, { format, single: false });
  });
}

function onPage(call: Call, kind: Kind): Answer {
  const found = call.site.wiki.page(call.acting, param(call, "id"), ["current", "draft"]);
  if (!found.ok) return refusedV2(found.refusal);
  const { page } = found.value;
  const states = queryList(call, "resolution-status");
  const comments = call.site.wiki
    .commentsOn(page.id)
    .filter((one) => isKind(kind)(one) && one.parentId === null)
    .filter((one) => states.length === 0 || states.includes(one.inline?.status ?? ""));
  return listed(call, `${V2}/pages/${page.id}/${kind}-comments`, comments);
}

function everywhere(call: Call, kind: Kind): Answer {
  const seen = call.site.wiki.pages(call.acting);
  const comments = seen.flatMap((page) => call.site.wiki.commentsOn(page.id).filter(isKind(kind)));
  return listed(call, `${V2}/${kind}-comments`, comments);
}

function create(call: Call, kind: Kind): Answer {
  const read = readBody(call, NewComment);
  if (!read.ok) return refusedV2(read.refusal);
  const { pageId = null, parentCommentId = null, body, inlineCommentProperties: marked } = read.value;
  if (pageId === null && parentCommentId === null) {
    return refusedV2(refuse(400, "A comment needs a page, or a comment that it answers.").refusal);
  }
  const storage = readWrittenBody(body);
  if (!storage.ok) return refusedV2(storage.refusal);
  const created = call.site.wiki.addComment(call.acting, {
    pageId,
    parentId: parentCommentId,
    storage: storage.value,
    inline: kind === "inline",
    selection:
      marked === undefined
        ? null
        : {
            text: marked.textSelection,
            matches: marked.textSelectionMatchCount,
            index: marked.textSelectionMatchIndex,
          },
  });
  return v2(
    created,
    ({ page, comment }) =>
      withBase(call.site, presentComment(call.site, page, comment, { format: "storage", single: true })),
    201,
  );
}

/** A comment of this kind; of the other kind it has another address. */
function findOne(call: Call, kind: Kind, name: string) {
  const found = call.site.wiki.comment(call.acting, param(call, name));
  return !found.ok || isKind(kind)(found.value.comment)
    ? found
    : refuse(404, `No ${kind} comment with id ${param(call, name)} was found.`);
}

function get(call: Call, kind: Kind): Answer {
  return v2(findOne(call, kind, "comment-id"), ({ page, comment }) =>
    withBase(
      call.site,
      presentComment(call.site, page, comment, { format: queryText(call, "body-format"), single: true }),
    ),
  );
}

function update(call: Call, kind: Kind): Answer {
  const read = readBody(call, CommentUpdate);
  if (!read.ok) return refusedV2(read.refusal);
  const found = findOne(call, kind, "comment-id");
  if (!found.ok) return refusedV2(found.refusal);
  const { version, body, resolved } = read.value;
  const storage = body === undefined ? ok(undefined) : readWrittenBody(body);
  if (!storage.ok) return refusedV2(storage.refusal);
  const edited = call.site.wiki.editComment(call.acting, found.value.comment.id, {
    version: version.number,
    message: version.message,
    ...(storage.value === undefined ? {} : { storage: storage.value }),
    ...(resolved === undefined ? {} : { resolved }),
  });
  return v2(edited, ({ page, comment }) =>
    withBase(call.site, presentComment(call.site, page, comment, { format: "storage", single: true })),
  );
}

function remove(call: Call, kind: Kind): Answer {
  const found = findOne(call, kind, "comment-id");
  if (!found.ok) return refusedV2(found.refusal);
  return v2(call.site.wiki.deleteComment(call.acting, found.value.comment.id), () => undefined, 204);
}

function children(call: Call, kind: Kind): Answer {
  const found = findOne(call, kind, "id");
  if (!found.ok) return refusedV2(found.refusal);
  const { page, comment } = found.value;
  const answers = call.site.wiki.commentsOn(page.id).filter((one) => one.parentId === comment.id);
  return listed(call, `${V2}/${kind}-comments/${comment.id}/children`, answers);
}

function routesOf(kind: Kind): Route[] {
  const base = `${V2}/${kind}-comments`;
  const one = `${base}/{comment-id}`;
  return [
    {
      method: "GET",
      path: `${V2}/pages/{id}/${kind}-comments`,
      scope: "READ",
      handle: (call) => onPage(call, kind),
    },
    { method: "GET", path: base, scope: "READ", handle: (call) => everywhere(call, kind) },
    { method: "POST", path: base, scope: "WRITE", handle: (call) => create(call, kind) },
    { method: "GET", path: one, scope: "READ", handle: (call) => get(call, kind) },
    { method: "PUT", path: one, scope: "WRITE", handle: (call) => update(call, kind) },
    { method: "DELETE", path: one, scope: "DELETE", handle: (call) => remove(call, kind) },
    { method: "GET", path: `${base}/{id}/children`, scope: "READ", handle: (call) => children(call, kind) },
  ];
}

export const commentRoutes: Route[] = [...routesOf("footer"), ...routesOf("inline")];
