import type { EngineFaultReason } from "./engine-fault.ts";

/** Why a model did not answer, in words for a plan's notes. */
export const FAULT_WORDS: Readonly<Record<EngineFaultReason, string>> = {
  timeout: "The model did not answer in time",
  aborted: "The call to the model was given up",
  unreachable: "The model could not be reached",
  "broken-off": "The model's answer broke off",
  "not-allowed": "The model's server did not accept the key",
  "no-such-model": "The model's server does not know the model",
  "no-credit": "The account with the model's server has no credit left",
  busy: "The model was too busy",
  "too-long": "The texts were too long for the model",
  "not-offered": "The model's server did not take the question",
  refused: "The model declined to answer",
  empty: "The model gave no answer",
  "cut-off": "The model's answer was cut off",
  resting: "The model's server has not answered lately and was not asked",
  "over-budget": "This month's budget for the model is used up",
  "no-price": "There is a budget for the model, but its price is not known",
  failed: "The model failed",
};
