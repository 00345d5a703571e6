import { summaryOf } from "../issues/view-issue.ts";
import type { Site } from "../site.ts";
import type { Issue, Json } from "../state.ts";
import { presentIssueType, presentPriority, presentStatus } from "./present-choices.ts";

/** An issue as it appears inside another: parent, subtask, end of a link. */
export function presentIssueStub(site: Site, issue: Issue): { [key: string]: Json } {
  const state = site.state();
  const type = state.issueTypes.find((one) => one.id === issue.issueTypeId);
  const priority = state.priorities.find((one) => one.id === issue.values["priority"]);
  return {
    id: issue.id,
    key: issue.key,
    self: `${site.origin()}/rest/api/3/issue/${issue.id}`,
    fields: {
      summary: summaryOf(issue),
      status: presentStatus(site, site.status(issue.statusId)),
      priority: priority === undefined ? null : presentPriority(site, priority),
      issuetype: type === undefined ? null : presentIssueType(site, type),
    },
  };
}
