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
    await ledger.open(
      [{ ...key, action: "set-assignee", options: { a: 1 } }],
      [],
      [{ do: "execute", proposal: id }],
    );
    const line = async () => {
      const [found] = await ledger.linesOf(id);
      if (found === undefined) throw new Error("No line");
      return found;
    };
    return { stores, queue, ledger, key, line };
  };
  const noted = { preImage: { assignee: null }, actedAs: "person" } as const;

  test("begins a line once, with its job", async () => {
    const { ledger, key, line, queue } = await openLine();
    const { mark } = await line();
    const again = [{ ...key, action: "set-assignee", options: null } as const];
    await ledger.open(again, [], []);
    // The same mark: another worker may hold the line already, and is about to act under it.
    expect(await line()).toMatchObject({ state: "waiting", attempts: 0, mark, options: null });
    await ledger.intend(await line(), noted);
    await ledger.open(again, [], []);
    expect(await line()).toMatchObject({ state: "intended", mark });
    expect(queue.sent.map(({ job }) => job)).toEqual(["execute"]);
  });

  test("lets one of many workers note the intent for the same try", async () => {
    const { ledger, line } = await openLine();
    const held = await line();
    const tries = await Promise.all(Array.from({ length: 5 }, () => ledger.intend(held, noted)));
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
    await ledger.intend(await line(), noted);
    await ledger.retryLater(await line(), new Date(5_000), "busy", "unknown", {
      do: "execute",
      proposal: key.proposal,
      afterMs: 10,
    });
    expect(await line()).toMatchObject({ state: "intended", nextTryAt: new Date(5_000), reason: "busy" });
    expect(await ledger.intend(await line(), { preImage: { assignee: "ours" }, actedAs: "app" })).toBe(true);
    expect(await line()).toMatchObject({
      attempts: 2,
      preImage: noted.preImage,
      actedAs: "app",
      nextTryAt: null,
    });
  });

  test("ends a line once: a finished one cannot fail, be doubted or be intended again", async () => {
    const { ledger, key, line, stores } = await openLine();
    await ledger.intend(await line(), noted);
    const held = await line();
    const about = { proposal: key.proposal, step, direction: "do", action: "set-assignee" } as const;
    const entry: AuditEntry = { type: "step-performed", by: "app", ...about, actedAs: "app", mark: "m" };
    await ledger.finish(held, { result: ["any", "json"], actedAs: "app" }, entry);
    const done = await line();
    expect(done).toMatchObject({ state: "done", result: ["any", "json"], reason: null });
    expect(await ledger.fail(held, "late", failed(key.proposal))).toBe(false);
    expect(await ledger.doubt(held, "late", failed(key.proposal))).toBe(false);
    expect(await ledger.intend(held, noted)).toBe(false);
    expect(await line()).toEqual(done);
    const types = (await stores.audit.list(caller, { limit: 3 })).map((logged) => logged.entry.type);
    expect(types).toContain("step-performed");
    expect(types).not.toContain("step-failed");
  });

  test("opens failed lines again for a retry", async () => {
    const { ledger, key, line } = await openLine();
    const before = await line();
    await ledger.intend(before, noted);
    await ledger.noteEcho(before.mark, new Date(1_000));
    await ledger.fail(await line(), "no longer allowed", failed(key.proposal));
    expect(await line()).toMatchObject({ state: "failed", reason: "no longer allowed" });
    await ledger.reopen(key.proposal, "do");
    expect(await line()).toMatchObject({ state: "waiting", attempts: 0, reason: null });
    // What the failed try left behind proves nothing about the next one.
    const after = await line();
    expect(after).toMatchObject({ echoedAt: null, intendedAt: null, preImage: null });
    expect(after.mark).not.toBe(before.mark);
  });

  test("gives every line a mark that does not follow from anything a panel shows", async () => {
    const first = await (await openLine()).line();
    const second = await (await openLine()).line();
    for (const { mark } of [first, second]) expect(mark).toMatch(/^[0-9a-f]{32}$/);
    expect(first.mark).not.toBe(second.mark);
    const { id } = await storeProposal(storesOver(open().db), caller);
    const ledger = storesOver(open().db).ledgerStore(caller);
    const lines = ["s1", "s2"].map(
      (name) => ({ proposal: id, step: StepId.parse(name), direction: "do" }) as const,
    );
    await ledger.open(
      lines.map((one) => ({ ...one, action: "set-assignee", options: null }) as const),
      [],
      [],
    );
    expect(new Set((await ledger.linesOf(id)).map(({ mark }) => mark)).size).toBe(2);
  });

  test("hears no more of a worker that another has overtaken", async () => {
    const { ledger, key, line, queue } = await openLine();
    await ledger.intend(await line(), noted);
    const overtaken = await line();
    await ledger.intend(overtaken, noted);
    const about = { proposal: key.proposal, step, direction: "do", action: "set-assignee" } as const;
    const performed: AuditEntry = { type: "step-performed", by: "app", ...about, actedAs: "app", mark: "m" };
    const then = { do: "execute", proposal: key.proposal } as const;
    expect(await ledger.fail(overtaken, "late", failed(key.proposal))).toBe(false);
    expect(await ledger.doubt(overtaken, "late", failed(key.proposal))).toBe(false);
    expect(await ledger.finish(overtaken, { result: null, actedAs: "app" }, performed)).toBe(false);
    expect(await ledger.retryLater(overtaken, new Date(), "late", "no", then)).toBe(false);
    expect(await line()).toMatchObject({ state: "intended", attempts: 2 });
    expect(queue.sent).toHaveLength(1);
    expect(await ledger.finish(await line(), { result: null, actedAs: "app" }, performed)).toBe(true);
  });

  test("hears no more of a worker whose line a person has opened anew", async () => {
    const { ledger, key, line } = await openLine();
    await ledger.intend(await line(), noted);
    const held = await line();
    await ledger.fail(held, "refused", failed(key.proposal));
    await ledger.reopen(key.proposal, "do");
    await ledger.intend(await line(), noted);
    // As many attempts as before: only the mark tells the two lives apart.
    expect(await line()).toMatchObject({ attempts: held.attempts });
    expect(await ledger.fail(held, "late", failed(key.proposal))).toBe(false);
    expect(await ledger.intend(held, noted)).toBe(false);
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
    await ledger.intend(await line(), noted);
    await ledger.doubt(await line(), "It may have happened.", failed(key.proposal));
    expect(await ledger.settle(key, true, entry)).toBe(true);
    expect(await line()).toMatchObject({ state: "done" });
    expect(await ledger.settle(key, false, entry)).toBe(false);

    const other = await openLine();
    await other.ledger.intend(await other.line(), noted);
    const unsure = await other.line();
    await other.ledger.doubt(unsure, "It may have happened.", failed(other.key.proposal));
    expect(await other.ledger.settle(other.key, false, { ...entry, happened: false })).toBe(true);
    expect(await other.line()).toMatchObject({ state: "waiting", attempts: 0, echoedAt: null });
    expect((await other.line()).mark).not.toBe(unsure.mark);
  });

  test("notes that our own trace came back, once, and ignores marks it does not know", async () => {
    const { ledger, line } = await openLine();
    const { mark } = await line();
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
          options: null,
        }) as const,
    );
    await stores.ledgerStore(caller).open(lines, [], []);
    expect((await stores.ledger(caller).linesOf([id])).map((line) => line.step)).toEqual(["s1", "s2", "s10"]);
  });
});
