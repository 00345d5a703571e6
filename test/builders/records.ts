import { randomBytes, randomUUID } from "node:crypto";
import {
  InstallationId,
  BatchId,
  NO_POLICY,
  type IssueRef,
  type Plan,
  type PolicyDocument,
  type Proposal,
  type ProposalState,
  type RequestId,
  type ReservationId,
  type TenantId,
} from "../../server/contract/index.ts";
import {
  createSealer,
  hashCanonical,
  newId,
  newKeyRing,
  systemClock,
  type Clock,
} from "../../server/kit/index.ts";
import type { Queue } from "../../server/jobs/index.ts";
import { weighRejection, type Feedback } from "../../server/planning/index.ts";
import type { NewRequest } from "../../server/proposals/index.ts";
import { noteFeedback } from "../../server/records/note-feedback.ts";
import { createStores, type Database, type Stores } from "../../server/records/index.ts";
import {
  appCaller,
  type Caller,
  type FreshInstallation,
  type NewApiToken,
  type OnceToken,
} from "../../server/tenants/index.ts";
import { aPlan, issueRef, MIA } from "./proposals.ts";

export const testSealer = createSealer(newKeyRing());

/** A queue that remembers what it was sent and runs nothing. */
export function notingQueue() {
  const sent: { job: string; payload: unknown }[] = [];
  const send: Queue["send"] = async (job, payload) => void sent.push({ job: job.name, payload });
  return { sent, send };
}

export const storesOver = (
  db: Database,
  { queue = notingQueue(), clock = systemClock }: { queue?: Pick<Queue, "send">; clock?: Clock } = {},
): Stores => createStores({ db, sealer: testSealer, queue, clock });

export const callerOf = (tenantId: TenantId): Caller => appCaller(tenantId, "test");

type OnIssue = NewRequest & { issue: IssueRef; project?: undefined };

export const aRequest = (over: Partial<OnIssue> = {}): OnIssue => ({
  issue: issueRef(),
  origin: "webhook",
  text: null,
  commentId: null,
  requestedBy: null,
  dedupeKey: randomUUID(),
  replaces: null,
  ...over,
});

export const anInstallation = (
  tenantId: TenantId,
  over: Partial<FreshInstallation> = {},
): FreshInstallation => ({
  id: InstallationId.parse(randomUUID()),
  tenantId,
  product: "jira",
  clientKey: randomUUID(),
  baseUrl: "https://acme.test",
  displayUrl: null,
  sharedSecret: "a shared secret of some length",
  oauthClientId: null,
  state: "enabled",
  licence: "active",
  installedAt: new Date("2026-11-22T09:00:00Z"),
  uninstalledAt: null,
  ...over,
});

export async function storeRequest(
  stores: Stores,
  caller: Caller,
  over: Partial<OnIssue> = {},
): Promise<RequestId> {
  const request = aRequest(over);
  const stored = await stores.requests(caller).create(
    request,
    (id) => ({
      type: "request-received",
      by: "app",
      request: id,
      issue: request.issue.key,
      origin: request.origin,
    }),
    () => [],
  );
  if (stored === undefined) throw new Error("That request was there already");
  return stored.id;
}

export async function storeProposal(
  stores: Stores,
  caller: Caller,
  {
    issue = issueRef(),
    issueSummary = "Payment page is blank",
    plan = aPlan(),
    expiresAt = new Date(Date.now() + 86_400_000),
    about: { text = null, ...about } = {},
  }: {
    issue?: IssueRef;
    issueSummary?: string;
    plan?: Plan;
    expiresAt?: Date;
    about?: { text?: string | null; issueType?: string; labels?: string[]; nanoUsd?: number | null };
  } = {},
): Promise<Proposal> {
  const request = await storeRequest(stores, caller, { issue, text });
  const planHash = hashCanonical(plan);
  const stored = await stores.proposals(caller).create(
    {
      ...{ request, issue, issueSummary, plan, planHash, expiresAt, ...about },
      ...{ projectId: "10000", projectKey: issue.key.replace(/-\d+$/, "") },
    },
    (proposal) => ({ type: "proposal-created", by: "app", proposal, issue: issue.key, planHash }),
    [],
  );
  if (stored === undefined) throw new Error("That request had a proposal already");
  return stored;
}

