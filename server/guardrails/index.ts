export { checkOutput, type OutputBounds } from "./check-output.ts";
export { findInjection, type Finding } from "./find-injection.ts";
export type { InjectionKind } from "./injection-patterns.ts";
export { findPersonalData } from "./personal/find-personal-data.ts";
export type { PersonalDataFinding } from "./personal/finding.ts";
export type { Masked } from "./personal/mask-findings.ts";
export {
  countFound,
  DEFAULT_PERSONAL_DATA_POLICY,
  MASK_ALL,
  personalDataPolicy,
  treatPersonalData,
  typesTreated,
  type PersonalDataPolicy,
} from "./personal/policy.ts";
export { neutralise, neutraliseName } from "./neutralise.ts";
