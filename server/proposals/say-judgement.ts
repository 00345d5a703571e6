import type { Plan, Step } from "../contract/index.ts";

const policyOf = ({ judged }: Plan["trace"]) => (judged === undefined ? {} : { policy: judged.policy });

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
export const verdictsOf = ({ trace }: Plan, approved: readonly Step[]) => ({
  ...policyOf(trace),
  verdicts: Object.fromEntries(approved.map(({ id, verdict }) => [id, verdict?.is ?? "review"])),
});
