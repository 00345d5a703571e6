import type { ActionType, FieldEvidence, Step, StepId } from "../../contract/index.ts";
import { StepId as StepIdShape } from "../../contract/index.ts";

export type Weighed = { action: Step["action"]; evidence: FieldEvidence[] };

/** A move comes last: a workflow may lock the fields of an issue that has arrived. */
const ORDER = {
  "edit-fields": 0,
  "set-assignee": 1,
  "link-issues": 2,
  "add-comment": 3,
  "create-issue": 4,
  transition: 5,
} as const satisfies Record<ActionType, number>;

const MOST_STEPS = 20;

/** All field edits as one step, then the others, numbered s1, s2, … A step is as sure as its least sure field. */
export function orderSteps(weighed: readonly Weighed[]): Step[] {
  return mergeEdits(weighed)
    .toSorted((a, b) => ORDER[a.action.type] - ORDER[b.action.type])
    .slice(0, MOST_STEPS)
    .map(({ action, evidence }, index) => ({
      id: stepId(index + 1),
      action,
      confidence: lowest(evidence),
      evidence,
    }));
}

function mergeEdits(weighed: readonly Weighed[]): Weighed[] {
  const edits = weighed.flatMap((one) =>
    one.action.type === "edit-fields" ? [{ ...one, action: one.action }] : [],
  );
  const others = weighed.filter((one) => one.action.type !== "edit-fields");
  const first = edits[0];
  if (first === undefined) return others;
  const changes = edits.flatMap((one) => one.action.changes);
  return [
    { action: { ...first.action, changes }, evidence: edits.flatMap((one) => one.evidence) },
    ...others,
  ];
}

export const lowest = (evidence: readonly FieldEvidence[]): number =>
  evidence.reduce((least, one) => Math.min(least, one.confidence), 1);

const stepId = (number: number): StepId => StepIdShape.parse(`s${number}`);
