import type { DraftStep } from "./draft.ts";
import type { FieldKind, FieldMeta, PlanningRequest } from "./facts.ts";

/**
 * What may be proposed when nobody asked for anything: sorting an issue in, never moving it, making new ones
 * or rewriting what people wrote. Text inside an issue cannot widen this.
 */
const UNASKED_STEPS: readonly DraftStep["type"][] = ["set-field", "assign", "comment", "link"];
const UNASKED_KINDS: readonly FieldKind[] = ["select", "multi-select", "labels"];

/** Has a person told us to do something, in words of their own? */
export const isInstructed = (request: PlanningRequest): boolean => request.text !== null;

export function mayStep(request: PlanningRequest, type: DraftStep["type"]): boolean {
  return isInstructed(request) || UNASKED_STEPS.includes(type);
}

/** `assignee` and what we cannot write have steps of their own, or none. */
export function maySetField(request: PlanningRequest, meta: FieldMeta): boolean {
  if (meta.kind === "unsupported" || meta.field === "assignee") return false;
  return isInstructed(request) || UNASKED_KINDS.includes(meta.kind);
}
