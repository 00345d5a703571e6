import { beforeEach, expect, test } from "vitest";
import { TenantId, type Cap } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import type { Stores } from "../../server/records/index.ts";
import { createMeter, createUsageViewer, type AskedCall, type Caller } from "../../server/tenants/index.ts";
import { A_CALL, callerOf, makeTenant, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

const NOW = new Date("2026-11-23T10:00:00Z");
const UNTIL = new Date("2026-11-23T10:10:00Z");
const used = { promptTokens: 30, completionTokens: 10 };

describeOnEachDatabase("limits on what models may cost", (open) => {
  let id: TenantId;
  let caller: Caller;
  let stores: Stores;
  beforeEach(async () => {
    id = TenantId.parse(newId());
    await makeTenant(open().db, id, `https://${id}.test`);
    caller = callerOf(id);
    stores = storesOver(open().db);
  });
  const usage = () => stores.usage(caller);
  const cap = (over: Partial<Cap>) =>
    stores
      .budgets(caller)
      .setCap({ scope: "site", name: "", monthlyUsd: null, monthlyTokens: null, ...over });
  const ask = (over: Partial<AskedCall> = {}) =>
    usage().reserve({
      ...{ ...A_CALL, siteNanoUsd: null, nanoUsd: 40, tokens: 40, now: NOW, until: UNTIL },
      ...over,
    });
  const brokenBy = async (over: Partial<AskedCall> = {}) => {
    const made = await ask(over);
    return made.ok ? null : `${made.reason.code}: ${made.reason.cap.scope} ${made.reason.cap.unit}`;
  };
  const spend = (over: Partial<AskedCall> = {}, at = NOW) =>
    usage().settle(null, {
      ...{ ...A_CALL, siteNanoUsd: null, model: "m", at, used, paid: { prompt: 30, completion: 10 } },
      ...over,
    });

  test("hold for a site, a project and a use, each alone and all together", async () => {
    await cap({ scope: "project", name: "SHOP", monthlyTokens: 100 });
    await cap({ scope: "use", name: "look", monthlyUsd: 60e-9 });
    await cap({ monthlyTokens: 140 });
    expect(await brokenBy()).toBeNull();
    expect(await brokenBy()).toBeNull();
    expect(await brokenBy()).toBe("over-budget: project tokens");
    expect(await brokenBy({ project: "OPS", use: "look" })).toBeNull();
    expect(await brokenBy({ project: "OPS", use: "look", tokens: 1 })).toBe("over-budget: use usd");
    expect(await brokenBy({ project: "OPS" })).toBe("over-budget: site tokens");
    expect(await brokenBy({ project: null, use: "trial", tokens: 20 })).toBeNull();
  });

  test("of two that ask for the last of it, one gets it", async () => {
    await cap({ scope: "project", name: "SHOP", monthlyTokens: 100 });
    const made = await Promise.all(Array.from({ length: 12 }, () => ask()));
    expect(made.filter(({ ok }) => ok)).toHaveLength(2);
  });

  test("count what was spent in place of what was put aside, and begin anew with the month, which is UTC's", async () => {
    await cap({ monthlyTokens: 80 });
    await spend();
    await spend({}, new Date("2026-10-31T23:59:59Z"));
    expect(await brokenBy({ tokens: 40 })).toBeNull();
    expect(await brokenBy({ tokens: 1 })).toBe("over-budget: site tokens");
    const lastMoment = { now: new Date("2026-11-30T23:59:59.999Z"), until: new Date("2026-12-01T00:00:00Z") };
    const december = { now: new Date("2026-12-01T00:00:00Z"), until: new Date("2026-12-01T00:10:00Z") };
    const plain = { ...A_CALL, siteNanoUsd: null, nanoUsd: 0, tokens: 41 };
    await spend({ project: "OPS" }, december.now);
    expect((await usage().reserve({ ...plain, ...lastMoment })).ok).toBe(false);
    expect((await usage().reserve({ ...plain, tokens: 40, ...lastMoment })).ok).toBe(true);
    expect((await usage().reserve({ ...plain, tokens: 40, ...december })).ok).toBe(true);
  });

  test("the engine's own limit holds beside them, and of two on the same thing the lower", async () => {
    await cap({ monthlyUsd: 100e-9 });
    expect(await brokenBy({ siteNanoUsd: 30 })).toBe("over-budget: site usd");
    expect(await brokenBy({ siteNanoUsd: 1_000, nanoUsd: 101 })).toBe("over-budget: site usd");
    expect(await brokenBy({ siteNanoUsd: 1_000, nanoUsd: 100 })).toBeNull();
  });

  test("in dollars let nothing through that has no price, in tokens they do, and of nothing nothing goes", async () => {
    await cap({ scope: "project", name: "SHOP", monthlyTokens: 100 });
    expect(await brokenBy({ nanoUsd: null })).toBeNull();
    await cap({ scope: "use", name: "plan", monthlyUsd: 5 });
    expect(await brokenBy({ nanoUsd: null })).toBe("no-price: use usd");
    await cap({ scope: "project", name: "SHOP", monthlyTokens: 0 });
    expect(await brokenBy()).toBe("over-budget: project tokens");
    // What costs nothing by its price fits into any number of dollars.
    await cap({ scope: "project", name: "SHOP" });
    await cap({ scope: "use", name: "plan", monthlyUsd: 0 });
    expect(await brokenBy({ nanoUsd: 0 })).toBeNull();
    expect(await brokenBy({ nanoUsd: 1 })).toBe("over-budget: use usd");
  });

  test("warn at 50, 80 and 100 percent, each once a month, also when several get there together", async () => {
    await cap({ monthlyTokens: 200 });
    const levels = async () => (await stores.budgets(caller).warnings(NOW)).map(({ level }) => level);
    expect(await spend()).toEqual([]);
    await spend();
    expect(await spend()).toMatchObject([{ scope: "site", unit: "tokens", level: 50 }]);
    const warned = (await Promise.all(["A", "B", "C"].map((project) => spend({ project }))))
      .flat()
      .map(({ level }) => level);
    expect(warned.toSorted((a, b) => a - b)).toEqual([80, 100]);
    expect(await brokenBy()).toBe("over-budget: site tokens");
    expect((await levels()).toSorted((a, b) => a - b)).toEqual([50, 80, 100]);
    const logged = await stores.audit.list(caller, { limit: 50, types: ["budget-warned"] });
    expect(logged.map(({ entry }) => entry["level"])).toEqual([100, 80, 50]);
    expect(await spend({}, new Date("2026-12-01T00:00:00Z"))).toEqual([]);
  });

  test("a call that is refused says by which limit, and is the last warning", async () => {
    await cap({ scope: "project", name: "SHOP", monthlyTokens: 10 });
    const warned: unknown[] = [];
    const meter = createMeter(
      {
        usage: stores.usage,
        clock: { now: () => NOW },
        onSettled: () => {},
        onWarned: (one) => warned.push(one),
      },
      caller,
      { model: "m", price: null, monthlyUsd: null },
    );
    const purpose = { use: "plan", project: "SHOP" } as const;
    const refused = {
      code: "over-budget",
      said: "This month's tokens for the model in project SHOP are used up",
    };
    for (let n = 0; n < 2; n += 1)
      expect(await meter({ promptTokens: 9, completionTokens: 9 }, purpose)).toEqual({
        ...{ ok: false, reason: refused },
      });
    expect(warned).toEqual([
      { scope: "project", name: "SHOP", unit: "tokens", level: 100, at: NOW.toISOString() },
    ]);
  });

  test("are shown with how full they are, beside what was used by day, model, use and project", async () => {
    await cap({ monthlyUsd: 200e-9 });
    await cap({ scope: "project", name: "SHOP", monthlyTokens: 400 });
    await spend({}, new Date("2026-11-01T00:00:00Z"));
    await spend({ project: "OPS", use: "look" });
    await ask();
    const view = createUsageViewer({
      ...{ usage: stores.usage, budgets: stores.budgets, clock: { now: () => NOW } },
      siteNanoUsdOf: async () => 100,
    });
    const shown = await view(caller);
    expect(shown.total).toEqual({ nanoUsd: 80, tokens: 80, unpricedTokens: 0 });
    expect(shown.byDay.map(({ key, nanoUsd }) => [key, nanoUsd])).toEqual([
      ["2026-11-01", 40],
      ["2026-11-23", 40],
    ]);
    expect(shown.byProject.map(({ key }) => key)).toEqual(["OPS", "SHOP"]);
    expect(shown.byUse.map(({ key }) => key)).toEqual(["look", "plan"]);
    expect(shown.caps).toEqual([
      { scope: "site", name: "", unit: "usd", limit: 100, used: 80, reserved: 40, share: 1.2 },
      { scope: "project", name: "SHOP", unit: "tokens", limit: 400, used: 40, reserved: 40, share: 0.2 },
    ]);
    expect(shown.forecast?.nanoUsd).toBe(Math.round((80 * 30) / (22 + 10 / 24)));
    const before = await view(caller, new Date("2026-10-05T00:00:00Z"));
    expect([before.total.tokens, before.forecast, before.reserved.tokens]).toEqual([0, null, 0]);
  });

  test("are laid down and taken away on the record", async () => {
    await cap({ scope: "project", name: "SHOP", monthlyUsd: 2.5, monthlyTokens: 9 });
    await cap({ scope: "project", name: "SHOP" });
    expect(await stores.budgets(caller).caps()).toEqual([]);
    const logged = await stores.audit.list(caller, { limit: 2 });
    expect(logged.map(({ entry }) => entry["to"])).toEqual([
      ...["project SHOP: no limit", "project SHOP: $2.5, 9 tokens a month"],
    ]);
  });
});
