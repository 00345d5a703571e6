import { ok, refuse, type Clock, type Result, type TokenPrice } from "../kit/index.ts";
import type { Caller } from "./caller.ts";
import { costOf, priceOf, toNanoUsd } from "./model-price.ts";
import type { UsageStore } from "./ports.ts";

export type Tokens = { promptTokens: number; completionTokens: number };

/** One call to a model that may be made. It ends in exactly one of these. */
export type Spending = {
  /** The server said what it took. Answers what that costs, or null where no price is known. */
  settle(used: Tokens): Promise<number | null>;
  /** It took nothing. */
  free(): Promise<void>;
  /** Nobody knows what it took: what was put aside counts as spent until the month is over. */
  keep(): Promise<void>;
};

/** Asked before each call. */
export type Meter = (atMost: Tokens) => Promise<Result<Spending, "over-budget" | "no-price">>;

/** What a tenant pays and may spend. `price` null: as the table says. */
export type ModelTerms = { model: string; price: TokenPrice | null; monthlyUsd: number | null };

export type MeterDeps = {
  usage: (caller: Caller) => UsageStore;
  clock: Clock;
  onSettled: (spent: Tokens & { model: string; nanoUsd: number | null }) => void;
};

/** Longer than any call lasts: what a killed process had put aside is free again after this. */
const CALL_MS = 10 * 60_000;

/** Counts what the caller's tenant uses of a model, and holds it to its budget for the month. */
export function createMeter(deps: MeterDeps, caller: Caller, terms: ModelTerms): Meter {
  const usage = deps.usage(caller);
  const { model, monthlyUsd } = terms;

  return async (atMost) => {
    const now = deps.clock.now();
    const price = terms.price ?? priceOf(model, now);
    if (monthlyUsd !== null && price === null) return refuse("no-price");
    const reserved =
      monthlyUsd === null || price === null
        ? null
        : await usage.reserve({
            nanoUsd: sum(cost(atMost, price)),
            limitNanoUsd: toNanoUsd(monthlyUsd),
            now,
            until: new Date(now.getTime() + CALL_MS),
          });
    if (reserved === undefined) return refuse("over-budget");
    return ok({
      async settle(used) {
        const paid = price === null ? null : cost(used, price);
        await usage.settle(reserved, { model, at: deps.clock.now(), used, paid });
        const nanoUsd = paid === null ? null : sum(paid);
        deps.onSettled({ model, ...used, nanoUsd });
        return nanoUsd;
      },
      free: async () => (reserved === null ? undefined : usage.free(reserved)),
      keep: async () => (reserved === null ? undefined : usage.keep(reserved, monthAfter(now))),
    });
  };
}

/** Works out what calls cost, holds nobody to anything and stores nothing. */
export function createPriceTag(model: string, given: TokenPrice | null, clock: Clock): Meter {
  const spending: Spending = {
    async settle(used) {
      const price = given ?? priceOf(model, clock.now());
      return price === null ? null : sum(cost(used, price));
    },
    free: async () => {},
    keep: async () => {},
  };
  return async () => ok(spending);
}

const cost = (tokens: Tokens, price: TokenPrice) => ({
  prompt: costOf(tokens.promptTokens, price.promptUsd),
  completion: costOf(tokens.completionTokens, price.completionUsd),
});
const sum = ({ prompt, completion }: { prompt: number; completion: number }) => prompt + completion;

/** Months are UTC's, for all tenants. */
export const monthOf = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
export const monthAfter = (at: Date): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
