import { randomUUID } from "node:crypto";
import { JqlError } from "../jql/clause.ts";
import { compileClause } from "../jql/evaluate-jql.ts";
import { parseJql } from "../jql/parse-jql.ts";
import type { Site } from "../site.ts";
import type { IssueHappening } from "../site-core.ts";
import type { Acting, AppWebhook, Installation, WebhookDelivery } from "../state.ts";
import { buildWebhookBody } from "./build-body.ts";

/** Whether the webhook's JQL lets this issue through. A filter nobody can read lets nothing through. */
function passes(site: Site, as: Acting["as"], { filter }: AppWebhook, happening: IssueHappening): boolean {
  if (filter === null || filter.trim() === "") return true;
  try {
    const { where } = parseJql(filter);
    return (
      where === null ||
      compileClause({ state: site.state(), acting: { as }, now: site.now() }, where)(happening.issue)
    );
  } catch (error) {
    if (error instanceof JqlError) return false;
    throw error;
  }
}

function addressOf(installation: Installation, webhook: AppWebhook, happening: IssueHappening): string {
  const { issue, project } = happening;
  const variables: Record<string, string> = {
    "issue.id": issue.id,
    "issue.key": issue.key,
    "project.id": project.id,
    "project.key": project.key,
  };
  const path = webhook.url.replace(/\$?\{([a-zA-Z.]+)\}/g, (_, name: string) =>
    encodeURIComponent(variables[name] ?? ""),
  );
  return /^https?:\/\//.test(path) ? path : `${installation.descriptor.baseUrl}${path}`;
}

function deliveryFor(
  site: Site,
  installation: Installation,
  webhook: AppWebhook,
  happening: IssueHappening,
): WebhookDelivery {
  const { appKey, clientKey, accountId, product } = installation;
  const as = { kind: "app", appKey, clientKey, accountId } as const;
  const at = site.now().toISOString();
  return {
    identifier: randomUUID(),
    product,
    clientKey,
    appKey,
    event: webhook.event,
    url: addressOf(installation, webhook, happening),
    body: webhook.excludeBody ? null : buildWebhookBody(site, happening, webhook.event, as),
    excludeBody: webhook.excludeBody,
    trace: happening.trace,
    createdAt: at,
    state: "pending",
    tries: [],
    nextTryAt: at,
  };
}

/** One delivery for each webhook of each enabled app that asked for this happening. */
export function planDeliveries(site: Site, happening: IssueHappening): WebhookDelivery[] {
  return site
    .installations()
    .filter((one) => one.product === "jira" && one.state === "ENABLED")
    .flatMap((installation) => {
      const { appKey, clientKey, accountId, descriptor } = installation;
      const as = { kind: "app", appKey, clientKey, accountId } as const;
      return descriptor.webhooks
        .filter((webhook) => happening.webhookEvents.includes(webhook.event))
        .filter((webhook) => passes(site, as, webhook, happening))
        .map((webhook) => deliveryFor(site, installation, webhook, happening));
    });
}
