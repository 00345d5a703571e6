import type { RuleCountsView, Rules, SuggestionsView } from "../contract/index.ts";
import { sayRule } from "../contract/index.ts";
import { ok, refuse, type Clock, type Result } from "../kit/index.ts";
import { suggestRules, type Suggestion } from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { FeedbackStore } from "./feedback-ports.ts";
import type { SettingsStore } from "./ports.ts";

export type SuggesterDeps = {
  feedback: (
    caller: Caller,
  ) => Pick<FeedbackStore, "corrections" | "peopleBehind" | "dismissed" | "dismiss" | "ruleCounts">;
  settings: (caller: Caller) => Pick<SettingsStore, "read" | "setRules">;
  clock: Clock;
};

const DAY_MS = 86_400_000;
/** What people wanted longer ago says little of what they want now. */
const LOOKED_BACK_MS = 180 * DAY_MS;
const COUNTED_MS = 30 * DAY_MS;
const MOST_CORRECTIONS = 5_000;
const MOST_RULES = 200;

/** Rules that people's corrections speak for; taking one over is an administrator's doing, and so is waving it off. */
export function createSuggester({ feedback, settings, clock }: SuggesterDeps) {
  async function find(caller: Caller): Promise<Suggestion[]> {
    const store = feedback(caller);
    const since = new Date(clock.now().getTime() - LOOKED_BACK_MS);
    const corrections = await store.corrections(since, MOST_CORRECTIONS);
    const named = corrections.filter(({ decided }) => decided.kind === "people");
    const people = await store.peopleBehind([...new Set(named.map(({ proposal }) => proposal))]);
    const { rules } = await settings(caller).read();
    const dismissed = new Set(await store.dismissed());
    return suggestRules(corrections, {
      known: rules,
      accountOf: (digest) => people.get(digest),
    }).filter(({ rule }) => !dismissed.has(rule.id));
  }

  async function viewSuggestions(caller: Caller): Promise<SuggestionsView> {
    const found = await find(caller);
    return {
      suggestions: found.map(({ rule, cases, corrected, examples }) => ({
        ...{ rule, title: sayRule(rule), cases, corrected },
        examples: examples.map(({ proposal, at, proposed, decided }) => ({
          ...{ proposal, at: at.toISOString(), proposed, decided },
        })),
      })),
    };
  }

  /** The site's rules with this one behind them. */
  async function acceptSuggestion(caller: Caller, id: string): Promise<Result<Rules, "none" | "full">> {
    const suggestion = (await find(caller)).find(({ rule }) => rule.id === id);
    if (suggestion === undefined) return refuse("none");
    const { rules } = await settings(caller).read();
    if (rules.length >= MOST_RULES) return refuse("full");
    const all = [...rules, suggestion.rule];
    await settings(caller).setRules(all);
    return ok(all);
  }

  /** Does not come back. False: there is no such suggestion. */
  async function dismissSuggestion(caller: Caller, id: string): Promise<boolean> {
    if (!(await find(caller)).some(({ rule }) => rule.id === id)) return false;
    await feedback(caller).dismiss(id);
    return true;
  }

  async function ruleCounts(
    caller: Caller,
    since: Date = new Date(clock.now().getTime() - COUNTED_MS),
  ): Promise<RuleCountsView> {
    return { since: since.toISOString(), rules: await feedback(caller).ruleCounts(since) };
  }

  return { viewSuggestions, acceptSuggestion, dismissSuggestion, ruleCounts };
}
