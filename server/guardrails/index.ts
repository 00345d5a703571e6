export { checkOutput, type OutputBounds } from "./check-output.ts";
export { findInjection, type Finding } from "./find-injection.ts";
export type { InjectionKind } from "./injection-patterns.ts";
export { maskSecrets } from "./mask-secrets.ts";
export { findPersonalData } from "./personal/find-personal-data.ts";
export { PERSONAL_DATA_TYPES, type PersonalDataFinding, type PersonalDataType } from "./personal/finding.ts";
export type { Masked } from "./personal/mask-findings.ts";
export { neutralise, neutraliseName } from "./neutralise.ts";
