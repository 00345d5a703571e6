import { z } from "zod";
import { answerWith, param, readBody, refusalBody, type Call, type Route } from "../http/call.ts";
import { presentChangeGroup } from "./present-changelog.ts";
import { presentComment } from "./present-comment.ts";
import type { Json } from "../state.ts";
import { IssueBody } from "./request-shapes.ts";

const BulkBody = z.object({ issueUpdates: z.array(IssueBody).min(1).max(50) });
const CommentIds = z.object({ ids: z.array(z.number()).max(1000) });
const ChangeIds = z.object({ changelogIds: z.array(z.number()) });

/** Each issue is made or refused by itself; only when none was made does the whole call fail. */
function createMany(call: Call, drafts: z.infer<typeof BulkBody>["issueUpdates"]) {
  const issues: Json[] = [];
  const errors: Json[] = [];
  for (const [at, draft] of drafts.entries()) {
    const made = call.site.createIssue(call.acting, draft);
    if (made.ok) {
      const { id, key } = made.value;
      issues.push({ id, key, self: `${call.site.origin()}/rest/api/3/issue/${id}` });
    } else {
      const { status } = made.refusal;
      errors.push({ status, elementErrors: refusalBody(made.refusal), failedElementNumber: at });
    }
  }
  return { status: issues.length > 0 ? 201 : 400, body: { issues, errors } };
}

function listComments(call: Call, ids: number[]) {
  const values = ids.flatMap((id) => {
    const found = call.site.comment(call.acting, String(id));
    return found.ok ? [presentComment(call.site, found.value.issue, found.value.comment, false)] : [];
  });
  return {
    status: 200,
    body: { startAt: 0, maxResults: 1000, total: values.length, isLast: true, values },
  };
}

/** What is asked for by many ids at once. What somebody may not see is left out, without a word. */
export const bulkRoutes: Route[] = [
  {
    method: "POST",
    path: "/rest/api/3/issue/bulk",
    scope: "WRITE",
    handle: (call) => answerWith(readBody(call, BulkBody), (body) => createMany(call, body.issueUpdates)),
  },
  {
    method: "POST",
    path: "/rest/api/3/comment/list",
    scope: "READ",
    handle: (call) => answerWith(readBody(call, CommentIds), ({ ids }) => listComments(call, ids)),
  },
  {
    method: "POST",
    path: "/rest/api/3/issue/{issueIdOrKey}/changelog/list",
    scope: "WRITE",
    handle: (call) =>
      answerWith(readBody(call, ChangeIds), ({ changelogIds }) =>
        answerWith(call.site.issue(call.acting, param(call, "issueIdOrKey")), (issue) => {
          const groups = issue.changelog.filter((one) => changelogIds.includes(Number(one.id)));
          const histories = groups.map((one) => presentChangeGroup(call.site, one));
          return {
            status: 200,
            body: { startAt: 0, maxResults: histories.length, total: histories.length, histories },
          };
        }),
      ),
  },
];
