import type { Plan, StepId } from "../contract/index.ts";

const policyOf = ({ policy }: Plan["trace"]) => (policy === undefined ? {} : { policy });

/** For the record: what a plan would do, and what which policy says of that. */
export const judgementOf = ({ steps, trace }: Plan) => ({
  ...policyOf(trace),
  steps: steps.map(({ id, action, verdict }) => ({
    step: id,
    action: action.type,
    ...(verdict === undefined ? {} : { verdict: verdict.is }),
  })),
});

/** For the record of a yes: what which policy said of these steps. */
export const verdictsOf = ({ trace, steps }: Plan, approved: readonly StepId[]) => ({
  ...policyOf(trace),
  verdicts: Object.fromEntries(
    steps.filter(({ id }) => approved.includes(id)).map((step) => [step.id, step.verdict?.is ?? "review"]),
  ),
});
