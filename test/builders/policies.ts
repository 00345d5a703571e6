import { NO_POLICY, PolicyDocument, type ActionType, type PolicyLine } from "../../server/contract/index.ts";
import type { DecisionSettings } from "../../server/planning/index.ts";

/** Switched on, with these lines; where there are none, everything may go through alone. */
export const aPolicy = (
  lines: PolicyLine[] = [{ verdict: "auto" }],
  over: Partial<Omit<PolicyDocument, "auto">> & { auto?: Partial<PolicyDocument["auto"]> } = {},
): PolicyDocument =>
  PolicyDocument.parse({
    ...NO_POLICY,
    lines,
    ...over,
    auto: { enabled: true, dailyCap: 20, minimumDecisions: 50, ...over.auto },
  });

/** Everything may go through alone, and people have decided often enough on such actions. */
export const autoFor = (
  ...actions: ActionType[]
): Pick<DecisionSettings, "policy" | "policyVersion" | "decisions"> => ({
  policy: aPolicy(),
  policyVersion: 1,
  decisions: Object.fromEntries(actions.map((action) => [action, 100])),
});
