import { Plan, type EditRequest, type FieldEvidence, type Step } from "../../contract/index.ts";
import { ok, refuse, type Result } from "../../kit/index.ts";
import { lowest } from "../conclude/order-steps.ts";
import type { Facts } from "../facts.ts";
import { originOf } from "../policy/origin-of.ts";
import { rowsOf } from "../show/rows-of.ts";
import { summarise } from "../show/summarise.ts";
import { editAction } from "./edit-step.ts";

export type EditRefusal = { code: "invalid-edit"; words: string };

/**
 * Pure: a person's typed edits of a plan. Values are looked up in the facts, so only what Jira offers now is
 * let in. An edited row rests on the person; who that was stands in the decision, never in the plan. A row that
 * would change nothing any more falls away. Refuses as a whole, in words.
 */
export function applyEdits(plan: Plan, edits: EditRequest["edits"], facts: Facts): Result<Plan, EditRefusal> {
  let steps: Step[] = plan.steps;
  for (const { step: id, field, value } of edits) {
    const step = steps.find((one) => one.id === id);
    if (step === undefined) return invalid("This step is no longer there.");
    const action = editAction(step.action, field, value, facts);
    if (!action.ok) return invalid(action.reason);
    const edited = action.value === null ? [] : [withAction(step, action.value, field)];
    steps = steps.flatMap((one) => (one.id === id ? edited : [one]));
  }
  if (steps.length === 0 && plan.questions.length === 0)
    return invalid("Nothing would change any more. Reject the proposal instead.");
  const edited = Plan.safeParse({
    ...plan,
    summary: summarise(steps, plan.questions, facts),
    steps,
    trace: { ...plan.trace, origin: "edit" },
  });
  return edited.success ? ok(edited.data) : invalid("That value does not fit.");
}

const invalid = (words: string) => refuse({ code: "invalid-edit" as const, words });

function withAction(step: Step, action: Step["action"], field: string): Step {
  const rows = new Set(rowsOf(action).map((row) => row.field));
  const byHand = (one: FieldEvidence): FieldEvidence => ({
    field,
    confidence: 1,
    items: [{ kind: "person", text: "Changed by hand" }],
    proposed: one.proposed ?? { confidence: one.confidence, origin: originOf(one) },
  });
  const evidence = step.evidence
    .map((one) => (one.field === field ? byHand(one) : one))
    .filter((one) => rows.has(one.field));
  return { ...step, action, evidence, confidence: lowest(evidence) };
}
