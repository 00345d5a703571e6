import type { Router } from "express";
import {
  EngineRequest,
  type EngineKind,
  type EngineSettingsView,
  type EngineTestView,
} from "../../contract/index.ts";
import type { Clock } from "../../kit/index.ts";
import type { Caller, EngineSettings, EngineSettingsStore, PriceList } from "../../tenants/index.ts";
import type { PageCaller, Proven } from "../panel/api/prove-first.ts";
import { readEngineForm } from "./read-engine-form.ts";
import { answerProblems, readForm } from "./say-problems.ts";

export type EngineAdmin = {
  /** What answers where a site has no choice of its own. */
  byDefault: EngineSettingsView["byDefault"];
  /** Host names where a site's server may be, wherever they lead. */
  privateHosts: readonly string[];
  prices: PriceList;
  /** One real call, at the cost of the site. */
  test: (caller: Caller, settings: EngineSettings) => Promise<EngineTestView>;
};

export type EngineRoutesDeps = {
  engines: (caller: Caller) => EngineSettingsStore;
  engineAdmin: EngineAdmin;
  clock: Clock;
};

/** Which engine answers for the site. */
export function addEngineRoutes(router: Router, deps: EngineRoutesDeps, proven: Proven<PageCaller>): void {
  const { engines, engineAdmin, clock } = deps;
  router.get(
    "/engine",
    proven(async ({ caller }, _request, response) => {
      response.json(presentEngine(await engines(caller).read(), engineAdmin));
    }),
  );
  router.put(
    "/engine",
    proven(async ({ caller }, request, response) => {
      const read = await readAgainstStored(caller, readForm(EngineRequest, request));
      if (!read.ok) return answerProblems(response, read.reason);
      await engines(caller).write(read.value);
      response.json(presentEngine(read.value, engineAdmin));
    }),
  );
  router.post(
    "/engine/test",
    proven(async ({ caller }, request, response) => {
      const read = await readAgainstStored(caller, readForm(EngineRequest, request));
      if (!read.ok) return answerProblems(response, read.reason);
      response.json(await engineAdmin.test(caller, read.value));
    }),
  );

  const readAgainstStored = async (caller: Caller, form: EngineRequest) =>
    readEngineForm(form, await engines(caller).read(), {
      ...{ privateHosts: engineAdmin.privateHosts, prices: engineAdmin.prices },
      now: clock.now(),
    });
}

/** Which engine answers by this choice. */
export function engineOf(
  { engine }: EngineSettings,
  { byDefault }: Pick<EngineAdmin, "byDefault">,
): { kind: EngineKind; model: string | null } {
  if (engine === null) return { kind: byDefault.kind, model: byDefault.model };
  return { kind: engine.kind, model: engine.kind === "openai" ? engine.model : null };
}

function presentEngine(
  { engine, price, monthlyUsd, secondLook }: EngineSettings,
  { byDefault }: Pick<EngineAdmin, "byDefault">,
): EngineSettingsView {
  const model = engine?.kind === "openai" ? engine : null;
  return {
    choice: engine?.kind ?? "default",
    ...{ baseUrl: model?.baseUrl ?? "", model: model?.model ?? "", apiVersion: model?.apiVersion ?? "" },
    hasKey: model !== null && model.apiKey !== null,
    ...{ price, monthlyUsd, secondLook, byDefault },
  };
}
