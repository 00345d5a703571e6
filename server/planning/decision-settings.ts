import type { ActionType, Policy, Rule } from "../contract/index.ts";
import { DEFAULT_PERSONAL_DATA_POLICY, type PersonalDataPolicy } from "../guardrails/index.ts";
import type { Calibration } from "./confidence/fit-isotonic.ts";

/** What a tenant's admins have laid down, and what its past decisions teach. */
export type DecisionSettings = {
  rules: readonly Rule[];
  policy: Policy;
  personalData: PersonalDataPolicy;
  calibration: Partial<Record<ActionType, Calibration>>;
  /** On how many decisions each of these rests. */
  decisions: Partial<Record<ActionType, number>>;
};

export const NO_SETTINGS: DecisionSettings = {
  rules: [],
  policy: [],
  personalData: DEFAULT_PERSONAL_DATA_POLICY,
  calibration: {},
  decisions: {},
};
