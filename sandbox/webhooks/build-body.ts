import { presentComment } from "../jira/present-comment.ts";
import { presentIssue } from "../jira/present-issue.ts";
import { presentAccount } from "../jira/present-user.ts";
import { adfToWiki } from "../rich-text/adf-to-wiki.ts";
import { asAdf } from "../rich-text/adf-to-text.ts";
import type { Site } from "../site.ts";
import type { IssueHappening } from "../site-core.ts";
import type { Acting, Json } from "../state.ts";

type Shape = { [key: string]: Json };

const THIN = ["summary", "issuetype", "project", "assignee", "priority", "status"];

/** Webhooks still speak REST v2: rich text as wiki markup, and v2 addresses. */
function asV2(value: Json): Json {
  const doc = asAdf(value);
  if (doc !== null) return adfToWiki(doc);
  if (Array.isArray(value)) return value.map(asV2);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asV2(inner)]));
  }
  return typeof value === "string" && value.startsWith("http")
    ? value.replace("/rest/api/3/", "/rest/api/2/")
    : value;
}

function issueOf(site: Site, happening: IssueHappening, as: Acting["as"], thin: boolean): Json {
  const fields = thin ? THIN : ["*navigable"];
  const { expand: _, ...issue } = presentIssue(site, { as }, happening.issue, {
    fields,
    expand: [],
    properties: [],
  });
  return asV2(issue);
}

function linkOf(happening: IssueHappening): Shape {
  const { link } = happening;
  if (link === null) return {};
  return {
    issueLink: {
      id: Number(link.id),
      sourceIssueId: Number(link.sourceId),
      destinationIssueId: Number(link.targetId),
      issueLinkType: { id: Number(link.typeId) },
    },
  };
}

function changelogOf(happening: IssueHappening): Shape {
  if (happening.changeGroupId === null || happening.changes.length === 0) return {};
  return { changelog: { id: happening.changeGroupId, items: happening.changes.map((one) => ({ ...one })) } };
}

/** The body of one event, as it stood at this moment: a later retry tells the same story. */
export function buildWebhookBody(
  site: Site,
  happening: IssueHappening,
  event: string,
  as: Acting["as"],
): Json {
  const base: Shape = { timestamp: happening.at.getTime(), webhookEvent: event };
  if (event.startsWith("issuelink_")) return { ...base, ...linkOf(happening) };
  const onComment = event.startsWith("comment_");
  const comment =
    happening.comment === null
      ? {}
      : { comment: asV2(presentComment(site, happening.issue, happening.comment, false)) };
  return {
    ...base,
    ...comment,
    ...(onComment
      ? {}
      : { issue_event_type_name: happening.eventTypeName, user: asV2(presentAccount(site, happening.by)) }),
    issue: issueOf(site, happening, as, onComment),
    ...(event === "jira:issue_updated" ? changelogOf(happening) : {}),
  };
}
