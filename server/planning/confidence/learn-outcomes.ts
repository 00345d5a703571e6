import type { ActionType, Plan, Step, StepId } from "../../contract/index.ts";

/** What became of one field that we proposed. Fields changed by hand are the person's, and say nothing of us. */
export type FieldOutcome = {
  step: StepId;
  field: string;
  action: ActionType;
  /** What was claimed before past decisions were heard. */
  raw: number;
  stood: boolean;
};

/** A decision's outcomes: what was approved as it was stood, what was left out or rejected did not. */
export function outcomesOf(plan: Plan, approved: readonly StepId[]): FieldOutcome[] {
  return plan.steps.flatMap((step) => stepOutcomes(step, approved.includes(step.id)));
}

/** What an edit says: these fields were not right. */
export function outcomesOfEdit(
  plan: Plan,
  edited: readonly { step: StepId; field: string }[],
): FieldOutcome[] {
  return plan.steps.flatMap((step) =>
    stepOutcomes(step, false).filter((one) =>
      edited.some(({ step: id, field }) => id === step.id && field === one.field),
    ),
  );
}

function stepOutcomes({ id, action, evidence }: Step, stood: boolean): FieldOutcome[] {
  return evidence
    .filter(({ items }) => !items.every(({ kind }) => kind === "person"))
    .map(({ field, raw, confidence }) => ({
      step: id,
      field,
      action: action.type,
      raw: raw ?? confidence,
      stood,
    }));
}
