import { randomBytes } from "node:crypto";
import { NO_POLICY, type BatchId, type ProposalId, type RequestId } from "../../server/contract/index.ts";
import type { LedgerEntry } from "../../server/execution/index.ts";
import { A_CALL, A_KEY, aRequest, anInstallation } from "../builders/records.ts";
import { aPlan, issueRef, MIA } from "../builders/proposals.ts";
import type { TwoTenants } from "./two-tenants.ts";

/**
 * `door`: answers a question about all tenants, for the reason given. Else the first tenant's caller asks for the
 * second's rows by their own ids, and `act` gives what came back; a throw is an answer too.
 */
export type Attack =
  | { door: string }
  /** `line`: the state of the second tenant's ledger line in which the attack could do the most. */
  | { line?: string; act: (two: TwoTenants) => Promise<unknown> };

const act = (work: (two: TwoTenants) => Promise<unknown>): Attack => ({ act: work });
const issue = issueRef();
/** All that there is, were it only asked for without a tenant. */
const ALL = { issues: [issue.id], projects: ["10000"] };
const LATER = new Date(Date.now() + 365 * 86_400_000);
const EVER = { since: new Date(0), until: LATER, project: null };
const entryOf = (proposal: ProposalId) => ({ type: "retry-asked", by: "app", proposal }) as const;

const batchEntry = (batch: BatchId) => ({ type: "batch-stopped", by: MIA, batch, size: 1 }) as const;

const heldEntry = (request: RequestId) =>
  ({ type: "quarantine-changed", change: "shown", by: "app", request, issue: issue.key }) as const;

const onLine = (line: string, work: (two: TwoTenants, key: LedgerEntry) => Promise<unknown>): Attack => ({
  line,
  act: (two) => work(two, two.otherLine),
});

