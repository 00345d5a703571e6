import { join } from "node:path";
import { createEventStream } from "./event-stream.ts";
import type { Faults } from "./faults.ts";
import { createStateKeeper } from "./keep-state.ts";
import type { Logger } from "./logger.ts";
import { createPast } from "./keep-past.ts";
import { createRecentLog, type RecentLog } from "./recent-log.ts";
import { seedSite } from "./seed/seed-site.ts";
import { createSite } from "./create-site.ts";
import type { Site } from "./site.ts";
import type { SiteState, TenantName } from "./state.ts";
import { createWebhookQueue, type WebhookQueue } from "./webhooks/deliver-webhooks.ts";
import { planDeliveries } from "./webhooks/plan-deliveries.ts";
import { planPageDeliveries } from "./webhooks/plan-page-deliveries.ts";

export type OpenSite = {
  site: Site;
  queue: WebhookQueue;
  recent: RecentLog;
  /** The site as it was some milliseconds ago, to read from, with the permissions of now. */
  asItWas(ms: number): Site;
  /** A copy of the site: what is done on it is answered truly, tells nobody and does not last. */
  throwaway(): Site;
  /** Whether to remember what was, which costs a copy of each change. */
  rememberPast(wanted: boolean): void;
  /** Back to the seeded site. Installed apps stay: an admin would not want to install them again. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

export type OpenSiteDeps = {
  name: TenantName;
  dataDir: string | undefined;
  origin: () => string;
  now: () => Date;
  retryDelaysMs: number[];
  faults: Faults;
  logger: Logger;
};

/** Loads a tenant's site, or seeds it, and joins it with its file and its webhook queue. */
export async function openSite(deps: OpenSiteDeps): Promise<OpenSite> {
  const { name, dataDir, logger } = deps;
  let state: SiteState;
  const file = dataDir === undefined ? undefined : join(dataDir, `${name}.json`);
  const onFault = (error: unknown) => logger.error(`the state of ${name} could not be written`, { error });
  const keeper = file === undefined ? undefined : createStateKeeper(file, () => state, onFault);
  const saved = await keeper?.load();
  state = saved ?? seedSite(name, deps.now());
  if (saved === undefined) keeper?.schedule();

  const events = createEventStream();
  const past = createPast(() => state, deps.now);
  const touch = () => {
    past.note();
    keeper?.schedule();
  };
  /** Nobody hears of what happens on it, and no file keeps it. */
  const apart = (its: SiteState): Site =>
    createSite({
      name,
      origin: deps.origin,
      state: () => its,
      events: createEventStream(),
      touch: () => undefined,
      now: deps.now,
      onHappening: () => undefined,
      onPageHappening: () => undefined,
    });
  const site = createSite({
    name,
    origin: deps.origin,
    state: () => state,
    events,
    touch,
    now: deps.now,
    onHappening: (happening) => queue.add(planDeliveries(site, happening)),
    onPageHappening: (happening) => queue.add(planPageDeliveries(site, happening)),
  });
  const queue = createWebhookQueue({ site, retryDelaysMs: deps.retryDelaysMs, faults: deps.faults });
  const recent = createRecentLog(events);
  return {
    site,
    queue,
    recent,
    asItWas: (ms) => apart(past.at(ms)),
    throwaway: () => apart(structuredClone(state)),
    rememberPast: (wanted) => (wanted ? past.begin() : past.end()),
    async reset() {
      const { installations, installKeys, people } = state;
      const apps = people.filter((one) => one.accountType === "app");
      const fresh = seedSite(name, deps.now());
      state = { ...fresh, installations, installKeys, people: [...fresh.people, ...apps] };
      recent.clear();
      events.emit({ type: "reset" });
      touch();
      await keeper?.flush();
    },
    async close() {
      await queue.stop();
      await keeper?.flush();
    },
  };
}
