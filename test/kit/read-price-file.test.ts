import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadConfig } from "../../server/kit/index.ts";
import { createPriceList } from "../../server/tenants/index.ts";
import { forecastOf } from "../../server/tenants/view-usage.ts";

const folder = mkdtempSync(path.join(tmpdir(), "ticketsmith-prices-"));
afterAll(() => rmSync(folder, { recursive: true }));
const withFile = (content: string) => {
  const file = path.join(folder, "prices.json");
  writeFileSync(file, content);
  return loadConfig({ MODEL_PRICES: file });
};
const price = { promptUsd: 1, completionUsd: 2 };

describe("an operator's own prices", () => {
  test("stand over the table that comes along, and leave the rest of it", () => {
    const { models } = withFile(
      JSON.stringify({
        "gpt-4o": [
          { ...price, from: "2026-02-01" },
          { ...price, promptUsd: 0, from: "2026-01-01" },
        ],
        mine: { promptUsd: 0, completionUsd: 0 },
      }),
    );
    const { priceOf, isListed, all } = createPriceList(models.prices);
    expect(priceOf("gpt-4o", new Date("2026-03-01"))).toEqual(price);
    expect(priceOf("gpt-4o", new Date("2026-01-15"))).toEqual({ ...price, promptUsd: 0 });
    expect(priceOf("gpt-4o", new Date("2025-12-01"))).toBeNull();
    expect(priceOf("mine", new Date("2020-01-01"))).toEqual({ promptUsd: 0, completionUsd: 0 });
    expect(priceOf("gpt-4o-mini", new Date("2026-01-15"))).toEqual({ promptUsd: 0.15, completionUsd: 0.6 });
    expect([isListed("mine"), isListed("constructor")]).toEqual([true, false]);
    expect(all().find(({ model }) => model === "mine")?.source).toBe("operator");
  });

  test.each([
    ["{", "it is no JSON"],
    ['{"a": {"promptUsd": -1, "completionUsd": 2}}', "promptUsd must be a number of dollars, 0 or more"],
    ['{"a": {"promptUsd": "secret-1", "completionUsd": 2}}', "promptUsd must be a number of dollars"],
    ['{"a": {"promptUsd": 1}}', "completionUsd must be a number of dollars"],
    ['{"a": [{"promptUsd": 1, "completionUsd": 2, "from": "soon"}]}', "from must be a day such as"],
    ["[]", "an entry must be"],
  ])("%s keeps the server from starting, and the message says why", (content, why) => {
    expect(() => withFile(content)).toThrow(why);
    expect(() => withFile(content)).toThrow(/MODEL_PRICES must be the path of a JSON file/);
    expect(() => withFile(content)).not.toThrow(/secret-1/);
  });

  test("a file that is not there is named by its setting", () => {
    expect(() => loadConfig({ MODEL_PRICES: path.join(folder, "none.json") })).toThrow(
      /MODEL_PRICES must be .*it cannot be read/,
    );
  });
});

describe("a forecast for the month", () => {
  const day = (number: number, nanoUsd: number) => ({
    ...{ day: `2026-11-${String(number).padStart(2, "0")}`, model: "m", project: "", use: "plan" },
    ...{ tokens: nanoUsd, unpricedTokens: 0, nanoUsd },
  });

  test("goes on as it went, with no range where every day was the same", () => {
    const ten = Array.from({ length: 10 }, (_, at) => day(at + 1, 100));
    expect(forecastOf(ten, new Date("2026-11-11T00:00:00Z"))).toEqual({
      ...{ nanoUsd: 3_000, tokens: 3_000, range: { lowNanoUsd: 3_000, highNanoUsd: 3_000 } },
    });
  });

  test("is wider where the days differ, and never under what is spent", () => {
    const { range } = forecastOf([day(2, 1_000)], new Date("2026-11-11T00:00:00Z")) ?? { range: null };
    expect(range?.lowNanoUsd).toBeGreaterThanOrEqual(1_000);
    expect(range?.highNanoUsd).toBeGreaterThan(3_000);
  });

  test("has nothing to go by on the first day, and no range in the first three", () => {
    expect(forecastOf([day(1, 9)], new Date("2026-11-01T23:59:59Z"))).toBeNull();
    expect(forecastOf([day(1, 9)], new Date("2026-11-03T00:00:00Z"))?.range).toBeNull();
    expect(forecastOf([], new Date("2026-11-11T00:00:00Z"))?.nanoUsd).toBe(0);
  });
});