export const ATTACKS: Readonly<Record<string, Attack>> = {
  "requests.create": act(async ({ stores, caller, otherDedupeKey }) => {
    // The same dedupe key is another tenant's business: this one is new.
    const made = await stores.requests(caller).create(
      aRequest({ dedupeKey: otherDedupeKey, replaces: null }),
      (request) => ({ type: "request-received", by: "app", request, issue: issue.key, origin: "webhook" }),
      () => [],
    );
    if (made === undefined) throw new Error("Taken for another tenant's request");
    return "stored";
  }),
  "requests.find": act(({ stores, caller, other }) => stores.requests(caller).find(other.request)),
  "requests.end": act(({ stores, caller, other }) =>
    stores.requests(caller).end(other.request, { state: "failed", said: "ended by another" }),
  ),
  "requests.wait": act(({ stores, caller, otherQueued }) =>
    stores.requests(caller).wait(otherQueued, "waits for another", 1),
  ),
  "requests.again": act(({ stores, caller, otherFailed }) => stores.requests(caller).again(otherFailed, [])),
  "requests.keptReply": act(({ stores, caller, otherFailed }) =>
    stores.requests(caller).keptReply(otherFailed),
  ),
  "requests.unfinished": act(({ stores, caller }) => stores.requests(caller).unfinished(LATER, 100)),
  "requests.latest": act(({ stores, caller }) => stores.requests(caller).latest(100)),
  "requests.onIssue": act(({ stores, caller }) =>
    stores.requests(caller).onIssue(issue.id, { nothing: new Date(0), failed: new Date(0) }),
  ),

  "quarantine.hold": act(({ stores, caller, otherQueued }) =>
    stores.quarantine(caller).hold(otherQueued, "held by another", heldEntry(otherQueued)),
  ),
  "quarantine.list": act(({ stores, caller }) => stores.quarantine(caller).list(100)),
  "quarantine.open": act(({ stores, caller, otherHeld }) =>
    stores.quarantine(caller).open(otherHeld, heldEntry(otherHeld)),
  ),
  "quarantine.release": act(({ stores, caller, otherHeld }) =>
    stores.quarantine(caller).release(otherHeld, heldEntry(otherHeld)),
  ),
  "quarantine.erase": act(({ stores, caller, otherHeld }) =>
    stores.quarantine(caller).erase(otherHeld, "erased by another", heldEntry(otherHeld)),
  ),

  "queue.places": act(({ stores, caller }) =>
    stores.queue(caller).places(new Date(0), { issues: [], projects: [] }),
  ),
  "queue.overview": act(({ stores, caller }) =>
    stores
      .queue(caller)
      .overview({ tab: "waiting" }, ALL, { bands: [0], closedSince: new Date(0), limit: 100 }),
  ),
  "queue.lines": act(async ({ stores, caller, other }) => [
    await stores
      .queue(caller)
      .lines({ tab: "waiting" }, ALL, { after: undefined, limit: 100, closedSince: new Date(0) }),
    await stores
      .queue(caller)
      .lines({ tab: "waiting" }, ALL, { after: other.id, limit: 100, closedSince: new Date(0) }),
  ]),

  "health.read": act(({ stores, caller }) => stores.health(caller).read()),
  "batches.create": act(async ({ stores, caller, other, otherBatch }) => {
    // The same id is another tenant's business, and a proposal of theirs is no part of it.
    const items = [{ proposal: other.id, planHash: other.planHash, steps: [] }];
    await stores.batches(caller).create({ id: otherBatch, items }, MIA, batchEntry(otherBatch));
    return stores
      .batches(caller)
      .next(otherBatch, 100)
      .then((next) => next.length);
  }),
  "batches.placesOf": act(({ stores, caller, other }) => stores.batches(caller).placesOf([other.id])),
  "batches.find": act(({ stores, caller, otherBatch }) => stores.batches(caller).find(otherBatch)),
  "batches.next": act(({ stores, caller, otherBatch }) => stores.batches(caller).next(otherBatch, 100)),
  "batches.note": act(({ stores, caller, otherBatch }) =>
    stores.batches(caller).note(otherBatch, 1, { state: "agreed" }),
  ),
  "batches.finish": act(({ stores, caller, otherBatch }) => stores.batches(caller).finish(otherBatch)),
  "batches.stop": act(({ stores, caller, otherBatch }) =>
    stores.batches(caller).stop(otherBatch, () => batchEntry(otherBatch)),
  ),
  "batches.dismiss": act(({ stores, caller, otherBatch }) => stores.batches(caller).dismiss(otherBatch)),
  "batches.ofPerson": act(({ stores, caller }) => stores.batches(caller).ofPerson(MIA, new Date(0), 100)),
  "batches.unfinished": act(({ stores, caller }) => stores.batches(caller).unfinished(LATER, 100)),

  "proposals.create": act(({ stores, caller, other }) =>
    stores.proposals(caller).create(
      {
        ...{ request: other.request, issue, plan: aPlan(), planHash: "x", expiresAt: LATER },
        ...{ projectId: "10000", projectKey: "SHOP", issueSummary: "" },
      },
      entryOf,
      [],
    ),
  ),
  "proposals.find": act(({ stores, caller, other }) => stores.proposals(caller).find(other.id)),
  "proposals.replace": act(({ stores, caller, other }) =>
    stores
      .proposals(caller)
      .replace(other, { state: { status: "expired", at: new Date(), why: "time" } }, [entryOf(other.id)], []),
  ),
  "proposals.openOnIssue": act(({ stores, caller }) => stores.proposals(caller).openOnIssue(issue.id)),
  "proposals.openInProject": act(({ stores, caller }) => stores.proposals(caller).openInProject("10000")),
  "proposals.list": act(async ({ stores, caller, other }) => [
    await stores.proposals(caller).list({ limit: 100 }),
    await stores.proposals(caller).list({ after: other.id, limit: 100 }),
  ]),
  "proposals.closedOnIssue": act(({ stores, caller }) =>
    stores.proposals(caller).closedOnIssue(issue.id, 50),
  ),
  "proposals.unfinished": act(({ stores, caller }) => stores.proposals(caller).unfinished(LATER, 100)),
  "proposals.follow": act(async ({ stores, caller, other, jobs, mine }) => {
    await stores.proposals(caller).follow([{ do: "execute", proposal: other.id }]);
    return jobs.filter(({ payload }) => !JSON.stringify(payload).includes(mine));
  }),
  "proposals.dueToExpire": act(({ stores, caller }) => stores.proposals(caller).dueToExpire(LATER, 100)),

  "settings.read": act(({ stores, caller }) => stores.settings(caller).read()),
  "settings.setRules": act(({ stores, caller }) => stores.settings(caller).setRules([])),
  "settings.personalData": act(({ stores, caller }) => stores.settings(caller).personalData()),
  "settings.setPersonalData": act(({ stores, caller }) => stores.settings(caller).setPersonalData({})),

  "policies.current": act(({ stores, caller }) => stores.policies(caller).current()),
  // A version that only the other has: both have a first one.
  "policies.find": act(({ stores, caller }) => stores.policies(caller).find(2)),
  "policies.versions": act(({ stores, caller }) => stores.policies(caller).versions(100)),
  "policies.add": act(async ({ stores, caller }) => {
    // It follows the caller's own first version, whatever number the other has come to.
    const saved = await stores.policies(caller).add({ document: NO_POLICY, expected: 1, note: null });
    if (saved?.version !== 2) throw new Error("Counted together with another tenant");
    return "saved";
  }),
  "policies.past": act(({ stores, caller }) => stores.policies(caller).past(5_000)),
  "stops.read": act(({ stores, caller }) => stores.stops(caller).read()),
  "stops.stop": act(({ stores, caller }) => stores.stops(caller).stop("stopped by another")),
  "stops.go": act(async ({ stores, caller, jobs, mine }) => {
    await stores.stops(caller).stop(null);
    await stores.stops(caller).go();
    return jobs.filter(({ payload }) => !JSON.stringify(payload).includes(mine));
  }),

  "feedback.numbers": act(({ stores, caller }) => stores.feedback(caller).numbers(EVER, [0])),
  "feedback.decided": act(({ stores, caller }) =>
    stores.feedback(caller).decided(EVER, { after: undefined, limit: 100 }),
  ),
  "feedback.outcomes": act(({ stores, caller }) => stores.feedback(caller).outcomes(100)),
  "feedback.calibrations": act(({ stores, caller }) => stores.feedback(caller).calibrations()),
  "feedback.hasNewOutcomes": act(({ stores, caller }) => stores.feedback(caller).hasNewOutcomes()),
  "feedback.keepCalibrations": act(({ stores, caller }) =>
    stores
      .feedback(caller)
      .keepCalibrations([{ action: "transition", curve: [], decisions: 99, fittedAt: LATER }]),
  ),
  "feedback.corrections": act(({ stores, caller }) => stores.feedback(caller).corrections(new Date(0), 100)),
  "feedback.peopleBehind": act(async ({ stores, caller, other }) => {
    const found = await stores.feedback(caller).peopleBehind([other.id]);
    if (found.size > 0) throw new Error("People of another tenant");
    return "nobody";
  }),
  "feedback.dismissed": act(({ stores, caller }) => stores.feedback(caller).dismissed()),
  "feedback.dismiss": act(({ stores, caller }) => stores.feedback(caller).dismiss("learned-2")),
  "feedback.ruleCounts": act(({ stores, caller }) => stores.feedback(caller).ruleCounts(new Date(0))),

  "engines.read": act(({ stores, caller }) => stores.engines(caller).read()),
  "engines.write": act(({ stores, caller }) =>
    stores
      .engines(caller)
      .write({ engine: { kind: "offline" }, price: null, monthlyUsd: 1, secondLook: null }),
  ),
  "usage.reserve": act(async ({ stores, caller }) => {
    // What the other has spent and put aside does not count here.
    const now = new Date();
    const asked = { ...A_CALL, nanoUsd: 5, tokens: 5, siteNanoUsd: 9, now, until: LATER };
    const made = await stores.usage(caller).reserve({ ...asked, project: "NEW" });
    if (!made.ok) throw new Error("Counted together with another tenant");
    return "put aside";
  }),
  "usage.settle": act(({ stores, caller, otherReservation }) =>
    stores.usage(caller).settle(otherReservation, {
      ...{
        ...A_CALL,
        model: "m",
        at: new Date(),
        used: { promptTokens: 1, completionTokens: 1 },
        paid: null,
      },
    }),
  ),
  "usage.free": act(({ stores, caller, otherReservation }) => stores.usage(caller).free(otherReservation)),
  "usage.keep": act(({ stores, caller, otherReservation }) =>
    stores.usage(caller).keep(otherReservation, LATER),
  ),
  "usage.detail": act(({ stores, caller }) => stores.usage(caller).detail(new Date())),
  "licences.read": act(({ stores, caller }) => stores.licences(caller).read()),
  "licences.note": act(({ stores, caller }) => stores.licences(caller).note("none", "active", new Date())),
  "budgets.caps": act(({ stores, caller }) => stores.budgets(caller).caps()),
  "budgets.setCap": act(({ stores, caller }) =>
    stores.budgets(caller).setCap({ scope: "use", name: "trial", monthlyUsd: null, monthlyTokens: null }),
  ),
  "budgets.warnings": act(({ stores, caller }) => stores.budgets(caller).warnings(new Date())),
  "usage.month": act(({ stores, caller }) => stores.usage(caller).month(new Date())),

  "ledger.linesOf": act(({ stores, caller, other }) => stores.ledger(caller).linesOf([other.id])),
  "ledgerStore.linesOf": act(({ stores, caller, other }) => stores.ledgerStore(caller).linesOf(other.id)),
  "ledgerStore.open": onLine("failed", ({ stores, caller }, key) =>
    stores.ledgerStore(caller).open([{ ...key, options: "planted" }], [], []),
  ),
  "ledgerStore.intend": onLine("waiting", ({ stores, caller }, key) =>
    stores.ledgerStore(caller).intend(key, { preImage: "planted", actedAs: "app" }),
  ),
  "ledgerStore.finish": onLine("intended", ({ stores, caller }, key) =>
    stores.ledgerStore(caller).finish(key, { result: "planted", actedAs: "app" }, entryOf(key.proposal)),
  ),
  "ledgerStore.fail": onLine("intended", ({ stores, caller }, key) =>
    stores.ledgerStore(caller).fail(key, "planted", entryOf(key.proposal)),
  ),
  "ledgerStore.doubt": onLine("intended", ({ stores, caller }, key) =>
    stores.ledgerStore(caller).doubt(key, "planted", entryOf(key.proposal)),
  ),
  "ledgerStore.noteAnswer": onLine("intended", ({ stores, caller }, key) =>
    stores.ledgerStore(caller).noteAnswer({ ...key, attempts: 0 }, "planted"),
  ),
  "ledgerStore.hold": onLine("intended", ({ stores, caller }, key) =>
    stores.ledgerStore(caller).hold(key, "planted"),
  ),
  "ledgerStore.retryLater": onLine("intended", ({ stores, caller }, key) =>
    stores
      .ledgerStore(caller)
      .retryLater(key, LATER, "planted", "no", { do: "execute", proposal: key.proposal }),
  ),
  "ledgerStore.reopen": onLine("failed", ({ stores, caller }, key) =>
    stores.ledgerStore(caller).reopen(key.proposal, "do"),
  ),
  "ledgerStore.settle": onLine("unsure", ({ stores, caller }, key) =>
    stores.ledgerStore(caller).settle(key, true, entryOf(key.proposal)),
  ),
  "ledgerStore.noteEcho": {
    line: "intended",
    act: ({ stores, caller, otherLine }) => stores.ledgerStore(caller).noteEcho(otherLine.mark, new Date()),
  },

  "audit.append": { door: "takes the open transaction, which is a tenant's already" },
  "audit.forgetWords": { door: "takes the open transaction, which is a tenant's already" },
  "audit.note": act(({ stores, caller, other }) => stores.audit.note(caller, entryOf(other.id))),
  "audit.list": act(async ({ stores, caller, other }) => [
    await stores.audit.list(caller, { limit: 1_000 }),
    await stores.audit.list(caller, { limit: 1_000, who: MIA, from: new Date(0) }),
    await stores.audit.list(caller, { limit: 1_000, types: ["retry-asked"] }),
    // The same key stands in both: what is found by it must be one's own.
    await stores.audit.list(caller, { limit: 1_000, issue: issue.key }),
    await stores.audit.list(caller, { limit: 1_000, proposal: other.id }),
  ]),
  "audit.head": act(({ stores, caller }) => stores.audit.head(caller)),
  "audit.links": act(({ stores, caller }) =>
    stores.audit.links(caller, { after: 0, upTo: 1_000, limit: 1_000 }),
  ),
  "audit.verifyChain": act(({ stores, caller }) => stores.audit.verifyChain(caller)),
  "audit.erasePerson": act(({ stores, caller }) => stores.audit.erasePerson(caller, MIA)),

  "inbox.drain": act(async ({ stores, caller }) => {
    const handed: unknown[] = [];
    await stores.inbox.drain(caller, 100, async (delivery) => void handed.push(delivery));
    return handed;
  }),
  appendInbox: { door: "webhooks of many tenants are stored in one batch" },

  "installations.findByClientKey": { door: "a token names a client key before anybody knows whose it is" },
  "installations.find": act(({ stores, mine, otherInstallation }) =>
    stores.installations.find(mine, otherInstallation.id),
  ),
  "installations.list": act(({ stores, mine }) => stores.installations.list(mine)),
  "installations.save": act(async ({ stores, mine, otherInstallation }) => {
    await stores.installations.save(anInstallation(mine, { id: otherInstallation.id }), [], []);
    return "a row of its own, with the same id";
  }),
  "installations.setState": act(({ stores, mine, otherInstallation }) =>
    stores.installations.setState(
      { ...otherInstallation, tenantId: mine },
      { state: "uninstalled", uninstalledAt: new Date() },
      [],
    ),
  ),
  "installations.setLicence": act(({ stores, mine, otherInstallation }) =>
    stores.installations.setLicence(mine, otherInstallation.id, "none"),
  ),
  "installations.move": act(({ stores, mine, otherInstallation }) =>
    stores.installations.move({ ...otherInstallation, id: otherInstallation.id, tenantId: mine }, mine),
  ),

  "apiTokens.findByDigest": { door: "a program shows a token before anybody knows whose it is" },
  "apiTokens.create": act(async ({ stores, caller }) => {
    const token = { name: "mine", account: MIA, scopes: ["plan"], expiresAt: null } as const;
    return stores.apiTokens.create(caller, { ...token, digest: randomBytes(32).toString("hex") });
  }),
  "apiTokens.list": act(({ stores, caller }) => stores.apiTokens.list(caller)),
  "apiTokens.revoke": act(({ stores, caller, otherToken }) => stores.apiTokens.revoke(caller, otherToken)),
  "apiTokens.noteUse": act(({ stores, caller, otherToken }) => stores.apiTokens.noteUse(caller, otherToken)),
  "apiAnswers.take": act(async ({ stores, caller }) => {
    // The same key of the same person is another tenant's business: here nobody has used it.
    const taken = await stores.apiAnswers.take(caller, MIA, A_KEY);
    if (taken !== "first") throw new Error(`Another tenant's key: ${JSON.stringify(taken)}`);
    return taken;
  }),
  "apiAnswers.keep": act(({ stores, caller }) =>
    stores.apiAnswers.keep(caller, MIA, A_KEY.keyDigest, { status: 200, body: "planted", headers: {} }),
  ),
  "apiAnswers.free": act(({ stores, caller }) => stores.apiAnswers.free(caller, MIA, A_KEY.keyDigest)),

  "tenants.find": act(({ stores, mine }) => stores.tenants.find(mine)),
  "tenants.findByOrigin": { door: "an install names a site before anybody knows whose it is" },
  "tenants.findOrCreate": { door: "the same question, and a new tenant where there is none" },
  "tenants.setOrigin": act(({ stores, mine, theirs }) =>
    stores.tenants.setOrigin(mine, `https://${theirs}.test`),
  ),
  "tenants.setErasure": act(({ stores, mine }) =>
    stores.tenants.setErasure(mine, { uninstalledAt: null, eraseAfter: null }),
  ),
  "tenants.actAs": act(({ stores, mine }) => stores.tenants.actAs(mine)),
  "tenants.setActAs": act(({ stores, mine }) => stores.tenants.setActAs(mine, "person-only")),
  "tenants.list": { door: "work over all tenants begins with their ids" },
  "tenants.listToExpire": { door: "what expires by the clock begins with the ids of whose it is" },
  "tenants.listWithLostWork": {
    door: "looking for what a dead worker left begins with the ids of whose it is",
  },
  "tenants.listToErase": { door: "erasing what is due begins with their ids" },
  "tenants.erase": act(async ({ stores, mine }) => {
    const now = new Date();
    await stores.tenants.setErasure(mine, { uninstalledAt: now, eraseAfter: now });
    return stores.tenants.erase(mine, now);
  }),
};
