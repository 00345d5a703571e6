import type { Action } from "../../contract/index.ts";
import type { DraftQuestion } from "../draft.ts";

/** A draft's step as a typed action on this issue; or why it was left out; or what a person must say first. */
export type ResolvedStep = { action: Action } | { leftOut: string } | { ask: DraftQuestion };
