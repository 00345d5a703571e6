import { join } from "node:path";
import { createEventStream } from "./event-stream.ts";
import { createStateKeeper } from "./keep-state.ts";
import type { Logger } from "./logger.ts";
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
  const site = createSite({
    name,
    origin: deps.origin,
    state: () => state,
    events,
    touch: () => keeper?.schedule(),
    now: deps.now,
    onHappening: (happening) => queue.add(planDeliveries(site, happening)),
    onPageHappening: (happening) => queue.add(planPageDeliveries(site, happening)),
  });
  const queue = createWebhookQueue({ site, retryDelaysMs: deps.retryDelaysMs });
  const recent = createRecentLog(events);
  return {
    site,
    queue,
    recent,
    async reset() {
      const { installations, installKeys, people } = state;
      const apps = people.filter((one) => one.accountType === "app");
      const fresh = seedSite(name, deps.now());
      state = { ...fresh, installations, installKeys, people: [...fresh.people, ...apps] };
      recent.clear();
      events.emit({ type: "reset" });
      keeper?.schedule();
      await keeper?.flush();
    },
    async close() {
      await queue.stop();
      await keeper?.flush();
    },
  };
}
