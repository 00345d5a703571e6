import { randomUUID } from "node:crypto";
import type { Site } from "../site.ts";
import type { PageHappening } from "../site-core.ts";
import type { AppWebhook, Installation, WebhookDelivery } from "../state.ts";
import { buildPageBody } from "./build-page-body.ts";

function deliveryFor(
  site: Site,
  { appKey, clientKey, product, descriptor }: Installation,
  { event, url }: AppWebhook,
  happening: PageHappening,
): WebhookDelivery {
  const at = site.now().toISOString();
  return {
    identifier: randomUUID(),
    product,
    clientKey,
    appKey,
    event,
    url: /^https?:\/\//.test(url) ? url : `${descriptor.baseUrl}${url}`,
    body: buildPageBody(site, happening, event),
    excludeBody: false,
    trace: happening.trace,
    createdAt: at,
    state: "pending",
    tries: [],
    nextTryAt: at,
  };
}

/** Whether the app may see what it would be told of: the page is not kept from it. */
function mayHear(
  site: Site,
  { appKey, clientKey, accountId }: Installation,
  { page }: PageHappening,
): boolean {
  return site.wiki.may({ kind: "app", appKey, clientKey, accountId }, page).see;
}

/** One delivery for each webhook of each enabled app that asked for this happening. Confluence has no filters. */
export function planPageDeliveries(site: Site, happening: PageHappening): WebhookDelivery[] {
  return site
    .installations()
    .filter((one) => one.product === "confluence" && one.state === "ENABLED")
    .filter((one) => mayHear(site, one, happening))
    .flatMap((installation) =>
      installation.descriptor.webhooks
        .filter((webhook) => happening.webhookEvents.includes(webhook.event))
        .map((webhook) => deliveryFor(site, installation, webhook, happening)),
    );
}
