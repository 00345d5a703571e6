import * as z from "zod";
import { IssueId } from "../../contract/index.ts";
import type { WayBack } from "../../proposals/index.ts";
import type { AppTransportFor } from "./app-transport.ts";
import { readJson } from "./read-json.ts";
import { readTransitions } from "./read-meta.ts";

const SEARCH = "/rest/api/3/search/jql";
const Found = z.object({ issues: z.array(z.object({ id: IssueId })) });

/**
 * Jira tells an app nothing of a workflow but what leads on from where an issue stands. So another issue of the same
 * project and type is looked at, which stands already where this one would.
 */
export const createWayBack =
  (appTransport: AppTransportFor): WayBack =>
  async (caller, { issue, project, issueType, from, to }) => {
    const transport = await appTransport(caller);
    const jql = `project = ${quoted(project)} AND issuetype = ${quoted(issueType)} AND status = ${quoted(to.name)} AND key != ${issue.key} ORDER BY updated DESC`;
    const found = await readJson(
      transport,
      {
        ...{ method: "POST", asksOnly: true, path: SEARCH, template: SEARCH },
        body: { jql, fields: ["status"], maxResults: 1 },
      },
      Found,
    );
    const there = found?.issues[0]?.id;
    if (there === undefined) return false;
    const offered = await readTransitions(transport, there);
    return offered.some(({ to: back, demands }) => back.id === from.id && demands.length === 0);
  };

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/gu, "\\$&")}"`;
