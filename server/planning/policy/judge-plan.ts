import type { Plan, PolicyDocument, Step, StepId } from "../../contract/index.ts";
import { judgeStep, isStricter, type Doubts, type Judged, type JudgedAt } from "./judge-step.ts";
import { writesPersonalData } from "../written-text.ts";
import { asItStands } from "./origin-of.ts";

/** What is known of a plan's place; of one made before this was noted, its project alone. */
export function placeOfPlan({ trace, subject }: Plan): JudgedAt {
  const project = "project" in subject ? subject.project.key : subject.key.replace(/-\d+$/u, "");
  return trace.judged ?? { project, issueType: null };
}

/** What a stored plan itself gives reason to doubt. */
export const doubtsOfPlan = ({
  trace,
  questions,
}: Plan): Pick<Doubts, "hostile" | "questions" | "unseen"> => ({
  hostile: (trace.findings ?? []).length > 0,
  questions: questions.length > 0,
  unseen: trace.judged?.unseen ?? false,
});

/**
 * Pure: what counts for these steps when somebody decides on them: what the card said, or what the policy says by now,
 * whichever is stricter. A person's yes needs no leave to go through alone, so nothing of that is asked.
 */
export function verdictsNow(
  plan: Plan,
  steps: readonly Step[],
  policy: PolicyDocument,
): ReadonlyMap<StepId, Judged> {
  const doubts: Doubts = { ...doubtsOfPlan(plan), personal: false, decisions: {}, quiet: false };
  const at = placeOfPlan(plan);
  return new Map(
    steps.map((step) => {
      const now = judgeStep(
        { action: step.action, fields: step.evidence.map(asItStands) },
        at,
        policy,
        doubts,
      );
      const then: Judged = {
        verdict: step.verdict?.is ?? "review",
        because: step.verdict?.because ?? "",
      };
      return [step.id, isStricter(now, then) ? now : then];
    }),
  );
}

/** Whether one of its steps would write personal data, as it was noted; of an old plan, as it is found now. */
export const isPersonal = ({ trace: { judged } }: Plan, { id, action }: Step): boolean =>
  judged === undefined ? writesPersonalData(action) : (judged.private ?? []).includes(id);
