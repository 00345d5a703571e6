import type { DatedPrice, PriceTable, TokenPrice } from "../kit/index.ts";

/**
 * What OpenAI asks for its models, from the first day on which it is known here; input that the server had cached is
 * counted as if it were new. The price of another server's model is whatever its operator says, and so is any of these
 * where the operator knows better. Add a line when a price changes; the old one stays for what was used before.
 */
const BUILT_IN: PriceTable = new Map(
  Object.entries({
    "gpt-4o": [{ from: "2024-10-01", promptUsd: 2.5, completionUsd: 10 }],
    "gpt-4o-mini": [{ from: "2024-07-18", promptUsd: 0.15, completionUsd: 0.6 }],
    "gpt-4.1": [{ from: "2025-04-14", promptUsd: 2, completionUsd: 8 }],
    "gpt-4.1-mini": [{ from: "2025-04-14", promptUsd: 0.4, completionUsd: 1.6 }],
    "gpt-4.1-nano": [{ from: "2025-04-14", promptUsd: 0.1, completionUsd: 0.4 }],
    "gpt-5": [{ from: "2025-08-07", promptUsd: 1.25, completionUsd: 10 }],
    "gpt-5-mini": [{ from: "2025-08-07", promptUsd: 0.25, completionUsd: 2 }],
    "gpt-5-nano": [{ from: "2025-08-07", promptUsd: 0.05, completionUsd: 0.4 }],
    "gpt-5.1": [{ from: "2025-11-13", promptUsd: 1.25, completionUsd: 10 }],
    "gpt-5.2": [{ from: "2025-12-11", promptUsd: 1.75, completionUsd: 14 }],
    "gpt-5.4": [{ from: "2026-03-31", promptUsd: 2.5, completionUsd: 15 }],
    "gpt-5.4-mini": [{ from: "2026-03-31", promptUsd: 0.75, completionUsd: 4.5 }],
    "gpt-6-astra": [{ from: "2026-09-03", promptUsd: 10, completionUsd: 50 }],
    "gpt-6-sol": [{ from: "2026-09-22", promptUsd: 2, completionUsd: 10 }],
    "gpt-6-luna": [{ from: "2026-09-22", promptUsd: 0.1, completionUsd: 0.5 }],
  }),
);

export type ListedPrice = DatedPrice & { model: string; source: "built-in" | "operator" };

/** What models cost. What the operator says of a model takes the place of all that is known of it here. */
export function createPriceList(own: PriceTable = new Map()) {
  const table: PriceTable = new Map([...BUILT_IN, ...own]);
  return {
    /** The model's price on this day, or null when nobody here knows it. A dated snapshot costs what its model costs. */
    priceOf(model: string, on: Date): TokenPrice | null {
      const day = on.toISOString().slice(0, 10);
      const known = table.get(model) ?? table.get(model.replace(/-\d{4}-\d{2}-\d{2}$/, "")) ?? [];
      const dated = known.findLast(({ from }) => from <= day);
      return dated === undefined ? null : { promptUsd: dated.promptUsd, completionUsd: dated.completionUsd };
    },
    /** Whether the table has it: only such names may become a label that everybody can read. */
    isListed: (model: string): boolean => table.has(model),
    all: (): ListedPrice[] =>
      [...table]
        .flatMap(([model, prices]) =>
          prices.map((price) => ({
            ...{ model, ...price },
            source: own.has(model) ? ("operator" as const) : ("built-in" as const),
          })),
        )
        .toSorted(
          (a, b) => (a.model < b.model ? -1 : Number(a.model > b.model)) || (a.from < b.from ? -1 : 1),
        ),
  };
}

export type PriceList = ReturnType<typeof createPriceList>;

/** Billionths of a dollar: whole numbers, so that sums are exact. A token of the cheapest model costs fifty. */
export const costOf = (tokens: number, usdPerMillion: number): number =>
  Math.round(tokens * usdPerMillion * 1_000);

export const toNanoUsd = (usd: number): number => Math.round(usd * 1e9);
export const toUsd = (nanoUsd: number): number => nanoUsd / 1e9;
