import type { Router } from "express";
import { PERSONAL_DATA_TYPES, PersonalDataRules, type PrivacyView } from "../../contract/index.ts";
import { DEFAULT_PERSONAL_DATA_POLICY } from "../../guardrails/index.ts";
import type { SettingsStore } from "../../proposals/index.ts";
import type { Caller } from "../../tenants/index.ts";
import type { PageCaller, Proven } from "../panel/api/prove-first.ts";
import { readForm } from "./say-problems.ts";

export type PrivacyRoutesDeps = { settings: (caller: Caller) => SettingsStore };

/** What is done about personal data and secrets in what people write. */
export function addPrivacyRoutes(
  router: Router,
  { settings }: PrivacyRoutesDeps,
  proven: Proven<PageCaller>,
): void {
  router.get(
    "/privacy",
    proven(async ({ caller }, _request, response) => {
      response.json(await present(caller));
    }),
  );
  router.put(
    "/privacy",
    proven(async ({ caller }, request, response) => {
      await settings(caller).setPersonalData(readForm(PersonalDataRules, request));
      response.json(await present(caller));
    }),
  );

  async function present(caller: Caller): Promise<PrivacyView> {
    const policy = await settings(caller).personalData();
    return {
      types: PERSONAL_DATA_TYPES.map((type) => ({
        ...{ type, treatment: policy[type], byDefault: DEFAULT_PERSONAL_DATA_POLICY[type] },
      })),
    };
  }
}