/** A tenant with this id and one row in every table, so that a leak from any of them would show. */
export async function someTenant(db: Database, tenantId: TenantId, origin: string): Promise<Proposal> {
  const stores = storesOver(db);
  const caller = callerOf(tenantId);
  await makeTenant(db, tenantId, origin);
  await stores.installations.save(anInstallation(tenantId, { baseUrl: origin }), [], [], someToken());
  await stores.appendInbox([
    {
      tenantId,
      identifier: randomUUID(),
      event: "jira:issue_created",
      json: `{"a":1}`,
      trace: null,
      receivedAt: new Date(),
    },
  ]);
  const proposal = await storeProposal(stores, caller);
  const [step] = proposal.plan.steps;
  if (step === undefined) throw new Error("The plan has no step");
  const key = { proposal: proposal.id, step: step.id, direction: "do" } as const;
  await stores.ledgerStore(caller).open([{ ...key, action: step.action.type, options: null }], [], []);
  const person = { type: "retry-asked", by: MIA, proposal: proposal.id, words: "once more, please" } as const;
  await db.withTenant(tenantId, (tx) => stores.audit.append(tx, caller, [person]));
  await stores.settings(caller).setRules([]);
  await layDownPolicy(stores, caller, {
    ...NO_POLICY,
    lines: [{ action: "transition", verdict: "four-eyes" }],
  });
  await db.withTenant(tenantId, (tx) =>
    tx.query(
      "INSERT INTO outcomes (tenant_id, proposal_id, step, field, action, raw, stood, at) VALUES ($1, $2, 's1', 'status', 'transition', 0.9, true, now())",
      [tenantId, proposal.id],
    ),
  );
  await db.withTenant(tenantId, (tx) =>
    tx.query("INSERT INTO auto_approvals (tenant_id, day, count) VALUES ($1, '2026-11-22', 1)", [tenantId]),
  );
  await db.withTenant(tenantId, (tx) =>
    noteFeedback(
      tx,
      { sealer: testSealer, at: new Date() },
      proposal,
      weighRejection(proposal.plan, "other"),
    ),
  );
  await stores
    .feedback(caller)
    .keepCalibrations([{ action: "transition", curve: [], decisions: 1, fittedAt: new Date() }]);
  await stores.feedback(caller).dismiss("learned-1");
  await stores.engines(caller).write({
    engine: {
      kind: "openai",
      baseUrl: "https://models.test/v1",
      apiKey: "sk-x",
      model: "m",
      apiVersion: null,
    },
    ...{ price: null, monthlyUsd: 5, secondLook: null },
  });
  await reserveSome(stores, caller);
  await stores.licences(caller).note("active", null, new Date());
  await stores.budgets(caller).setCap({ scope: "use", name: "trial", monthlyUsd: 0, monthlyTokens: null });
  const trial = { ...A_CALL, use: "trial" as const, nanoUsd: 1, tokens: 1 };
  await stores.usage(caller).reserve({ ...trial, now: new Date(), until: new Date() });
  const used = { promptTokens: 10, completionTokens: 20 };
  await stores.usage(caller).settle(null, { ...A_CALL, model: "m", at: new Date(), used, paid: null });
  await storeToken(stores, caller);
  await stores.apiAnswers.take(caller, MIA, A_KEY);
  await beginBatch(stores, caller, proposal);
  return proposal;
}

/** A yes to one proposal among many that nobody has gone on with. */
export async function beginBatch(stores: Stores, caller: Caller, proposal: Proposal): Promise<BatchId> {
  const id = BatchId.parse(newId());
  const { id: of, planHash, plan } = proposal;
  const items = [{ proposal: of, planHash, steps: plan.steps.map((step) => step.id) }];
  const entry = { type: "batch-approved", by: MIA, batch: id, size: 1 } as const;
  await stores.batches(caller).create({ id, items }, MIA, entry);
  return id;
}

/** In the place of whatever holds. */
export async function layDownPolicy(stores: Stores, caller: Caller, document: PolicyDocument) {
  const expected = (await stores.policies(caller).current())?.version ?? 0;
  const saved = await stores.policies(caller).add({ document, expected, note: null });
  if (saved === undefined) throw new Error("Somebody else laid down a policy");
  return saved;
}

/** A proposal that somebody has turned down. */
export async function storeDecided(
  stores: Stores,
  caller: Caller,
  {
    plan,
    feedback,
    state = { status: "rejected", by: MIA, at: new Date(), reason: "no" },
    ...about
  }: {
    plan?: Plan;
    feedback?: Feedback;
    state?: ProposalState;
    issueType?: string;
    labels?: string[];
    nanoUsd?: number | null;
    text?: string;
  } = {},
): Promise<Proposal> {
  const before = await storeProposal(stores, caller, { ...(plan === undefined ? {} : { plan }), about });
  const change = { state, feedback: feedback ?? weighRejection(before.plan, "not-needed") };
  const after = await stores.proposals(caller).replace(before, change, [], []);
  if (after === undefined) throw new Error("Decided by somebody else");
  return after;
}

/** A call of a model that is under way. */
export async function reserveSome(stores: Stores, caller: Caller): Promise<ReservationId> {
  const now = new Date();
  const until = new Date(now.getTime() + 600_000);
  const made = await stores.usage(caller).reserve({ ...A_CALL, nanoUsd: 7, tokens: 7, now, until });
  if (!made.ok || made.value === null) throw new Error("Nothing could be put aside");
  return made.value;
}

/** What a model is asked for, on a site that may spend a thousand dollars. */
export const A_CALL = { use: "plan", project: "SHOP", siteNanoUsd: 1e12 } as const;

/** The same in every tenant, as two that call with the same key. */
export const A_KEY = { keyDigest: "a".repeat(64), bodyDigest: "b".repeat(64) };

export const storeToken = (stores: Stores, caller: Caller, over: Partial<NewApiToken> = {}) =>
  stores.apiTokens.create(caller, {
    ...{ name: "a program", account: MIA, scopes: ["plan"], expiresAt: null },
    ...over,
    digest: randomBytes(32).toString("hex"),
  });

/** A token that installs something, and lasts for another minute. */
export const someToken = (over: Partial<OnceToken> = {}): OnceToken => ({
  digest: randomBytes(32).toString("hex"),
  bodyDigest: randomBytes(32).toString("hex"),
  until: new Date(Date.now() + 60_000),
  ...over,
});

/** A tenant whose id the test has chosen. */
export async function makeTenant(db: Database, tenantId: TenantId, origin: string): Promise<void> {
  const auditKeySealed = testSealer.seal("an audit key", { tenantId, field: "tenants.audit_key" });
  const row = {
    id: tenantId,
    origin,
    auditKeySealed,
    createdAt: new Date(),
    uninstalledAt: null,
    eraseAfter: null,
  };
  await db.withTenant(tenantId, ({ transaction }) => db.models.tenants.create(row, { transaction }));
}
