import * as z from "zod";
import type { IssueId } from "../../contract/index.ts";
import type { Transport } from "../../kit/index.ts";
import type { JiraEvidence } from "../../execution/index.ts";
import type { FactsSource } from "../../proposals/index.ts";
import type { AppTransportFor } from "./app-transport.ts";
import { MARK_PROPERTY, marksProperty } from "./create-jira-writer.ts";
import { Adf } from "./read-field-value.ts";
import { IssueRefJson } from "./read-issue.ts";
import { readJson } from "./read-json.ts";
import { readTransitions } from "./read-meta.ts";

const CommentJson = z.object({
  id: z.string(),
  body: Adf,
  properties: z.array(z.object({ key: z.string(), value: z.unknown() })).optional(),
});
const MarkValue = z.object({ mark: z.string() });
const MarksValue = z.object({ value: z.object({ marks: z.array(z.string()) }) });

const ISSUE = "/rest/api/3/issue";

/** Sees what became of our changes, as the app. */
export function createJiraEvidence(
  appTransport: AppTransportFor,
  facts: Pick<FactsSource, "issue">,
): JiraEvidence {
  return {
    issue: facts.issue,
    async marksOn(caller, issue, proposal) {
      const key = marksProperty(proposal);
      const found = await readJson(
        await appTransport(caller),
        {
          method: "GET",
          path: `${ISSUE}/${encodeURIComponent(issue)}/properties/${encodeURIComponent(key)}`,
          template: `${ISSUE}/{issueIdOrKey}/properties/{propertyKey}`,
        },
        MarksValue,
      );
      return found?.value.marks ?? [];
    },
    async commentWithMark(caller, issue, mark) {
      const comments = await recentComments(await appTransport(caller), issue);
      const found = comments.find((comment) => comment.properties?.some((one) => isMark(one, mark)));
      return found === undefined ? undefined : { id: found.id, body: found.body.content };
    },
    async comment(caller, issue, commentId) {
      const found = await readJson(
        await appTransport(caller),
        {
          method: "GET",
          path: `${ISSUE}/${encodeURIComponent(issue)}/comment/${encodeURIComponent(commentId)}`,
          template: `${ISSUE}/{issueIdOrKey}/comment/{id}`,
        },
        CommentJson,
      );
      return found === undefined ? undefined : { id: found.id, body: found.body.content };
    },
    async issueWithMark(caller, mark) {
      const found = await readJson(
        await appTransport(caller),
        {
          method: "POST",
          asksOnly: true,
          path: "/rest/api/3/search/jql",
          template: "/rest/api/3/search/jql",
          body: { jql: `ticketsmithMark = "${mark}"`, fields: ["summary"], maxResults: 2 },
        },
        z.object({ issues: z.array(IssueRefJson) }),
      );
      const [first] = found?.issues ?? [];
      return first === undefined ? undefined : { id: first.id, key: first.key };
    },
    async transitions(caller, issue) {
      return readTransitions(await appTransport(caller), issue);
    },
  };
}

/** Newest first: what we look for was written minutes ago. */
async function recentComments(transport: Transport, issue: IssueId) {
  const page = await readJson(
    transport,
    {
      method: "GET",
      path: `${ISSUE}/${encodeURIComponent(issue)}/comment`,
      template: `${ISSUE}/{issueIdOrKey}/comment`,
      query: { orderBy: "-created", maxResults: 100, expand: "properties" },
    },
    z.object({ comments: z.array(CommentJson) }),
  );
  return page?.comments ?? [];
}

function isMark({ key, value }: { key: string; value?: unknown }, mark: string): boolean {
  const parsed = MarkValue.safeParse(value);
  return key === MARK_PROPERTY && parsed.success && parsed.data.mark === mark;
}
