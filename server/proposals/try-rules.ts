import type { Plan, Rules } from "../contract/index.ts";
import { titleOf, rowsOf, type DecisionSettings } from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import { keyOf, placeOf, type RequestStore, type SettingsStore, type StoredRequest } from "./ports.ts";
import type { createThinker } from "./think.ts";

/** What became of one request, without any rule and with the ones that were tried. */
export type RuleTry = {
  issue: string;
  text: string | null;
  without: string[];
  with: string[];
  /** Rules whose conditions held. */
  rules: { title: string; fired: boolean; words: string }[];
};
export type RuleTrial = (caller: Caller, rules: Rules | undefined) => Promise<RuleTry[]>;

const MOST_TRIED = 20;

export type RuleTrialDeps = {
  requests: (caller: Caller) => Pick<RequestStore, "latest">;
  settings: (caller: Caller) => Pick<SettingsStore, "read">;
  ask: ReturnType<typeof createThinker>["ask"];
};

/** Plans a site's last requests once without and once with these rules, or its own. Stores nothing. */
export function createRuleTrial({ requests, settings, ask }: RuleTrialDeps): RuleTrial {
  async function tryOn(
    caller: Caller,
    request: StoredRequest,
    under: DecisionSettings,
  ): Promise<RuleTry | undefined> {
    const { origin, text, commentId, requestedBy: by } = request;
    // The engine is asked once: what differs is the rules and nothing else.
    const asked = await ask(caller, placeOf(request), { origin, text, commentId, by }, under);
    if (!asked.ok) return undefined;
    const plain = asked.value({ ...under, rules: [] });
    const ruled = asked.value(under);
    return {
      ...{ issue: keyOf(request), text },
      without: plain.ok ? saySteps(plain.value.plan) : [],
      with: ruled.ok ? saySteps(ruled.value.plan) : [],
      rules: (ruled.ok ? (ruled.value.plan.trace.rules ?? []) : []).map(({ title, fired, words }) => ({
        ...{ title, fired, words },
      })),
    };
  }

  return async function tryRules(caller, rules) {
    const own = await settings(caller).read();
    const under = { ...own, rules: rules ?? own.rules };
    const tries: RuleTry[] = [];
    for (const request of await requests(caller).latest(MOST_TRIED)) {
      const tried = await tryOn(caller, request, under);
      if (tried !== undefined) tries.push(tried);
    }
    return tries;
  };
}

/** A person is told by their account: names are for whoever may ask Jira for them. */
const saySteps = ({ steps }: Plan): string[] =>
  steps.map(({ action }) => {
    const fields =
      action.type === "create-issue"
        ? ` (${rowsOf(action)
            .map(({ name }) => name)
            .join(", ")})`
        : "";
    return `${titleOf(action, (account) => account)}${fields}`;
  });
