import { z } from "zod";
import { answerWith, param, queryText, readBody, type Call, type Route } from "../http/call.ts";
import { checkAdf } from "../rich-text/check-adf.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { IssueLink, Json, RemoteLink } from "../state.ts";
import { presentLinkType } from "./present-choices.ts";
import { presentIssueStub } from "./present-issue-stub.ts";

const End = z.object({ id: z.coerce.string().optional(), key: z.string().optional() });
const LinkBody = z.object({
  type: z.object({ id: z.coerce.string().optional(), name: z.string().optional() }),
  inwardIssue: End,
  outwardIssue: End,
  comment: z.object({ body: z.unknown() }).optional(),
});
const Map = z.record(z.string(), z.json());
const RemoteBody = z.object({
  globalId: z.string().max(255).nullish(),
  relationship: z.string().nullish(),
  application: Map.nullish(),
  object: z.looseObject({ url: z.string(), title: z.string() }),
});
const REMOTE = "/rest/api/3/issue/{issueIdOrKey}/remotelink";

/** Jira names the ends from the link's middle: the inward issue is the source, whose outward words lead to the other. */
function createLink(call: Call): Result<IssueLink> {
  const body = readBody(call, LinkBody);
  if (!body.ok) return body;
  const { type: wanted, inwardIssue, outwardIssue, comment } = body.value;
  const type = call.site
    .state()
    .linkTypes.find((one) => (wanted.id === undefined ? one.name === wanted.name : one.id === wanted.id));
  if (type === undefined)
    return refuse(404, `No issue link type with name '${wanted.name ?? wanted.id}' found.`);
  const source = inwardIssue.key ?? inwardIssue.id ?? "";
  const link = call.site.linkIssues(call.acting, type.id, source, outwardIssue.key ?? outwardIssue.id ?? "");
  const doc = comment === undefined ? undefined : checkAdf(comment.body);
  if (!link.ok || doc === undefined) return link;
  const commented = call.site.addComment(call.acting, source, doc);
  return commented.ok ? link : commented;
}

function presentLink(call: Call, link: IssueLink): Json {
  const { site } = call;
  const { issues, linkTypes } = site.state();
  const type = linkTypes.find((one) => one.id === link.typeId);
  const source = issues.find((one) => one.id === link.sourceId);
  const target = issues.find((one) => one.id === link.targetId);
  return {
    id: link.id,
    self: `${site.origin()}/rest/api/3/issueLink/${link.id}`,
    type: type === undefined ? null : presentLinkType(site, type),
    inwardIssue: source === undefined ? null : presentIssueStub(site, source),
    outwardIssue: target === undefined ? null : presentIssueStub(site, target),
  };
}

function presentRemote(call: Call, issueId: string, link: RemoteLink): { [key: string]: Json } {
  return {
    id: Number(link.id),
    self: `${call.site.origin()}/rest/api/3/issue/${issueId}/remotelink/${link.id}`,
    ...(link.globalId === null ? {} : { globalId: link.globalId }),
    ...(link.relationship === null ? {} : { relationship: link.relationship }),
    application: link.application,
    object: link.object,
  };
}

function setRemote(call: Call) {
  const body = readBody(call, RemoteBody);
  if (!body.ok) return body;
  const { globalId, relationship, application, object } = body.value;
  const parsed = Map.safeParse(object);
  return call.site.setRemoteLink(call.acting, param(call, "issueIdOrKey"), {
    globalId: globalId ?? null,
    relationship: relationship ?? null,
    application: application ?? {},
    object: parsed.success ? parsed.data : {},
  });
}

export const linkRoutes: Route[] = [
  {
    method: "POST",
    path: "/rest/api/3/issueLink",
    scope: "WRITE",
    // Jira answers no body and names the new link nowhere: a caller finds it on the issue.
    handle: (call) => answerWith(createLink(call), () => ({ status: 201 })),
  },
  {
    method: "GET",
    path: "/rest/api/3/issueLink/{linkId}",
    scope: "READ",
    handle: (call) =>
      answerWith(call.site.link(call.acting, param(call, "linkId")), (link) => ({
        status: 200,
        body: presentLink(call, link),
      })),
  },
  {
    method: "DELETE",
    path: "/rest/api/3/issueLink/{linkId}",
    scope: "DELETE",
    handle: (call) =>
      answerWith(call.site.unlinkIssues(call.acting, param(call, "linkId")), () => ({ status: 204 })),
  },
  {
    method: "GET",
    path: "/rest/api/3/issueLinkType",
    scope: "READ",
    handle: ({ site }) => ({
      status: 200,
      body: { issueLinkTypes: site.state().linkTypes.map((one) => presentLinkType(site, one)) },
    }),
  },
  {
    method: "GET",
    path: REMOTE,
    scope: "READ",
    handle: (call) =>
      answerWith(remoteLinks(call), ({ issueId, links }) => {
        const [only] = links;
        const whole = queryText(call, "globalId") === undefined || only === undefined;
        const body = whole
          ? links.map((one) => presentRemote(call, issueId, one))
          : presentRemote(call, issueId, only);
        return { status: 200, body };
      }),
  },
  {
    method: "POST",
    path: REMOTE,
    scope: "WRITE",
    handle: (call) =>
      answerWith(setRemote(call), ({ link, created }) => ({
        status: created ? 201 : 200,
        body: {
          id: Number(link.id),
          self: `${call.site.origin()}/rest/api/3/issue/${param(call, "issueIdOrKey")}/remotelink/${link.id}`,
        },
      })),
  },
];

function remoteLinks(call: Call): Result<{ issueId: string; links: RemoteLink[] }> {
  const issue = call.site.issue(call.acting, param(call, "issueIdOrKey"));
  if (!issue.ok) return issue;
  const globalId = queryText(call, "globalId");
  const links = issue.value.remoteLinks.filter((one) => globalId === undefined || one.globalId === globalId);
  if (globalId !== undefined && links.length === 0)
    return refuse(404, `No remote issue link with global id '${globalId}' exists.`);
  return ok({ issueId: issue.value.id, links });
}
