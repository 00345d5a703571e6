import path from "node:path";
import {
  asApp,
  createBadgeWriter,
  createJiraEvidence,
  createJiraReader,
  createPermissions,
  createWriterFor,
} from "../clients/jira/index.ts";
import { createExecutor, createTryAgain, createUndoer, type ExecutorDeps } from "../execution/index.ts";
import { createHttpApp } from "../intake/http/index.ts";
import { createVerifyInstallationJob } from "../intake/lifecycle/index.ts";
import { createPanelProver, createPanelRoutes } from "../intake/panel/index.ts";
import { createDeadLetters, createDeliveryTaker, createLostFinder, handleJobs } from "../intake/schedule/index.ts";
import { createQueue, drainInbox, type OnDead } from "../jobs/index.ts";
import { createMetrics, systemClock, type Clock, type Config, type Logger, type Sealer } from "../kit/index.ts";
import { createAskSite, createConnectPlatform } from "../platform/index.ts";
import {
  createBadgeRefresher,
  createDecider,
  createEditor,
  createExpirer,
  createFactsGatherer,
  createIssueChecker,
  createPanelViewer,
  createProposer,
  createRequestTaker,
  mayDecide,
} from "../proposals/index.ts";
import { createLiveUpdates, createStores, type Database } from "../records/index.ts";
import {
  createConfirmer,
  createInstallationDirectory,
  createInstallationSwitch,
  createInstaller,
  createLicenceReader,
  createTenantEraser,
  type Caller,
} from "../tenants/index.ts";
import { chooseEngine } from "./choose-engine.ts";
import { countProposals } from "./count-proposals.ts";

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

/** Longer than any request's time-out, so that what was sent before a crash has landed or never will. */
const SETTLE_MS = 12_000;
const VIEWS = path.join(import.meta.dirname, "../../views");

/** The one place that knows every room. Reading it top to bottom is reading the architecture. */
export async function compose({
  config,
  db,
  sealer,
  logger,
  panelsDir,
  clock = systemClock,
  settleMs = SETTLE_MS,
}: ComposeDeps) {
  const metrics = createMetrics();
  const onError = (error: unknown) => logger.error("Something failed in the background", { error });

  // Queue and records. Dead letters need what is only made below: they are told once it is there.
  let onDead: OnDead = () => Promise.reject(new Error("Not started yet"));
  const works = config.jobs === "here";
  const queue = createQueue({
    db,
    works,
    clock,
    onError,
    onDead: (...dead) => onDead(...dead),
    onJobEnded: ({ queue: name, jobId, attempt, ms, error }) => {
      if (error !== undefined) logger.warn("A job failed", { queue: name, jobId, attempt, ms, error });
    },
  });
  const stores = createStores({ db, sealer, queue, clock });
  const proposals = (caller: Caller) => countProposals(stores.proposals(caller), metrics);
  const live = await createLiveUpdates(db, onError);

  // Tenants and how they reach us.
  const observe = metrics.productRequest;
  const installations = createInstallationDirectory(stores.installations);
  const askSite = createAskSite({ clock, observe });
  const confirm = createConfirmer({ installations, tenants: stores.tenants, askSite });
  const licences = createLicenceReader({ installations, askSite });
  const platform = createConnectPlatform({ config, installations, clock, observe });

  // Jira.
  const appTransport = asApp(platform.transportFor);
  const facts = createJiraReader(appTransport);
  const permissions = createPermissions(appTransport);
  const writeBadge = createBadgeWriter(appTransport);

  // Proposals.
  const engine = chooseEngine(config.engine, { metrics, logger });
  const gatherFacts = createFactsGatherer({ source: facts, clock });
  const requests = createRequestTaker({ requests: stores.requests, proposals, clock });
  const licence = licences.read;
  const propose = createProposer({ requests: stores.requests, proposals, gatherFacts, engine, clock });
  const decider = createDecider({ proposals, permissions, facts, licence, clock, onDecided: metrics.decisionMade });
  const editor = createEditor({ proposals, permissions, gatherFacts, clock });
  const viewer = createPanelViewer({
    stores: { ...stores, proposals },
    facts,
    permissions,
    licence,
    engine: engine.kind,
    clock,
  });

  // Execution.
  const acting: ExecutorDeps = {
    proposals,
    ledger: stores.ledgerStore,
    writerFor: createWriterFor(platform.transportFor),
    evidence: createJiraEvidence(appTransport, facts),
    mayAct: (caller, accountId, proposal, steps) =>
      mayDecide(permissions, { ...caller, actor: { kind: "person", accountId } }, proposal, steps),
    clock,
    spread: Math.random,
    settleMs,
    onLine: (outcome, { action, direction }) => metrics.executionEnded({ action, direction, outcome }),
  };
  const executor = createExecutor(acting);
  const undoer = createUndoer(acting);
  const tryAgain = createTryAgain(acting);

  onDead = createDeadLetters({
    failRequest: (caller, id, said) => stores.requests(caller).end(id, { state: "failed", said }),
    failExecution: executor.giveUp,
    failUndo: undoer.giveUp,
    logger,
  });
  const findLost = createLostFinder({ proposals, requests: stores.requests, clock });

  const app = await createHttpApp({
    config,
    platform,
    lifecycle: {
      install: createInstaller({ installations, tenants: stores.tenants, clock }),
      confirm,
      switchTo: createInstallationSwitch({ installations, tenants: stores.tenants, clock }),
    },
    webhooks: {
      append: stores.appendInbox,
      wakeInbox: (tenantId) => queue.send(drainInbox, { tenantId }),
      clock,
    },
    licences,
    panelApi: createPanelRoutes({
      prove: createPanelProver(platform),
      viewer,
      decider,
      editor,
      requests,
      undoer,
      tryAgain,
      stores: { ...stores, proposals },
      facts,
      live,
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
  metrics.beforeScrape(async () => {
    for (const { queue: name, oldestSeconds } of await queue.stats()) metrics.jobLag(name, oldestSeconds);
  });

  async function startJobs(): Promise<void> {
    await queue.start();
    if (!works) return;
    await handleJobs(queue, {
      inbox: stores.inbox,
      takeDelivery: createDeliveryTaker({ requests, proposals, ledger: stores.ledgerStore, clock }),
      propose,
      execute: executor.execute,
      undo: undoer.undo,
      checkIssue: createIssueChecker({ proposals, facts, clock }),
      refreshBadge: createBadgeRefresher({ proposals, write: writeBadge }),
      verifyInstallation: createVerifyInstallationJob({ confirm }),
      expire: createExpirer({ proposals, clock }),
      eraseTenants: async () => void (await createTenantEraser({ tenants: stores.tenants, clock, onFault: onError })()),
      findLost,
      listTenants: stores.tenants.list,
      logger,
    });
  }

  async function stop(graceMs: number): Promise<void> {
    await queue.stop(graceMs);
    await live.close();
  }

  return { app, startJobs, stop, queue, stores, installations, findLost, metrics };
}

export type Composed = Awaited<ReturnType<typeof compose>>;
