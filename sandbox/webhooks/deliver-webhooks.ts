import { setTimeout as wait } from "node:timers/promises";
import { signRequest } from "../apps/sign-for-app.ts";
import type { FaultEffect } from "../fault.ts";
import type { Faults } from "../faults.ts";
import type { Site } from "../site.ts";
import type { DeliveryTry, WebhookDelivery } from "../state.ts";

const RETRIED = [408, 409, 425, 429];
const MOST_TRIES = 5;
const TIMEOUT_MS = 20_000;
const KEPT = 300;
export const RETRY_DELAYS_MS = [5_000, 15_000, 60_000, 300_000];

export type WebhookQueue = {
  add(deliveries: WebhookDelivery[]): void;
  /** Sends a finished delivery once more, as a new try of the same identifier. */
  resend(identifier: string): boolean;
  /** Makes every waiting delivery due now, instead of after the minutes it would wait. Answers how many. */
  hurry(): number;
  start(): void;
  stop(): Promise<void>;
};

type QueueDeps = { site: Site; retryDelaysMs: number[]; faults: Faults };

function headersFor(site: Site, delivery: WebhookDelivery): Record<string, string> | undefined {
  const installation = site.installations().find((one) => one.clientKey === delivery.clientKey);
  if (installation === undefined || installation.state === "DISABLED") return undefined;
  const request = { method: "POST", url: delivery.url, now: site.now() };
  const retries = delivery.tries.length;
  return {
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Atlassian Webhook HTTP Client",
    authorization: `JWT ${signRequest(installation, request, {})}`,
    "x-atlassian-webhook-identifier": delivery.identifier,
    "x-atlassian-webhook-flow": "Primary",
    ...(retries > 0 ? { "x-atlassian-webhook-retry": String(retries) } : {}),
    ...(delivery.trace === null ? {} : { "x-atlassian-webhook-trace": delivery.trace }),
  };
}

async function post(
  delivery: WebhookDelivery,
  headers: Record<string, string>,
  stop: AbortSignal,
): Promise<Omit<DeliveryTry, "at">> {
  const started = performance.now();
  const ms = () => Math.round(performance.now() - started);
  try {
    const answer = await fetch(delivery.url, {
      method: "POST",
      headers,
      ...(delivery.excludeBody ? {} : { body: JSON.stringify(delivery.body) }),
      redirect: "manual",
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), stop]),
    });
    await answer.body?.cancel();
    return { status: answer.status, error: null, ms: ms() };
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.message : String(error), ms: ms() };
  }
}

type Try = Omit<DeliveryTry, "at">;

function unheard(words: string): Try {
  return { status: null, error: `planted fault: ${words}`, ms: 0 };
}

/** Sends as a planted fault would have it: not at all, with the answer lost, or more than once. */
async function postThroughFault(
  effect: FaultEffect | undefined,
  delivery: WebhookDelivery,
  headers: Record<string, string>,
  stop: AbortSignal,
): Promise<Try> {
  if (effect?.kind === "drop" && effect.after !== true) return unheard("not sent");
  const result = await post(delivery, headers, stop);
  if (effect?.kind === "drop") return unheard("the answer was lost");
  const copies = effect?.kind === "duplicate" ? effect.copies : 0;
  for (let sent = 0; sent < copies; sent += 1) await post(delivery, headers, stop);
  return result;
}

/** What becomes of a delivery after a try, by the rules Jira's documentation gives. */
function settle(delivery: WebhookDelivery, attempt: DeliveryTry, delays: number[]): void {
  delivery.tries.push(attempt);
  delivery.nextTryAt = null;
  const { status } = attempt;
  if (status !== null && status >= 200 && status < 300) delivery.state = "delivered";
  else if (status !== null && status < 500 && !RETRIED.includes(status)) delivery.state = "dropped";
  // Confluence tries once and leaves it at that.
  else if (delivery.product === "confluence") delivery.state = "dropped";
  else if (delivery.tries.length >= MOST_TRIES) delivery.state = "exhausted";
  else {
    const delay = delays[delivery.tries.length - 1] ?? delays.at(-1) ?? 0;
    delivery.nextTryAt = new Date(Date.parse(attempt.at) + delay).toISOString();
  }
}

/** Delivers at least once. The queue is part of the site's state, so a restart goes on where it stopped. */
export function createWebhookQueue({ site, retryDelaysMs, faults }: QueueDeps): WebhookQueue {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();

  const tell = (delivery: WebhookDelivery) => {
    site.touch();
    site.events.emit({ type: "webhook", delivery: { ...delivery, tries: [...delivery.tries] } });
  };
  const strike = ({ url, product }: WebhookDelivery) => {
    const { pathname: path } = new URL(url);
    return faults.strike({ on: "webhook", method: "POST", path, tenant: site.name, product, reads: false });
  };
  const attempt = async (delivery: WebhookDelivery) => {
    const effect = strike(delivery);
    if (effect?.kind === "delay")
      await wait(effect.ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    const headers = headersFor(site, delivery);
    if (headers === undefined) delivery.state = "dropped";
    else {
      const at = site.now().toISOString();
      const result = await postThroughFault(effect, delivery, headers, stopping.signal);
      // A try that the stop cut off never happened: the next start makes it again.
      if (stopping.signal.aborted && result.status === null) return;
      settle(delivery, { at, ...result }, retryDelaysMs);
    }
    tell(delivery);
    schedule(delivery);
  };
  const schedule = (delivery: WebhookDelivery) => {
    if (delivery.state !== "pending" || delivery.nextTryAt === null || stopping.signal.aborted) return;
    const wait = Math.max(0, Date.parse(delivery.nextTryAt) - site.now().getTime());
    const timer = setTimeout(() => {
      timers.delete(delivery.identifier);
      const run = attempt(delivery).finally(() => running.delete(run));
      running.add(run);
    }, wait);
    timers.set(delivery.identifier, timer);
  };

  return {
    add(deliveries) {
      if (deliveries.length === 0) return;
      const state = site.state();
      const pending = state.deliveries.filter((one) => one.state === "pending");
      const done = state.deliveries.filter((one) => one.state !== "pending").slice(-KEPT);
      state.deliveries = [...done, ...pending, ...deliveries];
      for (const delivery of deliveries) {
        tell(delivery);
        schedule(delivery);
      }
    },
    resend(identifier) {
      const delivery = site.state().deliveries.find((one) => one.identifier === identifier);
      if (delivery === undefined || delivery.state === "pending") return false;
      delivery.state = "pending";
      delivery.nextTryAt = site.now().toISOString();
      schedule(delivery);
      return true;
    },
    hurry() {
      const waiting = site.state().deliveries.filter((one) => timers.has(one.identifier));
      for (const delivery of waiting) {
        clearTimeout(timers.get(delivery.identifier));
        delivery.nextTryAt = site.now().toISOString();
        schedule(delivery);
      }
      return waiting.length;
    },
    start() {
      for (const delivery of site.state().deliveries) schedule(delivery);
    },
    async stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}
