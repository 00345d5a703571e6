import { createAuditExporter, createAuditSigner } from "../audit/index.ts";
import { createQueue, type OnDead } from "../jobs/index.ts";
import { createMetrics, type Clock, type Config, type Logger, type Sealer } from "../kit/index.ts";
import { createAskSite, createBudget, createConnectPlatform } from "../platform/index.ts";
import { createLiveUpdates, createSigningKeyStore, createStores, type Database } from "../records/index.ts";
import {
  createConfirmer,
  createInstallationDirectory,
  createLicenceReader,
  type Caller,
} from "../tenants/index.ts";
import { countProposals } from "./count-proposals.ts";

export type FoundationDeps = { config: Config; db: Database; sealer: Sealer; logger: Logger; clock: Clock };

/** What everything else stands on: numbers, queue, stores, tenants, and the way to their sites. */
export async function layFoundation({ config, db, sealer, logger, clock }: FoundationDeps) {
  const metrics = createMetrics();
  const onError = (error: unknown) => logger.error("Something failed in the background", { error });

  // Dead letters need what is only made later: they are told once it is there.
  let onDead: OnDead = () => Promise.reject(new Error("Not started yet"));
  const queue = createQueue({
    db,
    clock,
    onError,
    works: config.jobs === "here",
    onDead: (...dead) => onDead(...dead),
    onJobEnded: ({ queue: name, jobId, attempt, ms, error }) => {
      if (error !== undefined) logger.warn("A job failed", { queue: name, jobId, attempt, ms, error });
    },
  });
  const made = createStores({ db, sealer, queue, clock });
  const stores = { ...made, proposals: (caller: Caller) => countProposals(made.proposals(caller), metrics) };
  const live = await createLiveUpdates(db, onError);

  const signer = createAuditSigner(config.auditSigningKey, createSigningKeyStore({ db, sealer, clock }));
  const observe = metrics.productRequest;
  const installations = createInstallationDirectory(stores.installations, metrics.installationLookedUp);
  const budget = createBudget({ clock, observe: metrics, terms: { pointsPerHour: config.pointsPerHour } });
  const askSite = createAskSite({ clock, observe, budget });
  return {
    metrics,
    onError,
    queue,
    stores,
    signer,
    exportAudit: createAuditExporter({ ...stores, signer, clock }),
    live,
    installations,
    confirm: createConfirmer({ installations, tenants: stores.tenants, askSite }),
    licences: createLicenceReader({
      ...{ installations, askSite, licences: stores.licences, clock },
      graceDays: config.licenceGraceDays,
    }),
    platform: createConnectPlatform({ config, installations, clock, observe, budget }),
    tellOfTheDead: (told: OnDead) => {
      onDead = told;
    },
  };
}

export type Foundation = Awaited<ReturnType<typeof layFoundation>>;
