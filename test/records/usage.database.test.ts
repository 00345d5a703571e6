import { expect, test } from "vitest";
import { ReservationId, TenantId } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { openDatabase } from "../../server/records/index.ts";
import { runInOtherProcess } from "../environment/run-in-other-process.ts";
import { callerOf, makeTenant, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

const NOW = new Date("2026-11-23T10:00:00Z");
const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const used = { promptTokens: 100, completionTokens: 10 };

describeOnEachDatabase("a tenant's budget for models", (open) => {
  async function someUsage() {
    const { db } = open();
    const id = TenantId.parse(newId());
    await makeTenant(db, id, `https://${id}.test`);
    return { id, usage: storesOver(db).usage(callerOf(id)) };
  }
  const ask = { nanoUsd: 30, limitNanoUsd: 100, now: NOW, until: minutesLater(10) };

  test("counts calls in flight: however many ask at once, no more is put aside than there is", async () => {
    const { usage } = await someUsage();
    const made = await Promise.all(Array.from({ length: 12 }, () => usage.reserve(ask)));
    expect(made.filter((one) => one !== undefined)).toHaveLength(3);
    expect((await usage.month(NOW)).reservedNanoUsd).toBe(90);
  });

  test("counts what was settled in its place, and what was freed not at all", async () => {
    const { usage } = await someUsage();
    const [first, second] = [await usage.reserve(ask), await usage.reserve(ask)];
    if (first === undefined || second === undefined) throw new Error("Not put aside");
    await usage.settle(first, { model: "m", at: NOW, used, paid: { prompt: 50, completion: 15 } });
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
    expect(await usage.reserve(ask)).toBeDefined();
    expect(await usage.reserve(ask)).toBeUndefined();
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
      await usage.settle(null, { model, at: NOW, used, paid: price });
    await usage.settle(null, { model: "a", at: new Date("2026-11-01T00:00:00Z"), used, paid });
    await usage.settle(null, { model: "a", at: new Date("2026-10-31T23:59:59Z"), used, paid });
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
    await usage.settle(null, { model: "m", at: NOW, used, paid: { prompt: 100, completion: 0 } });
    expect(await usage.reserve(ask)).toBeUndefined();
    const december = new Date("2026-12-01T00:00:00Z");
    expect(await usage.reserve({ ...ask, now: december, until: december })).toBeDefined();
  });

  test("gets back what a killed process had put aside, once no call can still be under way", async () => {
    const { usage } = await someUsage();
    for (let at = 0; at < 3; at += 1) await usage.reserve(ask);
    expect(await usage.reserve({ ...ask, now: minutesLater(9), until: minutesLater(19) })).toBeUndefined();
    expect(await usage.reserve({ ...ask, now: minutesLater(10), until: minutesLater(20) })).toBeDefined();
  });

  test("keeps aside what nobody knows the cost of, until then", async () => {
    const { usage } = await someUsage();
    const held = await usage.reserve({ ...ask, nanoUsd: 90 });
    await usage.keep(held ?? ReservationId.parse(newId()), new Date("2026-12-01T00:00:00Z"));
    expect(await usage.reserve({ ...ask, now: minutesLater(60), until: minutesLater(70) })).toBeUndefined();
  });

  test("is one over all processes", async () => {
    const { config } = open();
    const { id, usage } = await someUsage();
    // Only one process can open the embedded database.
    if (config === null) return;
    const there = runInOtherProcess("reserve-all.ts", { database: config, tenantId: id, ask, times: 40 });
    const here = Promise.all(
      Array.from({ length: 40 }, () => usage.reserve({ ...ask, limitNanoUsd: 1_000 })),
    );
    const mine = (await here).filter((one) => one !== undefined).length;
    const theirs = Number(await there);
    expect(mine + theirs).toBe(33);
    expect((await usage.month(NOW)).reservedNanoUsd).toBe(990);
    const again = await openDatabase(config, { onError: () => {} });
    expect(
      await storesOver(again)
        .usage(callerOf(id))
        .reserve({ ...ask, limitNanoUsd: 1_000 }),
    ).toBeUndefined();
    await again.close();
  });
});
