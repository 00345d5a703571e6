import type { AuditLog } from "../audit/index.ts";
import type { LedgerStore } from "../execution/index.ts";
import type { Queue } from "../jobs/index.ts";
import { systemClock, type Clock, type Sealer } from "../kit/index.ts";
import type {
  BatchStore,
  FeedbackStore,
  Inbox,
  InboxAppender,
  QueueStore,
  StoresFor,
} from "../proposals/index.ts";
import type {
  AnswerStore,
  BudgetStore,
  ApiTokenStore,
  Caller,
  EngineSettingsStore,
  HealthStore,
  InstallationStore,
  LicenceStore,
  TenantStore,
  UsageStore,
} from "../tenants/index.ts";
import { createAnswerStore } from "./answer-store.ts";
import { createApiTokenStore } from "./api-token-store.ts";
import { createAuditLog } from "./audit-store.ts";
import { batchStoreFor } from "./batch-store.ts";
import { budgetStoreFor } from "./budget-store.ts";
import { createInbox, createInboxAppender } from "./inbox-store.ts";
import { createInstallationStore } from "./installation-store.ts";
import { licenceStoreFor } from "./licence-store.ts";
import { ledgerReaderFor, ledgerStoreFor } from "./ledger-store.ts";
import { healthStoreFor } from "./health-store.ts";
import { engineStoreFor } from "./engine-store.ts";
import { feedbackStoreFor } from "./feedback-store.ts";
import type { Database } from "./open-database.ts";
import { policyStoreFor } from "./policy-store.ts";
import { proposalStoreFor } from "./proposal-store.ts";
import { quarantineStoreFor } from "./quarantine-store.ts";
import { queueStoreFor } from "./queue-store.ts";
import { requestStoreFor } from "./request-store.ts";
import { createFollowUps } from "./send-follow-ups.ts";
import { settingsStoreFor } from "./settings-store.ts";
import { stopStoreFor } from "./stop-store.ts";
import { createTenantStore } from "./tenant-store.ts";
import { usageStoreFor } from "./usage-store.ts";

export type Stores = StoresFor & {
  queue(caller: Caller): QueueStore;
  batches(caller: Caller): BatchStore;
  ledgerStore(caller: Caller): LedgerStore;
  feedback(caller: Caller): FeedbackStore;
  engines(caller: Caller): EngineSettingsStore;
  health(caller: Caller): HealthStore;
  licences(caller: Caller): LicenceStore;
  budgets(caller: Caller): BudgetStore;
  usage(caller: Caller): UsageStore;
  audit: AuditLog;
  inbox: Inbox;
  appendInbox: InboxAppender;
  installations: InstallationStore;
  tenants: TenantStore;
  apiTokens: ApiTokenStore;
  apiAnswers: AnswerStore;
};

/** Every store over one database. `queue` need not have been started: it is asked for when something follows. */
export function createStores({
  db,
  sealer,
  queue,
  clock = systemClock,
}: {
  db: Database;
  sealer: Sealer;
  queue: Pick<Queue, "send">;
  clock?: Clock;
}): Stores {
  const audit = createAuditLog({ db, sealer, clock });
  const deps = { db, audit, clock, sealer, follow: createFollowUps(queue) };
  return {
    requests: (caller) => requestStoreFor({ ...deps, sealer }, caller),
    proposals: (caller) => proposalStoreFor(deps, caller),
    queue: (caller) => queueStoreFor(deps, caller),
    batches: (caller) => batchStoreFor(deps, caller),
    quarantine: (caller) => quarantineStoreFor({ ...deps, sealer }, caller),
    settings: (caller) => settingsStoreFor(deps, caller),
    policies: (caller) => policyStoreFor(deps, caller),
    stops: (caller) => stopStoreFor(deps, caller),
    ledger: (caller) => ledgerReaderFor(deps, caller),
    ledgerStore: (caller) => ledgerStoreFor(deps, caller),
    feedback: (caller) => feedbackStoreFor(deps, caller),
    engines: (caller) => engineStoreFor({ ...deps, sealer }, caller),
    health: (caller) => healthStoreFor(deps, caller),
    licences: (caller) => licenceStoreFor(deps, caller),
    budgets: (caller) => budgetStoreFor(deps, caller),
    usage: (caller) => usageStoreFor(deps, caller),
    audit,
    inbox: createInbox(deps),
    appendInbox: createInboxAppender(deps),
    installations: createInstallationStore({ ...deps, sealer }),
    tenants: createTenantStore({ db, sealer, audit }),
    apiTokens: createApiTokenStore(deps),
    apiAnswers: createAnswerStore(deps),
  };
}
