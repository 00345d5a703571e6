import { expect, test } from "vitest";
import { ReservationId, TenantId } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import type { UsageStore } from "../../server/tenants/index.ts";
import { openDatabase } from "../../server/records/index.ts";
import { runInOtherProcess } from "../environment/run-in-other-process.ts";
import { callerOf, makeTenant, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

const NOW = new Date("2026-11-23T10:00:00Z");
const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const about = { use: "plan", project: "SHOP", siteNanoUsd: 100 } as const;
const used = { promptTokens: 100, completionTokens: 10 };

describeOnEachDatabase("a tenant's budget for models", (open) => {
  async function someUsage() {
    const { db } = open();
    const id = TenantId.parse(newId());
    await makeTenant(db, id, `https://${id}.test`);
    return { id, usage: storesOver(db).usage(callerOf(id)) };
  }
  const ask = { ...about, nanoUsd: 30, tokens: 10, now: NOW, until: minutesLater(10) };
  const reserved = async (usage: UsageStore, asked: Parameters<UsageStore["reserve"]>[0] = ask) => {
    const made = await usage.reserve(asked);
    return made.ok ? made.value : undefined;
  };

  test("counts calls in flight: however many ask at once, no more is put aside than there is", async () => {
    const { usage } = await someUsage();
    const made = await Promise.all(Array.from({ length: 12 }, () => reserved(usage)));
    expect(made.filter((one) => one !== undefined)).toHaveLength(3);
    expect((await usage.month(NOW)).reservedNanoUsd).toBe(90);
  });

  test("counts what was settled in its place, and what was freed not at all", async () => {
    const { usage } = await someUsage();
    const [first, second] = [await reserved(usage), await reserved(usage)];
    if (first === undefined || second === undefined || second === null) throw new Error("Not put aside");
    await usage.settle(first, { ...about, model: "m", at: NOW, used, paid: { prompt: 50, completion: 15 } });
    await usage.free(second);
    expect(await usage.month(NOW)).toEqual({
      lines: [
        { day: "2026-11-23", model: "m", direction: "prompt", tokens: 100, unpricedTokens: 0, nanoUsd: 50 },
        {
          day: "2026-11-23",
          model: "m",
          direction: "completion",
          tokens: 10,
          unpricedTokens: 0,
          nanoUsd: 15,
        },
      ],
      reservedNanoUsd: 0,
    });
    expect(await reserved(usage)).toBeDefined();
    expect(await reserved(usage)).toBeUndefined();
  });

  test("adds up by day, model and direction, and counts tokens whose price nobody knows apart", async () => {
    const { usage } = await someUsage();
    const paid = { prompt: 1, completion: 2 };
    for (const [model, price] of [
      ["a", paid],
      ["a", paid],
      ["a", null],
      ["b", null],
    ] as const)
      await usage.settle(null, { ...about, model, at: NOW, used, paid: price });
    await usage.settle(null, { ...about, model: "a", at: new Date("2026-11-01T00:00:00Z"), used, paid });
    await usage.settle(null, { ...about, model: "a", at: new Date("2026-10-31T23:59:59Z"), used, paid });
    const { lines } = await usage.month(NOW);
    expect(
      lines.map((line) => [line.day, line.model, line.tokens, line.unpricedTokens, line.nanoUsd]),
    ).toEqual([
      ["2026-11-01", "a", 100, 0, 1],
      ["2026-11-01", "a", 10, 0, 2],
      ["2026-11-23", "a", 300, 100, 2],
      ["2026-11-23", "a", 30, 10, 4],
      ["2026-11-23", "b", 100, 100, 0],
      ["2026-11-23", "b", 10, 10, 0],
    ]);
  });

  test("begins anew with each month", async () => {
    const { usage } = await someUsage();
    await usage.settle(null, { ...about, model: "m", at: NOW, used, paid: { prompt: 100, completion: 0 } });
    expect(await reserved(usage)).toBeUndefined();
    const december = new Date("2026-12-01T00:00:00Z");
    expect(await reserved(usage, { ...ask, now: december, until: december })).toBeDefined();
  });

  test("gets back what a killed process had put aside, once no call can still be under way", async () => {
    const { usage } = await someUsage();
    for (let at = 0; at < 3; at += 1) await reserved(usage);
    expect(await reserved(usage, { ...ask, now: minutesLater(9), until: minutesLater(19) })).toBeUndefined();
    expect(await reserved(usage, { ...ask, now: minutesLater(10), until: minutesLater(20) })).toBeDefined();
  });

  test("keeps aside what nobody knows the cost of, until then", async () => {
    const { usage } = await someUsage();
    const held = await reserved(usage, { ...ask, nanoUsd: 90 });
    await usage.keep(held ?? ReservationId.parse(newId()), new Date("2026-12-01T00:00:00Z"));
    expect(await reserved(usage, { ...ask, now: minutesLater(60), until: minutesLater(70) })).toBeUndefined();
  });

  test("is one over all processes", async () => {
    const { config } = open();
    const { id, usage } = await someUsage();
    // Only one process can open the embedded database.
    if (config === null) return;
    const there = runInOtherProcess("reserve-all.ts", { database: config, tenantId: id, ask, times: 40 });
    const here = Promise.all(
      Array.from({ length: 40 }, () => reserved(usage, { ...ask, siteNanoUsd: 1_000 })),
    );
    const mine = (await here).filter((one) => one !== undefined).length;
    const theirs = Number(await there);
    expect(mine + theirs).toBe(33);
    expect((await usage.month(NOW)).reservedNanoUsd).toBe(990);
    const again = await openDatabase(config, { onError: () => {} });
    const elsewhere = storesOver(again).usage(callerOf(id));
    expect(await reserved(elsewhere, { ...ask, siteNanoUsd: 1_000 })).toBeUndefined();
    await again.close();
  });
});
