import type { BadgeWriter } from "../../proposals/index.ts";
import type { AppTransportFor } from "./app-transport.ts";
import { isFromJira, JiraFault } from "./jira-fault.ts";

/** Jira shows this issue property beside the panel's name (modules/issue-context, "status"). */
// Its colons stay as they are in the path: Jira may hash the decoded path, and only plain ones hash the same.
const STATUS_PROPERTY = "com.atlassian.jira.issue:ticketsmith:ticketsmith-panel:status";

export function createBadgeWriter(appTransport: AppTransportFor): BadgeWriter {
  return async (caller, issue, waiting) => {
    const transport = await appTransport(caller);
    const place = {
      path: `/rest/api/3/issue/${encodeURIComponent(issue)}/properties/${STATUS_PROPERTY}`,
      template: "/rest/api/3/issue/{issueIdOrKey}/properties/{propertyKey}",
    };
    const response =
      waiting === 0
        ? await transport({ method: "DELETE", ...place })
        : await transport({
            method: "PUT",
            ...place,
            body: { type: "badge", value: { label: String(waiting) } },
          });
    // No such issue or no such property: nothing is left to show a number on.
    if (isFromJira(response) && (response.status === 404 || response.status < 300)) return;
    throw new JiraFault(response, `The badge could not be written: ${response.status}`);
  };
}
