import type { Plan, Proposal } from "../contract/index.ts";

/** Below this nobody should say yes to many at once. */
const SURE_ENOUGH = 0.65;

/** Pure: why somebody has to look at this one by itself before they say yes to it; null: it may be one of many. */
export function whyByItself({ status, plan }: Pick<Proposal, "status" | "plan">): string | null {
  if (status === "stale") return "The issue changed since this was proposed.";
  if (status !== "waiting") return "It is decided already.";
  if (plan.questions.length > 0) return "It asks something first.";
  if ((plan.trace.findings ?? []).length > 0) return "Text beside it tries to give orders.";
  if (plan.steps.some(({ verdict }) => verdict?.is === "blocked"))
    return "The policy of this site does not allow a part of it.";
  return isSure(plan) ? null : "TicketSmith is not sure of it.";
}

const isSure = ({ steps }: Plan): boolean => steps.every(({ confidence }) => confidence >= SURE_ENOUGH);
