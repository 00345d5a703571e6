import { NO_POLICY, type ActionType, type PolicyDocument, type Rule } from "../contract/index.ts";
import { DEFAULT_PERSONAL_DATA_POLICY, type PersonalDataPolicy } from "../guardrails/index.ts";
import type { Calibration } from "./confidence/fit-isotonic.ts";

/** What a tenant's admins have laid down, and what its past decisions teach. */
export type DecisionSettings = {
  rules: readonly Rule[];
  policy: PolicyDocument;
  /** 0 where nobody has laid one down. */
  policyVersion: number;
  personalData: PersonalDataPolicy;
  calibration: Partial<Record<ActionType, Calibration>>;
  /** On how many decisions each of these rests. */
  decisions: Partial<Record<ActionType, number>>;
};

export const NO_SETTINGS: DecisionSettings = {
  rules: [],
  policy: NO_POLICY,
  policyVersion: 0,
  personalData: DEFAULT_PERSONAL_DATA_POLICY,
  calibration: {},
  decisions: {},
};
