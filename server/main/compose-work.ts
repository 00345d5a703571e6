import {
  asApp,
  createApprovers,
  createBadgeWriter,
  createJiraEvidence,
  createJiraReader,
  createPermissions,
  createWayBack,
  createWriterFor,
} from "../clients/jira/index.ts";
import { createExecutor, createTryAgain, createUndoer, type ExecutorDeps } from "../execution/index.ts";
import { ProductFault, type Clock, type Config, type Logger } from "../kit/index.ts";
import {
  createBadgeRefresher,
  createCalibrator,
  createBatchApprover,
  createDecider,
  createDryRun,
  createEditor,
  createExpirer,
  createFactsGatherer,
  createFeedbackExporter,
  createFeedbackViewer,
  createIssueChecker,
  createLoneGate,
  createPanelViewer,
  createPolicyDesk,
  createProposer,
  createQuarantine,
  createQueueViewer,
  createRequestTaker,
  createRuleTrial,
  createSuggester,
  createStopSwitch,
  createThinker,
  mayDecide,
  rememberSight,
} from "../proposals/index.ts";
import { createUsageViewer } from "../tenants/index.ts";
import { createEngines } from "./choose-engine.ts";
import type { Caller } from "../tenants/index.ts";
import type { Foundation } from "./lay-foundation.ts";

export type WorkDeps = {
  config: Config;
  foundation: Foundation;
  logger: Logger;
  clock: Clock;
  settleMs: number;
};

/** What is done for people: thinking, deciding, showing, acting. */
export function composeWork({ config, foundation, logger, clock, settleMs }: WorkDeps) {
  const { stores, platform, metrics, licences } = foundation;
  const { proposals } = stores;
  const appTransport = asApp(platform.transportFor);
  const facts = createJiraReader(appTransport);
  const permissions = createPermissions(appTransport);
  const licence = licences.read;
  const stopSwitch = createStopSwitch({ stops: stores.stops });
  const isStopped = async (caller: Caller) => (await stopSwitch.read(caller)).stopped;
  const actAsOf = async ({ tenantId }: Caller) => (await stores.tenants.actAs(tenantId)) ?? config.actAs;
  const whyNotAlone = createLoneGate({
    ...{ permissions, licence, wayBack: createWayBack(appTransport) },
    mayActAsApp: async (caller) => (await actAsOf(caller)) !== "person-only",
  });

  const engines = createEngines({ config, stores, metrics, logger, clock });
  const gatherFacts = createFactsGatherer({ source: facts, permissions, clock });
  const { think, ask } = createThinker({
    settings: stores.settings,
    gatherFacts,
    engineFor: engines.engineFor,
    onFound: metrics.guardrailFound,
  });
  const acting: ExecutorDeps = {
    proposals,
    ledger: stores.ledgerStore,
    writerFor: createWriterFor(platform.transportFor, actAsOf),
    isStopped,
    evidence: createJiraEvidence(appTransport, facts),
    mayAct: (caller, accountId, on, steps, undoing) =>
      mayDecide(permissions, { ...caller, actor: { kind: "person", accountId } }, on, steps, undoing),
    clock,
    spread: Math.random,
    settleMs,
    onStep: (step, proposalId) => logger.debug("Walking", { event: step, proposalId }),
    onLine: (outcome, { action, direction }) => metrics.executionEnded({ action, direction, outcome }),
  };
  const badge = createBadgeWriter(appTransport);
  // A badge is a write to Jira like any other; its job comes round again.
  const writeBadge: typeof badge = async (caller, issue, waiting) => {
    if (await isStopped(caller))
      throw new ProductFault("The site is stopped", { said: "Stopped.", retryAfterMs: STOPPED_BADGE_MS });
    await badge(caller, issue, waiting);
  };
  const shown = { stores, facts, permissions, licence, engineFor: engines.kindFor, clock };
  const viewer = createPanelViewer(shown);
  const sight = rememberSight(permissions, clock);
  const listViewer = createPanelViewer({
    ...shown,
    permissions: { ...permissions, visible: sight.visible },
  });
  const decider = createDecider({
    ...{ proposals, permissions, facts, isStopped, clock, onDecided: metrics.decisionMade },
    approvers: createApprovers(appTransport),
    policy: async (caller) => (await stores.settings(caller).read()).policy,
  });
  return {
    facts,
    permissions,
    requests: createRequestTaker({
      ...{ requests: stores.requests, settings: stores.settings, proposals, permissions, clock },
    }),
    propose: createProposer({
      ...{
        requests: stores.requests,
        quarantine: stores.quarantine,
        proposals,
        think,
        licence,
        whyNotAlone,
        clock,
      },
      spread: Math.random,
    }),
    dryRun: createDryRun({ think, clock }),
    quarantine: createQuarantine({ quarantine: stores.quarantine, requests: stores.requests }),
    tryRules: createRuleTrial({ requests: stores.requests, settings: stores.settings, ask }),
    decider,
    batchApprover: createBatchApprover({
      batches: stores.batches,
      ...{ proposals, decider, licence, sight, clock },
    }),
    editor: createEditor({ proposals, permissions, gatherFacts, clock }),
    licence,
    engineAdmin: engines.admin,
    viewer,
    queueViewer: createQueueViewer({
      ...{ queue: stores.queue, sight, licence, stop: stopSwitch.read, viewer: listViewer, clock },
    }),
    viewLicence: licences.view,
    viewUsage: createUsageViewer({
      ...{ usage: stores.usage, budgets: stores.budgets, siteNanoUsdOf: engines.siteNanoUsdOf, clock },
    }),
    suggester: createSuggester({ feedback: stores.feedback, settings: stores.settings, clock }),
    calibrate: createCalibrator({ feedback: stores.feedback, clock }),
    viewFeedback: createFeedbackViewer({ feedback: stores.feedback, clock }),
    exportFeedback: createFeedbackExporter({
      feedback: stores.feedback,
      audit: stores.audit,
      people: facts,
      clock,
    }),
    checkIssue: createIssueChecker({ proposals, facts, clock }),
    expire: createExpirer({ proposals, clock }),
    refreshBadge: createBadgeRefresher({ proposals, write: writeBadge }),
    policy: createPolicyDesk({ policies: stores.policies, settings: stores.settings }),
    stopSwitch,
    executor: createExecutor(acting),
    undoer: createUndoer(acting),
    tryAgain: createTryAgain(acting),
  };
}

const STOPPED_BADGE_MS = 60_000;

export type Work = ReturnType<typeof composeWork>;
