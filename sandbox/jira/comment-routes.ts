import { z } from "zod";
import { answerWith, param, queryList, queryNumber, queryText, type Call, type Route } from "../http/call.ts";
import { checkAdf } from "../rich-text/check-adf.ts";
import { visibleComments } from "../may-see.ts";
import type { CommentExtras } from "../site.ts";
import { ok, refuseFields, type Result } from "../result.ts";
import type { AdfDoc, Comment } from "../state.ts";
import { presentComment } from "./present-comment.ts";
import { PropertyInputs } from "./request-shapes.ts";

const Visibility = z
  .object({ type: z.enum(["group", "role"]), value: z.string().nullish(), identifier: z.string().nullish() })
  .transform(({ type, value, identifier }) => ({ type, value: value ?? identifier ?? "" }));
const CommentBody = z.object({
  body: z.unknown(),
  properties: PropertyInputs.default([]),
  visibility: Visibility.nullish(),
});
const LIST = "/rest/api/3/issue/{issueIdOrKey}/comment";
const ONE = `${LIST}/{id}`;

function readComment(call: Call): Result<{ body: AdfDoc; extras: CommentExtras }> {
  const read = CommentBody.safeParse(call.body);
  const body = read.success ? checkAdf(read.data.body) : undefined;
  if (!read.success || body === undefined) return refuseFields({ comment: "Comment body is not valid!" });
  if (body.content.length === 0) return refuseFields({ comment: "Comment body can not be empty!" });
  const { properties, visibility } = read.data;
  return ok({ body, extras: { properties, visibility: visibility ?? null } });
}

function withProperties(call: Call): boolean {
  return queryList(call, "expand").includes("properties");
}

function findComment(call: Call) {
  const issue = call.site.issue(call.acting, param(call, "issueIdOrKey"));
  if (!issue.ok) return issue;
  return call.site.comment(call.acting, param(call, "id"));
}

function sorted(comments: Comment[], order: string | undefined): Comment[] {
  return order === "-created" ? [...comments].reverse() : comments;
}

export const commentRoutes: Route[] = [
  {
    method: "GET",
    path: LIST,
    scope: "READ",
    handle: (call) =>
      answerWith(call.site.issue(call.acting, param(call, "issueIdOrKey")), (issue) => {
        const startAt = queryNumber(call, "startAt", 0);
        const maxResults = queryNumber(call, "maxResults", 100, 5000);
        const visible = visibleComments(call.site.state(), call.acting.as, issue);
        const all = sorted(visible, queryText(call, "orderBy"));
        const comments = all
          .slice(startAt, startAt + maxResults)
          .map((one) => presentComment(call.site, issue, one, withProperties(call)));
        return { status: 200, body: { startAt, maxResults, total: all.length, comments } };
      }),
  },
  {
    method: "GET",
    path: ONE,
    scope: "READ",
    handle: (call) =>
      answerWith(findComment(call), ({ issue, comment }) => ({
        status: 200,
        body: presentComment(call.site, issue, comment, withProperties(call)),
      })),
  },
  {
    method: "POST",
    path: LIST,
    scope: "WRITE",
    handle: (call) =>
      answerWith(readComment(call), ({ body, extras }) =>
        answerWith(call.site.addComment(call.acting, param(call, "issueIdOrKey"), body, extras), ({ id }) =>
          answerWith(call.site.comment(call.acting, id), ({ issue, comment }) => ({
            status: 201,
            body: presentComment(call.site, issue, comment, withProperties(call)),
          })),
        ),
      ),
  },
  {
    method: "PUT",
    path: ONE,
    scope: "WRITE",
    handle: (call) =>
      answerWith(readComment(call), ({ body }) =>
        answerWith(
          call.site.editComment(call.acting, param(call, "issueIdOrKey"), param(call, "id"), body),
          () =>
            answerWith(findComment(call), ({ issue, comment }) => ({
              status: 200,
              body: presentComment(call.site, issue, comment, withProperties(call)),
            })),
        ),
      ),
  },
  {
    method: "DELETE",
    path: ONE,
    scope: "DELETE",
    handle: (call) =>
      answerWith(
        call.site.deleteComment(call.acting, param(call, "issueIdOrKey"), param(call, "id")),
        () => ({
          status: 204,
        }),
      ),
  },
];
