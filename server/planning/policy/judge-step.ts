import {
  VERDICTS,
  type Action,
  type FieldEvidence,
  type Policy,
  type Verdict,
} from "../../contract/index.ts";

export type Judged = { verdict: Verdict; because: string };

/** What the policy is asked about: an action, with what each of its fields rests on. */
export type Judgeable = { action: Action; evidence: readonly FieldEvidence[] };

/** What keeps a step from going through alone, whatever the policy says. */
export type Doubts = {
  hostile: boolean;
  questions: boolean;
  /** A second look at the texts was asked for and did not come about. */
  unseen?: boolean;
};

const SILENCE: Judged = { verdict: "review", because: "No policy speaks of it." };

/** Pure: the strictest verdict on any field of the step, and why. */
export function judgeStep(
  { action, evidence }: Judgeable,
  projectKey: string,
  policy: Policy,
  doubts: Doubts,
): Judged {
  const byField = evidence.map((one) => judgeField(action, one, projectKey, policy));
  const judged = byField.reduce(
    (strictest, one) => (isStricter(one, strictest) ? one : strictest),
    byField[0] ?? SILENCE,
  );
  const doubt = judged.verdict === "auto" ? doubtIn(evidence, doubts) : undefined;
  return doubt === undefined ? judged : { verdict: "review", because: doubt };
}

export const isStricter = (a: { verdict: Verdict }, b: { verdict: Verdict }): boolean =>
  VERDICTS.indexOf(a.verdict) > VERDICTS.indexOf(b.verdict);

function judgeField(
  action: Action,
  { field, confidence }: FieldEvidence,
  project: string,
  policy: Policy,
): Judged {
  const at = policy.findIndex(
    (line) =>
      (line.action === undefined || line.action === action.type) &&
      (line.project === undefined || line.project === project) &&
      (line.field === undefined || line.field === field) &&
      (line.above === undefined || confidence >= line.above),
  );
  const line = policy[at];
  return line === undefined
    ? SILENCE
    : { verdict: line.verdict, because: `Line ${at + 1} of the policy, for ${field}.` };
}

function doubtIn(
  evidence: readonly FieldEvidence[],
  { hostile, questions, unseen }: Doubts,
): string | undefined {
  if (hostile) return "Text beside it tries to give orders.";
  if (unseen === true) return "Nobody looked whether text beside it tries to give orders.";
  if (questions) return "A question is open.";
  if (evidence.some((one) => one.untrusted === true)) return "A field rests on nothing but text of others.";
  if (evidence.some(({ items }) => items.every(({ kind }) => kind === "inference")))
    return "A field rests on nothing but the engine's own judgement.";
  return undefined;
}
