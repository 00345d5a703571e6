import type { Plan } from "../../contract/index.ts";

/** Pure: the same plan with nothing in it that goes through alone, and why. */
export function keepForPerson(plan: Plan, because: string): Plan {
  return {
    ...plan,
    steps: plan.steps.map((step) =>
      step.verdict?.is === "auto" ? { ...step, verdict: { is: "review", because } } : step,
    ),
  };
}

/** Whether the policy lets all of it go through without a person. */
export const isForNobody = ({ steps, questions }: Plan): boolean =>
  steps.length > 0 && questions.length === 0 && steps.every(({ verdict }) => verdict?.is === "auto");
