import { z } from "zod";
import { answerWith, param, queryList, queryText, readBody, type Call, type Route } from "../http/call.ts";
import type { IssueAsk } from "./present-issue.ts";
import { presentEditMeta, presentIssue } from "./present-issue.ts";
import { presentScreenField } from "./present-field.ts";
import { presentStatus } from "./present-choices.ts";
import { viewScreen } from "../fields/screen-of.ts";
import { IssueBody } from "./request-shapes.ts";

const TransitionBody = IssueBody.extend({ transition: z.object({ id: z.coerce.string() }) });
const AssigneeBody = z.object({ accountId: z.string().nullable() });
const BulkFetchBody = z.object({
  issueIdsOrKeys: z.array(z.string()).max(100),
  fields: z.array(z.string()).default(["*navigable"]),
  expand: z.array(z.string()).default([]),
  properties: z.array(z.string()).default([]),
});

function askOf(call: Call): IssueAsk {
  const fields = queryList(call, "fields");
  return {
    fields: fields.length > 0 ? fields : ["*all"],
    expand: queryList(call, "expand"),
    properties: queryList(call, "properties"),
  };
}

function issue(call: Call) {
  return call.site.issue(call.acting, param(call, "issueIdOrKey"));
}

const read: Route[] = [
  {
    method: "GET",
    path: "/rest/api/3/issue/{issueIdOrKey}",
    scope: "READ",
    handle: (call) =>
      answerWith(issue(call), (found) => ({
        status: 200,
        body: presentIssue(call.site, call.acting, found, askOf(call)),
      })),
  },
  {
    method: "POST",
    path: "/rest/api/3/issue/bulkfetch",
    scope: "WRITE",
    handle: (call) =>
      answerWith(readBody(call, BulkFetchBody), (body) => {
        const issues = body.issueIdsOrKeys.flatMap((id) => {
          const found = call.site.issue(call.acting, id);
          return found.ok ? [presentIssue(call.site, call.acting, found.value, body)] : [];
        });
        return { status: 200, body: { issues, issueErrors: [] } };
      }),
  },
  {
    method: "GET",
    path: "/rest/api/3/issue/{issueIdOrKey}/editmeta",
    scope: "READ",
    handle: (call) =>
      answerWith(issue(call), (found) => {
        const may = call.site.may(call.acting.as, "EDIT_ISSUES", call.site.projectOf(found));
        return { status: 200, body: { fields: may ? presentEditMeta(call.site, call.acting, found) : {} } };
      }),
  },
  {
    method: "GET",
    path: "/rest/api/3/issue/{issueIdOrKey}/transitions",
    scope: "READ",
    handle: (call) =>
      answerWith(issue(call), (found) => ({ status: 200, body: presentTransitions(call, found.id) })),
  },
];

function presentTransitions({ site, acting, query }: Call, issueId: string) {
  const found = site.issue(acting, issueId);
  if (!found.ok) return { transitions: [] };
  const project = site.projectOf(found.value);
  const withFields = String(query["expand"] ?? "").includes("transitions.fields");
  const transitions = site.transitions(acting, found.value).map((one) => ({
    id: one.id,
    name: one.name,
    to: presentStatus(site, site.status(one.to)),
    hasScreen: one.fields.length > 0,
    isGlobal: one.from === "any",
    isInitial: false,
    isAvailable: true,
    isConditional: one.onlyWith !== undefined,
    isLooped: false,
    ...(withFields
      ? {
          fields: Object.fromEntries(
            viewScreen(site.state(), one.fields, {
              project,
              issueTypeId: found.value.issueTypeId,
            }).map((view) => [view.field.id, presentScreenField(site, acting, project, view, found.value)]),
          ),
        }
      : {}),
  }));
  return { expand: "transitions", transitions };
}

const write: Route[] = [
  {
    method: "POST",
    path: "/rest/api/3/issue",
    scope: "WRITE",
    handle: (call) =>
      answerWith(readBody(call, IssueBody), (draft) =>
        answerWith(call.site.createIssue(call.acting, draft), ({ id, key }) => ({
          status: 201,
          body: { id, key, self: `${call.site.origin()}/rest/api/3/issue/${id}` },
        })),
      ),
  },
  {
    method: "PUT",
    path: "/rest/api/3/issue/{issueIdOrKey}",
    scope: "WRITE",
    handle: (call) =>
      answerWith(readBody(call, IssueBody), (edit) =>
        answerWith(call.site.editIssue(call.acting, param(call, "issueIdOrKey"), edit), (changed) =>
          queryText(call, "returnIssue") === "true"
            ? { status: 200, body: presentIssue(call.site, call.acting, changed, askOf(call)) }
            : { status: 204 },
        ),
      ),
  },
  {
    method: "DELETE",
    path: "/rest/api/3/issue/{issueIdOrKey}",
    scope: "DELETE",
    handle: (call) =>
      answerWith(call.site.deleteIssue(call.acting, param(call, "issueIdOrKey")), () => ({ status: 204 })),
  },
  {
    method: "PUT",
    path: "/rest/api/3/issue/{issueIdOrKey}/assignee",
    scope: "WRITE",
    handle: (call) =>
      answerWith(readBody(call, AssigneeBody), ({ accountId }) =>
        answerWith(call.site.assignIssue(call.acting, param(call, "issueIdOrKey"), accountId), () => ({
          status: 204,
        })),
      ),
  },
  {
    method: "POST",
    path: "/rest/api/3/issue/{issueIdOrKey}/transitions",
    scope: "WRITE",
    handle: (call) =>
      answerWith(readBody(call, TransitionBody), ({ transition, ...edit }) =>
        answerWith(
          call.site.transitionIssue(call.acting, param(call, "issueIdOrKey"), {
            ...edit,
            transitionId: transition.id,
          }),
          () => ({ status: 204 }),
        ),
      ),
  },
];

export const issueRoutes: Route[] = [...read, ...write];
