export { checkOutput, type OutputBounds } from "./check-output.ts";
export { findInjection, type Finding } from "./find-injection.ts";
export type { InjectionKind } from "./injection-patterns.ts";
export { maskSecrets, type Masked } from "./mask-secrets.ts";
export { neutralise } from "./neutralise.ts";
