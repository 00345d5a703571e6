import { beforeAll, describe, expect, test } from "vitest";
import {
  TenantId,
  type Action,
  type LinkIssues,
  type Plan,
  type Proposal,
} from "../../server/contract/index.ts";
import {
  createExecutor,
  createTryAgain,
  createUndoer,
  type ExecutorDeps,
  type JiraEvidence,
} from "../../server/execution/index.ts";
import { hashCanonical, MOST_TRIES, newId, ok, ProductFault, refuse } from "../../server/kit/index.ts";
import type { PersonCaller } from "../../server/tenants/index.ts";
import {
  aComment,
  ANA,
  anAssignment,
  aPlan,
  aPriorityChange,
  aStep,
  issueRef,
  MIA,
  paragraph,
} from "../builders/proposals.ts";
import { callerOf, makeTenant, notingQueue, storeProposal, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { Killed, scriptedJira } from "../fakes/scripted-jira.ts";
import type * as z from "zod/mini";

const aMove = (): Action => ({
  type: "transition",
  issue: issueRef(),
  transition: { id: "21", name: "Start" },
  from: { id: "1", name: "To Do" },
  to: { id: "3", name: "In Progress" },
});
const aLink = (): z.infer<typeof LinkIssues> => ({
  type: "link-issues",
  issue: issueRef(),
  linkType: { id: "9", name: "Duplicate", inward: "is duplicated by", outward: "duplicates" },
  direction: "outward",
  other: { ...issueRef("SHOP-12", "10012"), summary: "Checkout 502" },
});
const aCreation = (): Action => ({
  type: "create-issue",
  project: { id: "10000", key: "SHOP", name: "Shop" },
  issueType: { id: "2", name: "Task" },
  fields: [{ field: "summary", name: "Summary", to: { kind: "text", text: "Write a test" } }],
});
const aDescription = (): Action => ({
  type: "edit-fields",
  issue: issueRef(),
  changes: [
    {
      field: "description",
      name: "Description",
      from: { kind: "document", blocks: [] },
      to: {
        kind: "document-patch",
        patch: { ops: [{ op: "append", nodes: [paragraph("Seen in 4.18.0")] }] },
      },
    },
  ],
});

const EVERY_ACTION = [
  { name: "an edit", action: aPriorityChange },
  { name: "an edit of the description", action: aDescription },
  { name: "an assignment", action: () => anAssignment() },
  { name: "a move", action: aMove },
  { name: "a comment", action: () => aComment() },
  { name: "a link", action: () => aLink() },
  { name: "a new issue", action: aCreation },
];

describeOnEachDatabase("executing an approved proposal", (open) => {
  const caller = callerOf(TenantId.parse(newId()));
  const ana: PersonCaller = { ...caller, actor: { kind: "person", accountId: ANA } };

  beforeAll(() => makeTenant(open().db, caller.tenantId, "https://acme.test"));

  /** An approved proposal over a Jira of its own, and a clock that the test moves. */
  async function approved(plan: Plan, over: Partial<ExecutorDeps> = {}) {
    let now = Date.now();
    const clock = { now: () => new Date(now) };
    const queue = notingQueue();
    const stores = storesOver(open().db, { queue, clock });
    const jira = scriptedJira(issueRef());
    const deps: ExecutorDeps = {
      proposals: stores.proposals,
      ledger: stores.ledgerStore,
      writerFor: jira.writerFor,
      evidence: jira.evidence,
      mayAct: async () => ok(true),
      isStopped: async () => false,
      clock,
      spread: () => 0.5,
      settleMs: 1_000,
      onStep: () => {},
      onLine: () => {},
      ...over,
    };
    const stored = await storeProposal(stores, caller, { plan });
    const steps = plan.steps.map((step) => step.id);
    const state = { status: "approved", by: ANA, at: clock.now(), steps } as const;
    const proposal = await stores.proposals(caller).replace(stored, { state }, [], []);
    if (proposal === undefined) throw new Error("Not approved");
    const find = async (): Promise<Proposal> => {
      const found = await stores.proposals(caller).find(proposal.id);
      if (found === undefined) throw new Error("Gone");
      return found;
    };
    const { execute, giveUp } = createExecutor(deps);
    const undoer = createUndoer(deps);
    return {
      jira,
      queue,
      stores,
      proposal,
      find,
      giveUp,
      undoer,
      tryAgain: createTryAgain(deps),
      run: () => execute(caller, proposal.id),
      later: (ms: number) => {
        now += ms;
      },
      lines: () => stores.ledgerStore(caller).linesOf(proposal.id),
      async undoAll(deleteCreated = false) {
        const { undoHash, steps: undoable } = await undoer.preview(caller, proposal.id);
        const approvedUndo = await undoer.approve(ana, proposal.id, {
          undoHash,
          steps: undoable.map(({ step }) => step.id),
          deleteCreated,
        });
        await undoer.undo(caller, proposal.id);
        return approvedUndo;
      },
    };
  }

  test("changes the issue step by step and ends as done", async () => {
    const { jira, run, find } = await approved(
      aPlan(aStep("s1", aPriorityChange()), aStep("s2"), aStep("s3", aMove())),
    );
    await run();
    expect(jira.writes).toEqual(["edit", "assign", "transition"]);
    expect(jira.issue()).toMatchObject({ assignee: MIA, status: { name: "In Progress" } });
    expect((await find()).status).toBe("done");
  });

  test.each(EVERY_ACTION)("$name that was made before a kill is not made again", async ({ action }) => {
    const { jira, run, find, later } = await approved(aPlan(aStep("s1", action())));
    jira.next("killed-after");
    await expect(run()).rejects.toBeInstanceOf(Killed);
    later(2_000);
    await run();
    expect(jira.writes).toHaveLength(1);
    expect((await find()).status).toBe("done");
  });

  test.each(EVERY_ACTION.filter(({ name }) => name !== "a new issue"))(
    "$name of which no answer came, and which did not happen, is made once",
    async ({ action }) => {
      const { jira, run, find, later } = await approved(aPlan(aStep("s1", action())));
      jira.next("lost-before");
      await run();
      expect((await find()).status).toBe("executing");
      later(20_000);
      await run();
      expect(jira.writes).toHaveLength(1);
      expect((await find()).status).toBe("done");
    },
  );

  test("a new issue that cannot be found after a kill is never made twice: a person is asked", async () => {
    const { jira, run, find, later, lines, tryAgain } = await approved(aPlan(aStep("s1", aCreation())));
    jira.next("lost-before");
    await run();
    later(20_000);
    await run();
    expect((await find()).status).toBe("executing");
    later(200_000);
    await run();
    expect(jira.writes).toEqual([]);
    expect((await lines())[0]).toMatchObject({ state: "unsure" });
    const failed = await find();
    expect(failed.status).toBe("failed");

    const [step] = failed.plan.steps;
    if (step === undefined) throw new Error("No step");
    await tryAgain.settle(ana, failed.id, { step: step.id, direction: "do", happened: false });
    await run();
    expect(jira.writes).toEqual(["create"]);
    expect((await find()).status).toBe("done");
  });

  test("what only a person's word says was done is not undone by a guess", async () => {
    const { jira, run, find, later, proposal, tryAgain, undoer } = await approved(
      aPlan(aStep("s1", aCreation())),
    );
    jira.next("lost-before");
    await run();
    later(20_000);
    await run();
    later(200_000);
    await run();
    const [step] = proposal.plan.steps;
    if (step === undefined) throw new Error("No step");
    await tryAgain.settle(ana, proposal.id, { step: step.id, direction: "do", happened: true });
    await run();
    expect((await find()).status).toBe("done");
    const preview = await undoer.preview(caller, proposal.id);
    expect(preview.steps).toMatchObject([{ conflict: expect.stringContaining("does not know") }]);
    const undo = { undoHash: preview.undoHash, steps: [step.id] };
    expect(await undoer.approve(ana, proposal.id, undo)).toMatchObject({ reason: { code: "conflict" } });
  });

  test("a request that may still be under way is waited for, not repeated", async () => {
    const { jira, run, queue, later } = await approved(aPlan(aStep("s1")));
    jira.next("killed-after");
    await expect(run()).rejects.toBeInstanceOf(Killed);
    later(500);
    await run();
    expect(jira.writes).toHaveLength(1);
    expect(queue.sent.filter(({ job }) => job === "execute")).toHaveLength(1);
  });

  test("of two workers at once one acts", async () => {
    const { jira, run, find } = await approved(aPlan(aStep("s1"), aStep("s2", aComment())));
    await Promise.all([run(), run(), run()]);
    await run();
    expect(jira.writes.toSorted()).toEqual(["assign", "comment"]);
    expect((await find()).status).toBe("done");
  });

  test("an answer without effect ends as failed, with the reason, and Retry does it", async () => {
    const { jira, run, find, later, lines, tryAgain } = await approved(aPlan(aStep("s1")));
    jira.next("no-effect");
    await run();
    expect(await lines()).toMatchObject([
      { state: "intended", reason: expect.stringContaining("not show it") },
    ]);
    later(6_000);
    await run();
    const failed = await find();
    expect(failed).toMatchObject({ status: "failed", reason: expect.stringContaining("did not change") });
    const again = await tryAgain.retry(ana, failed.id, { revision: failed.revision });
    expect(again.ok).toBe(true);
    await run();
    expect((await find()).status).toBe("done");
    expect(jira.issue().assignee).toBe(MIA);
  });

  test("a change that Jira shows late is done, and made once", async () => {
    const fresh = scriptedJira(issueRef());
    let behind = true;
    const before = fresh.issue();
    const issue: JiraEvidence["issue"] = async (...asked) =>
      behind ? before : fresh.evidence.issue(...asked);
    const { run, find, later } = await approved(aPlan(aStep("s1")), {
      evidence: { ...fresh.evidence, issue },
      writerFor: fresh.writerFor,
    });
    await run();
    later(1_000);
    await run();
    expect((await find()).status).toBe("executing");
    behind = false;
    later(3_000);
    await run();
    expect((await find()).status).toBe("done");
    expect(fresh.writes).toEqual(["assign"]);
  });

  test("a change that Jira shows only after it was called failed is not made again by Retry", async () => {
    const fresh = scriptedJira(issueRef());
    let behind = true;
    const comment: JiraEvidence["comment"] = async (...asked) =>
      behind ? undefined : fresh.evidence.comment(...asked);
    const { run, find, later, tryAgain } = await approved(aPlan(aStep("s1", aComment())), {
      evidence: { ...fresh.evidence, comment },
      writerFor: fresh.writerFor,
    });
    await run();
    later(6_000);
    await run();
    const failed = await find();
    expect(failed.status).toBe("failed");
    behind = false;
    await tryAgain.retry(ana, failed.id, { revision: failed.revision });
    await run();
    expect((await find()).status).toBe("done");
    expect(fresh.writes).toEqual(["comment"]);
  });

  test("a Jira that cannot be asked makes the step wait with the reason, and fail with it in the end", async () => {
    let ask = (): never => {
      throw new ProductFault("GET answered 429", { said: "Jira is busy.", retryAfterMs: 9_000 });
    };
    const { run, find, later, lines } = await approved(aPlan(aStep("s1")), { mayAct: async () => ask() });
    await run();
    const [line] = await lines();
    expect(line).toMatchObject({ state: "waiting", reason: "Jira is busy.", waits: 1, attempts: 0 });
    expect((line?.nextTryAt?.getTime() ?? 0) - (line?.updatedAt.getTime() ?? 0)).toBe(9_000);
    for (let tries = 1; tries < MOST_TRIES; tries += 1) {
      later(900_000);
      await run();
    }
    expect(await find()).toMatchObject({
      status: "failed",
      reason: "Jira is busy. TicketSmith tried 6 times.",
    });
    ask = () => {
      throw new Error("never asked again");
    };
    await run();
  });

  test("the first look at a Jira that does not answer is a wait that people can see", async () => {
    const fresh = scriptedJira(issueRef());
    let answers = false;
    const issue: JiraEvidence["issue"] = async (...asked) => {
      if (answers) return fresh.evidence.issue(...asked);
      throw new ProductFault("No answer", { said: "Jira cannot be reached." });
    };
    const { run, find, later, lines, queue } = await approved(aPlan(aStep("s1"), aStep("s2", aComment())), {
      evidence: { ...fresh.evidence, issue },
      writerFor: fresh.writerFor,
    });
    await run();
    expect(await lines()).toMatchObject([{ state: "waiting", reason: "Jira cannot be reached." }, {}]);
    expect(queue.sent.filter(({ job }) => job === "execute")).toHaveLength(1);
    answers = true;
    later(60_000);
    await run();
    expect((await find()).status).toBe("done");
  });

  test("a limit is waited out and said, then the step is done", async () => {
    const { jira, run, find, later, lines } = await approved(aPlan(aStep("s1")));
    jira.next({ kind: "busy", reason: "jira-burst-based", retryAfterMs: 7_000 });
    await run();
    const [line] = await lines();
    expect(line).toMatchObject({ state: "waiting", reason: "Jira asks to slow down." });
    expect((line?.nextTryAt?.getTime() ?? 0) - (line?.updatedAt.getTime() ?? 0)).toBeGreaterThanOrEqual(
      6_900,
    );
    later(8_000);
    await run();
    expect((await find()).status).toBe("done");
  });

  test("what Jira refuses ends as failed in Jira's words, and later steps are not begun", async () => {
    const { jira, run, find, lines, stores } = await approved(aPlan(aStep("s1"), aStep("s2", aComment())));
    jira.next({ kind: "refused", status: 400, words: "Jira says: no such user" });
    await run();
    expect(await find()).toMatchObject({ status: "failed", reason: "Jira says: no such user" });
    expect((await lines()).map((line) => line.state)).toEqual(["failed", "waiting"]);
    expect(jira.writes).toEqual([]);
    // They may name somebody, so the chain itself does not hold them.
    const [logged] = await stores.audit.list(caller, { limit: 1 });
    expect(logged?.entry).toMatchObject({
      ...{ type: "step-failed", by: "app", for: ANA, words: "Jira says: no such user" },
    });
    const chain = await open().asTenant(caller.tenantId, "SELECT entry FROM audit_log");
    expect(JSON.stringify(chain)).not.toContain("no such user");
  });

  test("an approver who lost the permission in between changes nothing", async () => {
    const { jira, run, find } = await approved(aPlan(aStep("s1")), {
      mayAct: async () => refuse("Jira does not let you assign issues here."),
    });
    await run();
    expect(jira.writes).toEqual([]);
    expect(await find()).toMatchObject({
      status: "failed",
      reason: "Jira does not let the person who approved this assign issues here.",
    });
  });

  test("a field that changed between the yes and the act hands the yes back", async () => {
    const { jira, run, find } = await approved(aPlan(aStep("s1", aPriorityChange())));
    jira.change({ fields: { priority: { kind: "option", option: { id: "5", name: "Lowest" } } } });
    await run();
    expect(jira.writes).toEqual([]);
    expect(await find()).toMatchObject({ status: "stale", drift: [{ field: "priority" }] });
  });

  test("a plan that was altered in storage is not carried out", async () => {
    const { jira, run, find, proposal } = await approved(aPlan(aStep("s1")));
    const altered = JSON.stringify({ ...proposal.plan, steps: [aStep("s1", anAssignment(ANA))] }).replaceAll(
      "'",
      "''",
    );
    await open().asOwner(`
      ALTER TABLE proposals NO FORCE ROW LEVEL SECURITY;
      UPDATE proposals SET plan = '${altered}'::jsonb WHERE id = '${proposal.id}';
      ALTER TABLE proposals FORCE ROW LEVEL SECURITY`);
    await run();
    expect(jira.writes).toEqual([]);
    expect(await find()).toMatchObject({ status: "failed", reason: expect.stringContaining("altered") });
  });

  test("an issue that is gone ends as failed", async () => {
    const { jira, run, find } = await approved(aPlan(aStep("s1")));
    jira.remove();
    await run();
    expect(await find()).toMatchObject({ status: "failed", reason: expect.stringContaining("gone") });
  });

  test("what the queue gives up on ends as failed, not in silence", async () => {
    const { giveUp, proposal, find } = await approved(aPlan(aStep("s1")));
    await giveUp(caller, proposal.id, "Jira could not be reached.");
    expect(await find()).toMatchObject({ status: "failed", reason: "Jira could not be reached." });
  });

  test("an undo that was begun when the queue gave up is a question, for it may have happened", async () => {
    const { jira, run, undoer, undoAll, lines, proposal } = await approved(aPlan(aStep("s1")));
    await run();
    jira.next("killed-after");
    await expect(undoAll()).rejects.toBeInstanceOf(Killed);
    await undoer.giveUp(caller, proposal.id, "The work was cut off.");
    expect(await lines()).toContainEqual(expect.objectContaining({ direction: "undo", state: "unsure" }));
    expect(await undoer.preview(caller, proposal.id)).toMatchObject({ steps: [] });
  });

  test("an undo with an open question is not called undone, and the answer ends it", async () => {
    const { jira, run, undoer, undoAll, find, proposal, tryAgain } = await approved(
      aPlan(aStep("s1"), aStep("s2", aComment())),
    );
    await run();
    jira.next("as-asked", "killed-after");
    await expect(undoAll()).rejects.toBeInstanceOf(Killed);
    await undoer.giveUp(caller, proposal.id, "The work was cut off.");
    expect((await find()).status).toBe("done");
    const [step] = proposal.plan.steps;
    if (step === undefined) throw new Error("No step");
    await tryAgain.settle(ana, proposal.id, { step: step.id, direction: "undo", happened: true });
    await undoer.undo(caller, proposal.id);
    expect((await find()).status).toBe("undone");
  });

  test("an undo of which only the last word was missing is undone when the queue gives up", async () => {
    let dying = false;
    const { run, undoAll, undoer, find, proposal } = await approved(aPlan(aStep("s1")), {
      onStep: (step) => {
        if (step === "conclude" && dying) throw new Killed();
      },
    });
    await run();
    dying = true;
    await expect(undoAll()).rejects.toBeInstanceOf(Killed);
    dying = false;
    expect((await find()).status).toBe("done");
    await undoer.giveUp(caller, proposal.id, "The work was cut off.");
    expect((await find()).status).toBe("undone");
  });

  test("an issue that goes after a try was begun leaves a question: the change may have been made", async () => {
    const { jira, run, later, lines } = await approved(aPlan(aStep("s1", aCreation())));
    jira.next("killed-after");
    await expect(run()).rejects.toBeInstanceOf(Killed);
    jira.remove();
    later(2_000);
    await run();
    expect(jira.writes).toEqual(["create"]);
    expect(await lines()).toMatchObject([{ state: "unsure", reason: expect.stringContaining("gone") }]);
  });

  test("a mark that somebody planted from what the panel shows proves nothing", async () => {
    const { jira, run, later, lines, find, proposal } = await approved(aPlan(aStep("s1")));
    const shown = hashCanonical([proposal.id, proposal.planHash, "s1", "do"]).slice(0, 32);
    jira.plant(proposal.id, [shown]);
    jira.next("lost-before");
    await run();
    later(20_000);
    await run();
    expect((await lines())[0]?.mark).not.toBe(shown);
    expect(jira.writes).toEqual(["assign"]);
    expect((await find()).status).toBe("done");
  });

  test("a retry is not taken for done because of what the failed try left behind", async () => {
    const { jira, run, find, later, tryAgain } = await approved(aPlan(aStep("s1")));
    jira.next("no-effect");
    await run();
    later(6_000);
    await run();
    const failed = await find();
    await tryAgain.retry(ana, failed.id, { revision: failed.revision });
    jira.next("lost-before");
    await run();
    later(20_000);
    await run();
    expect(jira.issue().assignee).toBe(MIA);
    expect((await find()).status).toBe("done");
  });

  test.each(EVERY_ACTION)(
    "the undo of $name puts things back, and is made once across a kill",
    async ({ action }) => {
      const { jira, run, find, undoer, later, undoAll, proposal } = await approved(
        aPlan(aStep("s1", action())),
      );
      const before = jira.issue();
      await run();
      const after = jira.writes.length;
      jira.next("killed-after");
      await expect(undoAll()).rejects.toBeInstanceOf(Killed);
      later(2_000);
      await undoer.undo(caller, proposal.id);
      expect(await find()).toMatchObject({ status: "undone", undoneBy: ANA });
      expect(new Set(jira.writes.slice(after)).size).toBe(jira.writes.length - after);
      expect(jira.issue()).toEqual({ ...before, updated: jira.issue().updated });
    },
  );

  test("a created issue is closed with a comment, and deleted only when asked", async () => {
    const closing = await approved(aPlan(aStep("s1", aCreation())));
    await closing.run();
    await closing.undoAll();
    expect(closing.jira.created).toMatchObject([{ status: { name: "Done" } }]);
    expect(closing.jira.comments).toHaveLength(1);

    const deleting = await approved(aPlan(aStep("s1", aCreation())));
    await deleting.run();
    await deleting.undoAll(true);
    expect(deleting.jira.created).toEqual([]);
  });

  test("an undo over somebody's later change is refused in words", async () => {
    const { jira, run, undoAll, undoer, proposal } = await approved(aPlan(aStep("s1", aPriorityChange())));
    await run();
    jira.change({ fields: { priority: { kind: "option", option: { id: "1", name: "Highest" } } } });
    const preview = await undoer.preview(caller, proposal.id);
    expect(preview.steps[0]?.conflict).toContain("Priority was changed by someone else");
    expect(await undoAll()).toMatchObject({ ok: false, reason: { code: "conflict" } });
  });

  test("the undo of our paragraph keeps what others wrote around it", async () => {
    const { jira, run, undoAll } = await approved(aPlan(aStep("s1", aDescription())));
    await run();
    jira.change({ description: [...jira.issue().description, paragraph("Me too")] });
    await undoAll();
    expect(jira.issue().description).toEqual([paragraph("Me too")]);
  });

  test("a yes to an older undo is refused", async () => {
    const { run, undoer, proposal, find } = await approved(aPlan(aStep("s1")));
    await run();
    const [step] = (await find()).plan.steps;
    const refused = await undoer.approve(ana, proposal.id, {
      undoHash: "0".repeat(64),
      steps: step === undefined ? [] : [step.id],
    });
    expect(refused).toMatchObject({ ok: false, reason: { code: "undo-changed" } });
  });

  test("everything done and undone stands in the audit log, in order", async () => {
    const { run, undoAll, stores, proposal } = await approved(aPlan(aStep("s1")));
    await run();
    await undoAll();
    const newestFirst = await stores.audit.list(caller, { limit: 500 });
    const entries = newestFirst.toReversed();
    const types = entries.flatMap(({ entry }) =>
      "proposal" in entry && entry.proposal === proposal.id ? [entry.type] : [],
    );
    expect(types).toEqual(["proposal-created", "step-performed", "undo-approved", "step-performed"]);
  });

  describe("on a site that an administrator stops", () => {
    /** Stopped from the n-th time somebody asks until the test lets it go on. */
    async function stoppedAt(asked: number, ...actions: Action[]) {
      let times = 0;
      let on = true;
      const isStopped = async () => {
        times += 1;
        return on && times >= asked;
      };
      const plan = aPlan(...actions.map((action, at) => aStep(`s${at + 1}`, action)));
      const world = await approved(plan, { isStopped });
      return {
        ...world,
        go: () => {
          on = false;
        },
      };
    }

    test("no intent is noted, no try is used up, however often it is looked at", async () => {
      const { run, jira, lines, find, go } = await stoppedAt(1, aPriorityChange());
      for (let time = 0; time < MOST_TRIES + 2; time += 1) await run();
      expect(await lines()).toMatchObject([
        { state: "waiting", attempts: 0, waits: 0, nextTryAt: null, reason: "Stopped by an administrator." },
      ]);
      expect(jira.writes).toEqual([]);
      go();
      await run();
      expect((await find()).status).toBe("done");
    });

    test("the last moment before a write is not too late, and what changed until it goes on is respected", async () => {
      const { run, jira, lines, find, go } = await stoppedAt(2, aPriorityChange());
      await run();
      expect(await lines()).toMatchObject([
        { state: "waiting", attempts: 1, reason: "Stopped by an administrator." },
      ]);
      jira.change({ fields: { priority: { kind: "option", option: { id: "5", name: "Lowest" } } } });
      go();
      await run();
      expect(jira.writes).toEqual([]);
      expect(await find()).toMatchObject({ status: "failed", reason: expect.stringContaining("Priority") });
    });

    test("a change that takes two writes is held between them, and the first is not made again", async () => {
      let asked = 0;
      // Asked when the undo is approved, before its intent, before its comment, and before its move.
      let stopsAt = Infinity;
      const { jira, run, undoAll, undoer, proposal, find, lines } = await approved(
        aPlan(aStep("s1", aCreation())),
        {
          isStopped: async () => {
            asked += 1;
            return asked >= stopsAt;
          },
        },
      );
      await run();
      stopsAt = asked + 4;
      await undoAll();
      expect(jira.writes).toEqual(["create", "comment"]);
      const undo = (await lines()).find(({ direction }) => direction === "undo");
      expect(undo).toMatchObject({ state: "waiting", reason: "Stopped by an administrator." });
      stopsAt = Infinity;
      await undoer.undo(caller, proposal.id);
      expect(jira.writes).toEqual(["create", "comment", "transition"]);
      expect((await find()).status).toBe("undone");
    });

    test("nobody can say yes to an undo or to another try", async () => {
      let stopped = false;
      const isStopped = async () => stopped;
      const done = await approved(aPlan(aStep("s1")), { isStopped });
      await done.run();
      stopped = true;
      expect(await done.undoAll()).toMatchObject({ ok: false, reason: { code: "stopped" } });
      const allowing = await approved(aPlan(aStep("s1")), { isStopped });
      await allowing.giveUp(caller, allowing.proposal.id, "Cut off.");
      const { revision } = await allowing.find();
      const again = await allowing.tryAgain.retry(ana, allowing.proposal.id, { revision });
      expect(again).toMatchObject({ ok: false, reason: { code: "stopped" } });
    });
  });
});
