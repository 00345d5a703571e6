import { createQueryStringHash, encodeSymmetric } from "atlassian-jwt";
import * as z from "zod";

/** A site that sends webhooks, and the secret it shares with the app. */
export const Sender = z.object({ clientKey: z.string(), sharedSecret: z.string() });
export type Sender = z.infer<typeof Sender>;

export const WEBHOOK_PATH = "/webhooks/jira";

const LIFE_S = 3_600;

/** What a site puts into the Authorization header of a webhook: good for an hour. */
export function signWebhook({ clientKey, sharedSecret }: Sender, now: Date): string {
  const iat = Math.floor(now.getTime() / 1_000);
  const qsh = createQueryStringHash({ method: "POST", pathname: WEBHOOK_PATH, query: {} });
  return `JWT ${encodeSymmetric({ iss: clientKey, iat, exp: iat + LIFE_S, qsh }, sharedSecret)}`;
}

/** About 2 kB, as Jira sends them when somebody edits an issue. */
export function webhookBody(issue: { id: string; key: string }, event: string): string {
  const person = (name: string) => ({
    self: `https://acme.atlassian.net/rest/api/2/user?accountId=${name}`,
    accountId: `5b10a2844c20165700ede2${name}`,
    accountType: "atlassian",
    avatarUrls: {
      "48x48": `https://avatar.example/${name}/48`,
      "24x24": `https://avatar.example/${name}/24`,
    },
    displayName: name,
    active: true,
    timeZone: "Europe/Berlin",
  });
  return JSON.stringify({
    timestamp: 1_764_000_000_000,
    webhookEvent: event,
    issue_event_type_name: "issue_generic",
    user: person("1g"),
    issue: {
      ...issue,
      self: `https://acme.atlassian.net/rest/api/2/issue/${issue.id}`,
      fields: {
        summary: "Checkout fails for customers who pay by invoice",
        description: "Since the deploy of this morning the *last* step answers 500. ".repeat(9),
        issuetype: { id: "10004", name: "Bug", subtask: false, hierarchyLevel: 0 },
        project: { id: "10000", key: "SHOP", name: "Shop", projectTypeKey: "software" },
        priority: { id: "3", name: "Medium" },
        status: { id: "3", name: "In Progress", statusCategory: { id: 4, key: "indeterminate" } },
        labels: ["checkout", "invoice"],
        components: [{ id: "10001", name: "Payments" }],
        reporter: person("2r"),
        assignee: person("3a"),
        created: "2026-11-20T09:12:33.000+0100",
        updated: "2026-11-22T10:40:01.000+0100",
      },
    },
    changelog: {
      id: "10877",
      items: [
        {
          field: "priority",
          fieldId: "priority",
          from: "2",
          fromString: "High",
          to: "3",
          toString: "Medium",
        },
      ],
    },
  });
}
