import type { BudgetWarning, ModelUse } from "../contract/index.ts";
import { ok, refuse, type Clock, type Result, type TokenPrice } from "../kit/index.ts";
import type { Caller } from "./caller.ts";
import { costOf, createPriceList, toNanoUsd, type PriceList } from "./model-price.ts";
import type { BrokenCap, UsageStore } from "./ports.ts";

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

/** What a call is for, and in which project. */
export type CallPurpose = { use: ModelUse; project: string | null };

/** Why a call may not be made, in words that name the limit. */
export type MeterRefusal = { code: "over-budget" | "no-price"; said: string };

/** Asked before each call. */
export type Meter = (atMost: Tokens, purpose: CallPurpose) => Promise<Result<Spending, MeterRefusal>>;

/** What a tenant pays and may spend. `price` null: as the table says. */
export type ModelTerms = { model: string; price: TokenPrice | null; monthlyUsd: number | null };

export type MeterDeps = {
  usage: (caller: Caller) => UsageStore;
  clock: Clock;
  prices?: PriceList;
  /** A limit of the month has been reached so far for the first time. */
  onWarned?: (warning: BudgetWarning) => void;
  onSettled: (spent: Tokens & { model: string; nanoUsd: number | null }) => void;
};

/** Longer than any call lasts: what a killed process had put aside is free again after this. */
const CALL_MS = 10 * 60_000;

/** Counts what the caller's tenant uses of a model, and holds it to its budget for the month. */
export function createMeter(deps: MeterDeps, caller: Caller, terms: ModelTerms): Meter {
  const usage = deps.usage(caller);
  const { model, monthlyUsd } = terms;
  const { prices = createPriceList(), onWarned } = deps;
  const warn = (warned: readonly BudgetWarning[]) => warned.forEach((one) => onWarned?.(one));

  return async (atMost, purpose) => {
    const now = deps.clock.now();
    const price = terms.price ?? prices.priceOf(model, now);
    const asked = { ...purpose, siteNanoUsd: monthlyUsd === null ? null : toNanoUsd(monthlyUsd) };
    const made = await usage.reserve({
      ...asked,
      nanoUsd: price === null ? null : sum(cost(atMost, price)),
      tokens: atMost.promptTokens + atMost.completionTokens,
      ...{ now, until: new Date(now.getTime() + CALL_MS) },
    });
    if (!made.ok) {
      const { code, cap, warned } = made.reason;
      warn(warned);
      return refuse({ code, said: code === "over-budget" ? sayOverBudget(cap) : NO_PRICE });
    }
    const reserved = made.value;
    return ok({
      async settle(used) {
        const paid = price === null ? null : cost(used, price);
        warn(await usage.settle(reserved, { ...asked, model, at: deps.clock.now(), used, paid }));
        const nanoUsd = paid === null ? null : sum(paid);
        deps.onSettled({ model, ...used, nanoUsd });
        return nanoUsd;
      },
      free: async () => (reserved === null ? undefined : usage.free(reserved)),
      keep: async () => (reserved === null ? undefined : usage.keep(reserved, monthAfter(now))),
    });
  };
}

const NO_PRICE = "There is a budget for the model, but its price is not known";
const USES: Readonly<Record<string, string>> = {
  plan: "plans",
  look: "second looks",
  repair: "asking once more",
  trial: "trials",
};

/** Which limit it is, for whoever wonders why another engine answered. */
function sayOverBudget({ scope, name, unit }: BrokenCap): string {
  const what = unit === "usd" ? "budget" : "tokens";
  const where =
    scope === "site" ? "" : scope === "project" ? ` in project ${name}` : ` for ${USES[name] ?? name}`;
  return `This month's ${what} for the model${where} ${unit === "usd" ? "is" : "are"} used up`;
}

/** Works out what calls cost, holds nobody to anything and stores nothing. */
export function createPriceTag(
  model: string,
  given: TokenPrice | null,
  clock: Clock,
  prices: PriceList = createPriceList(),
): Meter {
  const spending: Spending = {
    async settle(used) {
      const price = given ?? prices.priceOf(model, clock.now());
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
