import { beforeAll, expect, test } from "vitest";
import { StepId, TenantId, type Proposal, type ProposalState } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { ANA, MIA, aPlan, issueRef } from "../builders/proposals.ts";
import {
  callerOf,
  makeTenant,
  notingQueue,
  storeProposal,
  storeRequest,
  storesOver,
  aRequest,
} from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

describeOnEachDatabase("stored proposals", (open) => {
  const acme = callerOf(TenantId.parse(newId()));
  const globex = callerOf(TenantId.parse(newId()));
  const S1 = StepId.parse("s1");

  beforeAll(async () => {
    await makeTenant(open().db, acme.tenantId, "https://acme.test");
    await makeTenant(open().db, globex.tenantId, "https://globex.test");
  });

  const approvedBy = (by: typeof ANA): ProposalState => ({
    status: "approved",
    by,
    at: new Date(1_000),
    steps: [S1],
  });
  const lines = async (proposal: Proposal) => {
    const entries = await storesOver(open().db).audit.list(acme, { limit: 100 });
    return entries
      .filter(({ entry }) => entry["proposal"] === proposal.id)
      .map(({ entry }) => `${entry.type} by ${entry.by}`);
  };

  test("come back as they were written, in every state", async () => {
    const stores = storesOver(open().db);
    const at = new Date(1_700_000_000_123);
    const approval = { by: ANA, at, steps: [S1] };
    const drift = [
      {
        step: S1,
        field: "priority",
        name: "Priority",
        seen: { kind: "none" },
        now: { kind: "text", text: "x" },
      },
    ] as const;
    const states: ProposalState[] = [
      { status: "stale", since: at, drift },
      { status: "waiting" },
      { status: "approved", ...approval },
      { status: "executing", ...approval },
      { status: "failed", failedAt: at, reason: "Jira said no", ...approval },
      { status: "done", finishedAt: at, ...approval },
      { status: "undone", finishedAt: at, undoneBy: MIA, undoneAt: at, ...approval },
      { status: "rejected", by: MIA, at, reason: "not now" },
      { status: "expired", at, why: "replaced" },
    ];
    let before = await storeProposal(stores, acme);
    expect(await stores.proposals(acme).find(before.id)).toEqual(before);
    for (const state of states) {
      const after = await stores.proposals(acme).replace(before, { state }, [], []);
      expect(after).toMatchObject({ ...state, revision: before.revision + 1 });
      expect(await stores.proposals(acme).find(before.id)).toEqual(after);
      if (after !== undefined) before = after;
    }
  });

  test("keep nothing of an earlier state in a later one", async () => {
    const stores = storesOver(open().db);
    const before = await storeProposal(stores, acme);
    const failed = {
      status: "failed",
      by: ANA,
      at: new Date(),
      steps: [S1],
      failedAt: new Date(),
      reason: "x",
    } as const;
    const after = await stores.proposals(acme).replace(before, { state: failed }, [], []);
    const again =
      after &&
      (await stores.proposals(acme).replace(after, { state: { ...after, status: "waiting" } }, [], []));
    expect(again).toMatchObject({ status: "waiting" });
    expect(again).not.toHaveProperty("reason");
  });

  test("let one of two deciders win, whose audit line and job alone are kept", async () => {
    const queue = notingQueue();
    const stores = storesOver(open().db, { queue });
    const before = await storeProposal(stores, acme);
    const decide = (by: typeof ANA) =>
      stores
        .proposals(acme)
        .replace(
          before,
          { state: approvedBy(by) },
          [{ type: "proposal-approved", by, proposal: before.id, planHash: before.planHash, steps: [S1] }],
          [{ do: "execute", proposal: before.id }],
        );
    const answers = await Promise.all([decide(ANA), decide(MIA), decide(ANA), decide(MIA)]);
    const [winner, ...others] = answers.filter((answer) => answer !== undefined);
    expect(others).toEqual([]);
    if (winner?.status !== "approved" || !("by" in winner)) throw new Error("Nobody won");
    expect(await lines(before)).toEqual([`proposal-approved by ${winner.by}`, "proposal-created by app"]);
    expect(queue.sent).toHaveLength(1);
  });

  test("change together with their audit line and job, or not at all", async () => {
    const queue = { send: () => Promise.reject(new Error("the queue is gone")) };
    const before = await storeProposal(storesOver(open().db), acme);
    const broken = storesOver(open().db, { queue }).proposals(acme);
    const entry = {
      type: "proposal-approved",
      by: ANA,
      proposal: before.id,
      planHash: before.planHash,
      steps: [S1],
    } as const;
    const replace = broken.replace(
      before,
      { state: approvedBy(ANA) },
      [entry],
      [{ do: "execute", proposal: before.id }],
    );
    await expect(replace).rejects.toThrow("the queue is gone");
    expect(await storesOver(open().db).proposals(acme).find(before.id)).toEqual(before);
    expect(await lines(before)).toEqual(["proposal-created by app"]);
  });

  test("belong to their tenant: another finds, changes and lists nothing", async () => {
    const stores = storesOver(open().db);
    const issue = issueRef("SHOP-77", "10077");
    const before = await storeProposal(stores, acme, { issue });
    const other = stores.proposals(globex);
    expect(await other.find(before.id)).toBeUndefined();
    expect(await other.replace(before, { state: approvedBy(MIA) }, [], [])).toBeUndefined();
    expect(await other.openOnIssue(issue.id)).toEqual([]);
    expect(await stores.ledger(globex).linesOf([before.id])).toEqual([]);
    expect(await stores.proposals(acme).openOnIssue(issue.id)).toEqual([before]);
  });

  test("are one per request, which ends as proposed and keeps that end", async () => {
    const stores = storesOver(open().db);
    const proposal = await storeProposal(stores, acme);
    await stores.requests(acme).end(proposal.request, { state: "failed", said: "too late" });
    expect(await stores.requests(acme).find(proposal.request)).toMatchObject({
      state: "proposed",
      said: null,
    });
    const { issue, projectId, plan, planHash, expiresAt, request } = proposal;
    const again = {
      issue,
      projectId,
      projectKey: "SHOP",
      issueSummary: "",
      plan,
      planHash,
      expiresAt,
      request,
    };
    const entry = { type: "retry-asked", by: "app", proposal: proposal.id } as const;
    expect(await stores.proposals(acme).create(again, () => entry, [])).toBeUndefined();
  });

  test("are listed by what is open, what is closed and what is due", async () => {
    const stores = storesOver(open().db);
    const issue = issueRef("SHOP-88", "10088");
    const due = await storeProposal(stores, acme, { issue, expiresAt: new Date(1_000) });
    const closing = await storeProposal(stores, acme, { issue, plan: { ...aPlan(), subject: issue } });
    const closed = await stores
      .proposals(acme)
      .replace(closing, { state: { status: "rejected", by: ANA, at: new Date(), reason: "no" } }, [], []);
    expect(await stores.proposals(acme).openOnIssue(issue.id)).toEqual([due]);
    expect(await stores.proposals(acme).closedOnIssue(issue.id, 5)).toEqual([closed]);
    expect(await stores.proposals(acme).dueToExpire(new Date(1_000), 5)).toEqual([due]);
    expect(await stores.proposals(acme).dueToExpire(new Date(999), 5)).toEqual([]);
  });

  test("that a dead worker left behind are found, and those that wait for a next try are not", async () => {
    const stores = storesOver(open().db);
    const now = Date.now();
    const long = new Date(now + 60_000);
    const left = await storeProposal(stores, acme);
    const waiting = await storeProposal(stores, acme);
    for (const proposal of [left, waiting])
      await stores
        .proposals(acme)
        .replace(proposal, { state: { status: "executing", by: ANA, at: new Date(), steps: [S1] } }, [], []);
    const key = { proposal: waiting.id, step: S1, direction: "do" } as const;
    const ledger = stores.ledgerStore(acme);
    await ledger.open([{ ...key, action: "set-assignee", options: null }], [], []);
    const [line] = await ledger.linesOf(waiting.id);
    if (line === undefined) throw new Error("No line");
    await ledger.intend(line, { preImage: null, actedAs: "app" });
    await ledger.retryLater({ ...line, attempts: 1 }, new Date(now + 3_600_000), "busy", "no", {
      do: "execute",
      proposal: waiting.id,
    });
    const found = await stores.proposals(acme).unfinished(long, 100);
    expect(found).toContainEqual({ proposal: left.id, do: "execute" });
    expect(found.map(({ proposal }) => proposal)).not.toContain(waiting.id);
    expect(await stores.proposals(acme).unfinished(new Date(now - 60_000), 100)).toEqual([]);
  });

  test("come from requests of which two with the same key are one", async () => {
    const queue = notingQueue();
    const stores = storesOver(open().db, { queue });
    const request = aRequest({ origin: "sentence", text: "assign to Mia", requestedBy: ANA });
    const create = () =>
      stores.requests(acme).create(
        request,
        (id) => ({
          type: "request-received",
          by: ANA,
          request: id,
          issue: request.issue.key,
          origin: "sentence",
        }),
        (id) => [{ do: "propose", awaited: false, request: id }],
      );
    const stored = (await Promise.all(Array.from({ length: 10 }, create))).filter((one) => one !== undefined);
    expect(stored).toHaveLength(1);
    expect(queue.sent).toEqual([
      { job: "propose", payload: { tenantId: acme.tenantId, requestId: stored[0]?.id } },
    ]);
    expect(stored[0] && (await stores.requests(acme).find(stored[0].id))).toEqual(stored[0]);
  });

  test("show the requests of an issue that are open or ended lately without one", async () => {
    const stores = storesOver(open().db);
    const issue = issueRef("SHOP-99", "10099");
    const open1 = await storeRequest(stores, acme, { issue });
    const ended = await storeRequest(stores, acme, { issue });
    await stores.requests(acme).end(ended, { state: "nothing", said: "Nothing to do here." });
    const since = (ms: number) => ({
      nothing: new Date(Date.now() + ms),
      failed: new Date(Date.now() + ms),
    });
    const seen = await stores.requests(acme).onIssue(issue.id, since(-60_000));
    expect(seen.map(({ id, state, said }) => [id, state, said])).toEqual([
      [ended, "nothing", "Nothing to do here."],
      [open1, "queued", null],
    ]);
    expect((await stores.requests(acme).onIssue(issue.id, since(60_000))).map(({ id }) => id)).toEqual([
      open1,
    ]);
    expect(await stores.requests(acme).unfinished(new Date(Date.now() + 60_000), 100)).toContain(open1);
  });
});
