import { beforeAll, expect, test } from "vitest";
import { StepId, TenantId, type AuditEntry, type ProposalId } from "../../server/contract/index.ts";
import type { LineKey } from "../../server/execution/index.ts";
import { newId } from "../../server/kit/index.ts";
import { callerOf, makeTenant, notingQueue, storeProposal, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

describeOnEachDatabase("the ledger", (open) => {
  const caller = callerOf(TenantId.parse(newId()));
  const step = StepId.parse("s1");

  beforeAll(() => makeTenant(open().db, caller.tenantId, "https://acme.test"));

  const failed = (proposal: ProposalId): AuditEntry => ({
    ...{
      type: "step-failed",
      by: "app",
      proposal,
      step,
      direction: "do",
      action: "set-assignee",
      reason: "no",
    },
  });

  const openLine = async () => {
    const queue = notingQueue();
    const stores = storesOver(open().db, { queue });
    const { id } = await storeProposal(stores, caller);
    const key: LineKey = { proposal: id, step, direction: "do" };
    const ledger = stores.ledgerStore(caller);
    const mark = newId();
    await ledger.open(
      [{ ...key, action: "set-assignee", mark, options: { a: 1 } }],
      [],
      [{ do: "execute", proposal: id }],
    );
    const line = async () => (await ledger.linesOf(id))[0];
    return { stores, queue, ledger, key, mark, line };
  };
  const noted = { preImage: { assignee: null }, actedAs: "person" } as const;

  test("begins a line once, with its job", async () => {
    const { ledger, key, mark, line, queue } = await openLine();
    await ledger.open([{ ...key, action: "set-assignee", mark: "another", options: null }], [], []);
    expect(await line()).toMatchObject({ state: "waiting", attempts: 0, mark: "another", options: null });
    await ledger.intend(key, { attempts: 0 }, noted);
    await ledger.open([{ ...key, action: "set-assignee", mark, options: null }], [], []);
    expect(await line()).toMatchObject({ state: "intended", mark: "another" });
    expect(queue.sent.map(({ job }) => job)).toEqual(["execute"]);
  });

  test("lets one of many workers note the intent for the same try", async () => {
    const { ledger, key, line } = await openLine();
    const tries = await Promise.all(
      Array.from({ length: 5 }, () => ledger.intend(key, { attempts: 0 }, noted)),
    );
    expect(tries.filter(Boolean)).toHaveLength(1);
    expect(await line()).toMatchObject({
      state: "intended",
      attempts: 1,
      preImage: noted.preImage,
      actedAs: "person",
    });
  });

  test("keeps what stood there before the first try", async () => {
    const { ledger, key, line } = await openLine();
    await ledger.intend(key, { attempts: 0 }, noted);
    await ledger.retryLater(key, new Date(5_000), "busy", "unknown", {
      do: "execute",
      proposal: key.proposal,
      afterMs: 10,
    });
    expect(await line()).toMatchObject({ state: "intended", nextTryAt: new Date(5_000), reason: "busy" });
    expect(
      await ledger.intend(key, { attempts: 1 }, { preImage: { assignee: "ours" }, actedAs: "app" }),
    ).toBe(true);
    expect(await line()).toMatchObject({
      attempts: 2,
      preImage: noted.preImage,
      actedAs: "app",
      nextTryAt: null,
    });
  });

  test("ends a line once: a finished one cannot fail, be doubted or be intended again", async () => {
    const { ledger, key, line, stores } = await openLine();
    await ledger.intend(key, { attempts: 0 }, noted);
    const about = { proposal: key.proposal, step, direction: "do", action: "set-assignee" } as const;
    const entry: AuditEntry = { type: "step-performed", by: "app", ...about, actedAs: "app", mark: "m" };
    await ledger.finish(key, { result: ["any", "json"], actedAs: "app" }, entry);
    const done = await line();
    expect(done).toMatchObject({ state: "done", result: ["any", "json"], reason: null });
    await ledger.fail(key, "late", failed(key.proposal));
    await ledger.doubt(key, "late", failed(key.proposal));
    expect(await ledger.intend(key, { attempts: 1 }, noted)).toBe(false);
    expect(await line()).toEqual(done);
    const types = (await stores.audit.list(caller, { limit: 3 })).map((logged) => logged.entry.type);
    expect(types).toContain("step-performed");
    expect(types).not.toContain("step-failed");
  });

  test("opens failed lines again for a retry", async () => {
    const { ledger, key, line } = await openLine();
    await ledger.fail(key, "no longer allowed", failed(key.proposal));
    expect(await line()).toMatchObject({ state: "failed", reason: "no longer allowed" });
    await ledger.reopen(key.proposal, "do");
    expect(await line()).toMatchObject({ state: "waiting", attempts: 0, reason: null });
  });

  test("lets a person settle what is unsure, and nothing else", async () => {
    const { ledger, key, line } = await openLine();
    const entry: AuditEntry = {
      type: "step-settled",
      by: "app",
      proposal: key.proposal,
      step,
      direction: "do",
      happened: true,
    };
    expect(await ledger.settle(key, true, entry)).toBe(false);
    await ledger.intend(key, { attempts: 0 }, noted);
    await ledger.doubt(key, "It may have happened.", failed(key.proposal));
    expect(await ledger.settle(key, true, entry)).toBe(true);
    expect(await line()).toMatchObject({ state: "done" });
    expect(await ledger.settle(key, false, entry)).toBe(false);
  });

  test("notes that our own trace came back, once, and ignores marks it does not know", async () => {
    const { ledger, mark, line } = await openLine();
    await ledger.noteEcho(mark, new Date(1_000));
    await ledger.noteEcho(mark, new Date(2_000));
    await ledger.noteEcho("unknown", new Date(3_000));
    expect(await line()).toMatchObject({ echoedAt: new Date(1_000) });
  });

  test("gives the steps in their order, also past the ninth", async () => {
    const stores = storesOver(open().db);
    const { id } = await storeProposal(stores, caller);
    const steps = ["s10", "s2", "s1"].map((name) => StepId.parse(name));
    const lines = steps.map(
      (at) =>
        ({
          proposal: id,
          step: at,
          direction: "do",
          action: "transition",
          mark: newId(),
          options: null,
        }) as const,
    );
    await stores.ledgerStore(caller).open(lines, [], []);
    expect((await stores.ledger(caller).linesOf([id])).map((line) => line.step)).toEqual(["s1", "s2", "s10"]);
  });
});
