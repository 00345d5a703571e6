import type { Router } from "express";
import { RulesRequest, type RulesView, type RuleTriesView } from "../../contract/index.ts";
import { AppError, hashCanonical } from "../../kit/index.ts";
import type { RuleTrial, SettingsStore } from "../../proposals/index.ts";
import type { Caller } from "../../tenants/index.ts";
import type { PageCaller, Proven } from "../panel/api/prove-first.ts";
import { readForm } from "./say-problems.ts";

export type RulesRoutesDeps = { settings: (caller: Caller) => SettingsStore; tryRules: RuleTrial };

/** The site's rules, in order. */
export function addRulesRoutes(
  router: Router,
  { settings, tryRules }: RulesRoutesDeps,
  proven: Proven<PageCaller>,
): void {
  const read = async (caller: Caller) => (await settings(caller).read()).rules;
  router.get(
    "/rules",
    proven(async ({ caller }, _request, response) => {
      response.json(present(await read(caller)));
    }),
  );
  router.put(
    "/rules",
    proven(async ({ caller }, request, response) => {
      const { rules, before } = readForm(RulesRequest, request);
      if (before !== undefined && before !== hashCanonical(await read(caller)))
        throw new AppError("conflict", "The rules were changed meanwhile", {
          said: "Somebody else changed the rules meanwhile. Reload, and make your change again.",
        });
      await settings(caller).setRules(rules);
      response.json(present(rules));
    }),
  );
  router.post(
    "/rules/try",
    proven(async ({ caller }, request, response) => {
      const { rules } = readForm(RulesRequest, request);
      const tries = await tryRules(caller, rules);
      // What people typed is for who typed it.
      const view: RuleTriesView = { tries: tries.map(({ text: _own, ...shown }) => shown) };
      response.json(view);
    }),
  );
}

const present = (rules: RulesView["rules"]): RulesView => ({ rules, version: hashCanonical(rules) });
