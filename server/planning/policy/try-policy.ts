import {
  VERDICTS,
  type ActionType,
  type IssueKey,
  type PastAnswer,
  type Plan,
  type PolicyDocument,
  type PolicyTryView,
  type ProposalId,
  type Step,
  type Verdict,
} from "../../contract/index.ts";
import { doubtsOfPlan, isPersonal, placeOfPlan } from "./judge-plan.ts";
import { judgeStep, type Doubts } from "./judge-step.ts";
import { asProposed } from "./origin-of.ts";
import { quietAt } from "./quiet-hours.ts";

/** A proposal of the past, and what people made of it; null where they left it as it was, or never answered. */
export type PastProposal = {
  id: ProposalId;
  issue: IssueKey | null;
  project: string;
  summary: string;
  plan: Plan;
  did: PastAnswer | null;
  createdAt: Date;
};

/**
 * Pure: what a policy would have made of past proposals, by what people have taught us until now. Whether Jira knew a way
 * back from a move, and what may have been switched off or stopped, is not looked at.
 */
export function tryPolicy(
  policy: PolicyDocument,
  past: readonly PastProposal[],
  { decisions }: { decisions: Partial<Record<ActionType, number>> },
): PolicyTryView {
  const isQuiet = quietAt(policy.quietHours);
  const asksOfTypes = policy.lines.some(({ issueType }) => issueType !== undefined);
  const counted = new Map<string, { from: Verdict; to: Verdict; count: number }>();
  const alone: PastProposal[] = [];
  let unknown = 0;
  for (const one of past) {
    if (one.plan.trace.judged === undefined && asksOfTypes) {
      unknown += 1;
      continue;
    }
    const doubts = { ...doubtsOfPlan(one.plan), decisions, quiet: isQuiet(one.createdAt) };
    const from = strictest(one.plan.steps.map(({ verdict }) => verdict?.is ?? "review"));
    const to = strictest(judgeAll(one.plan, policy, doubts));
    const key = `${from} ${to}`;
    counted.set(key, { from, to, count: (counted.get(key)?.count ?? 0) + 1 });
    if (to === "auto") alone.push(one);
  }
  const within = underCap(alone, policy.auto.dailyCap);
  return {
    of: past.length,
    unknown,
    changes: [...counted.values()].toSorted(bySeverity),
    alone: within.length,
    overCap: alone.length - within.length,
    against: within.flatMap(({ id, issue, project, summary, did, createdAt }) =>
      did === null ? [] : [{ id, issue, project, summary, did, at: createdAt.toISOString() }],
    ),
  };
}

function judgeAll(plan: Plan, policy: PolicyDocument, common: Omit<Doubts, "personal">): Verdict[] {
  const at = placeOfPlan(plan);
  return plan.steps.map((step) => {
    const doubts = { ...common, personal: isPersonal(plan, step) };
    return judgeStep(fieldsOf(step), at, policy, doubts).verdict;
  });
}

/** What people changed by hand is judged as it was before. */
const fieldsOf = ({ action, evidence }: Step) => ({ action, fields: evidence.map(asProposed) });

const strictest = (verdicts: readonly Verdict[]): Verdict =>
  VERDICTS.findLast((one) => verdicts.includes(one)) ?? "review";

/** The first ones of each day (UTC). */
function underCap(alone: readonly PastProposal[], dailyCap: number): PastProposal[] {
  const byDay = Map.groupBy(alone, ({ createdAt }) => createdAt.toISOString().slice(0, 10));
  return [...byDay.values()].flatMap((day) =>
    day.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime()).slice(0, dailyCap),
  );
}

const bySeverity = (a: { to: Verdict; from: Verdict }, b: { to: Verdict; from: Verdict }): number =>
  VERDICTS.indexOf(a.to) - VERDICTS.indexOf(b.to) || VERDICTS.indexOf(a.from) - VERDICTS.indexOf(b.from);
