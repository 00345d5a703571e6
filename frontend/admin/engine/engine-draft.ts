import type { EngineRequest, EngineSettingsView } from "../../../server/contract/index.ts";

/** The form as it is typed: numbers are texts until they are sent. */
export type EngineDraft = {
  choice: EngineRequest["choice"];
  baseUrl: string;
  model: string;
  apiVersion: string;
  key: string;
  forgetKey: boolean;
  promptUsd: string;
  completionUsd: string;
  monthlyUsd: string;
  secondLook: "default" | "on" | "off";
};

export function toDraft(view: EngineSettingsView): EngineDraft {
  const { choice, baseUrl, model, apiVersion, price, monthlyUsd, secondLook } = view;
  return {
    ...{ choice, baseUrl, model, apiVersion, key: "", forgetKey: false },
    promptUsd: price === null ? "" : String(price.promptUsd),
    completionUsd: price === null ? "" : String(price.completionUsd),
    monthlyUsd: monthlyUsd === null ? "" : String(monthlyUsd),
    secondLook: secondLook === null ? "default" : secondLook ? "on" : "off",
  };
}

export function fromDraft(draft: EngineDraft): EngineRequest {
  const { choice, baseUrl, model, apiVersion, key, forgetKey, secondLook } = draft;
  const isPriced = draft.promptUsd !== "" && draft.completionUsd !== "";
  return {
    ...{ choice, baseUrl, model, apiVersion },
    ...(forgetKey ? { key: null } : key === "" ? {} : { key }),
    price: isPriced
      ? { promptUsd: Number(draft.promptUsd), completionUsd: Number(draft.completionUsd) }
      : null,
    monthlyUsd: draft.monthlyUsd === "" ? null : Number(draft.monthlyUsd),
    secondLook: secondLook === "default" ? null : secondLook === "on",
  };
}
