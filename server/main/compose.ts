import path from "node:path";
import { createAdminProver, createAdminRoutes } from "../intake/admin/index.ts";
import { createApiRoutes, createTokenProver } from "../intake/api/index.ts";
import { createHttpApp } from "../intake/http/index.ts";
import { createVerifyInstallationJob } from "../intake/lifecycle/index.ts";
import { createLocalApp } from "../intake/local/index.ts";
import {
  createPageProver,
  createPanelProver,
  createPanelRoutes,
  createQueueRoutes,
} from "../intake/panel/index.ts";
import {
  createDeadLetters,
  createDeliveryTaker,
  createLostFinder,
  handleJobs,
} from "../intake/schedule/index.ts";
import { drainInbox } from "../jobs/index.ts";
import { systemClock, type Clock, type Config, type Logger, type Sealer } from "../kit/index.ts";
import type { Database } from "../records/index.ts";
import { createInstallationSwitch, createInstaller, createTenantEraser } from "../tenants/index.ts";
import { composeWork, type Work } from "./compose-work.ts";
import { layFoundation, type Foundation } from "./lay-foundation.ts";

export type ComposeDeps = {
  config: Config;
  db: Database;
  sealer: Sealer;
  logger: Logger;
  /** Where the built panels lie. */
  panelsDir: string;
  clock?: Clock;
  /** How long a request of ours to Jira may still be under way after a crash. */
  settleMs?: number;
};

type Parts = Required<ComposeDeps> & { foundation: Foundation; work: Work };

/** Longer than any request's time-out, so that what was sent before a crash has landed or never will. */
const SETTLE_MS = 12_000;
const VIEWS = path.join(import.meta.dirname, "../../views");

/** The one place that knows every room. Reading it, and the two it calls, is reading the architecture. */
export async function compose(deps: ComposeDeps) {
  const settled = { clock: systemClock, settleMs: SETTLE_MS, ...deps };
  const foundation = await layFoundation(settled);
  const work = composeWork({ ...settled, foundation });
  const parts = { ...settled, foundation, work };
  const { queue, stores, live, installations } = foundation;
  return {
    app: await openDoors(parts),
    /** For the command on this machine, where nobody else can connect. */
    localApp: openLocalDoor(parts),
    startJobs: () => startJobs(parts),
    async stop(graceMs: number): Promise<void> {
      await queue.stop(graceMs);
      await live.close();
    },
    stores,
    installations,
  };
}

export type Composed = Awaited<ReturnType<typeof compose>>;

function openDoors({ config, db, logger, clock, panelsDir, foundation, work }: Parts) {
  const { platform, installations, stores, queue, metrics, licences, confirm, live } = foundation;
  metrics.beforeScrape(async () => {
    for (const { queue: name, oldestSeconds } of await queue.stats()) metrics.jobLag(name, oldestSeconds);
  });
  return createHttpApp({
    config,
    platform,
    lifecycle: {
      install: createInstaller({ installations, tenants: stores.tenants, clock }),
      confirm,
      switchTo: createInstallationSwitch({ installations, tenants: stores.tenants, clock }),
    },
    webhooks: {
      append: stores.appendInbox,
      wakeInboxes: (tenants) =>
        queue.sendMany(
          drainInbox,
          tenants.map((tenantId) => ({ tenantId })),
        ),
      clock,
    },
    licences,
    panelApi: createPanelRoutes({ ...work, prove: createPanelProver(platform), stores, live, clock }),
    queueApi: createQueueRoutes({ ...work, prove: createPageProver(platform), stores, live, clock }),
    adminApi: createAdminRoutes({
      ...work,
      ...{ audit: stores.audit, exportAudit: foundation.exportAudit, signer: foundation.signer },
      prove: createAdminProver({ prove: createPageProver(platform), permissions: work.permissions }),
      ...{ tenants: stores.tenants, installations: stores.installations, tokens: stores.apiTokens },
      ...{
        engines: stores.engines,
        settings: stores.settings,
        held: stores.quarantine,
        health: stores.health,
      },
      clock,
    }),
    api: createApiRoutes({
      ...work,
      ...{ stores, answers: stores.apiAnswers, live, clock, logger },
      prove: createTokenProver({ tokens: stores.apiTokens, installations, clock }),
    }),
    checks: {
      database: async () => (await db.apart.query("SELECT 1")).rows.length === 1,
      queue: async () => (await queue.stats()).length > 0,
    },
    logger,
    metrics,
    viewsDir: VIEWS,
    panelsDir,
  });
}

const openLocalDoor = ({ logger, clock, foundation, work }: Parts) => {
  const { stores, live, installations, signer, exportAudit } = foundation;
  return createLocalApp({
    ...work,
    ...{ signer, exportAudit },
    ...{ stores, answers: stores.apiAnswers, live, clock, logger, people: work.facts },
    ...{ tenants: stores.tenants, tokens: stores.apiTokens, installations },
  });
};

async function startJobs({ config, logger, clock, foundation, work }: Parts): Promise<void> {
  const { queue, stores, confirm, onError, tellOfTheDead } = foundation;
  const { requests, executor, undoer, batchApprover } = work;
  tellOfTheDead(
    createDeadLetters({
      failRequest: (caller, id, said) => stores.requests(caller).end(id, { state: "failed", said }),
      failExecution: executor.giveUp,
      failUndo: undoer.giveUp,
      failBatch: batchApprover.giveUp,
      logger,
    }),
  );
  await queue.start();
  if (config.jobs === "elsewhere") return;
  const eraseTenants = createTenantEraser({ tenants: stores.tenants, clock, onFault: onError });
  await handleJobs(queue, {
    ...work,
    inbox: stores.inbox,
    takeDelivery: createDeliveryTaker({
      requests,
      proposals: stores.proposals,
      ledger: stores.ledgerStore,
      clock,
    }),
    execute: executor.execute,
    undo: undoer.undo,
    approveBatch: batchApprover.work,
    verifyInstallation: createVerifyInstallationJob({ confirm }),
    eraseTenants: async () => void (await eraseTenants()),
    listTenants: () => stores.tenants.list(),
    ...createLostFinder({ ...stores, clock }),
    listToExpire: () => stores.tenants.listToExpire(clock.now()),
    logger,
  });
}
