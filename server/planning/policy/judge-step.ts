import {
  VERDICTS,
  type Action,
  type ActionType,
  type PolicyDocument,
  type PolicyLine,
  type Verdict,
} from "../../contract/index.ts";
import type { JudgedField } from "./origin-of.ts";

export type Judged = { verdict: Verdict; because: string };

/** What the policy is asked about: an action, with what each of its fields rests on. */
type Judgeable = { action: Action; fields: readonly JudgedField[] };

/** Where the step is. A type that is not known counts as any that is treated strictly. */
export type JudgedAt = { project: string; issueType: string | null };

/** What keeps a step from going through alone, whatever the lines say. */
export type Doubts = {
  hostile: boolean;
  questions: boolean;
  /** A second look at the texts was asked for and did not come about. */
  unseen?: boolean;
  /** What the step would write holds personal data. */
  personal: boolean;
  /** How often people have decided on a field of such an action. */
  decisions: Partial<Record<ActionType, number>>;
  /** It is one of the site's quiet hours. */
  quiet: boolean;
};

const SILENCE: Judged = { verdict: "review", because: "No policy speaks of it." };

/** Pure: the strictest verdict on any field of the step, and why. */
export function judgeStep(
  { action, fields }: Judgeable,
  at: JudgedAt,
  policy: PolicyDocument,
  doubts: Doubts,
): Judged {
  const byField = fields.map((one) => judgeField(action, one, at, policy.lines));
  const judged = byField.reduce(
    (strictest, one) => (isStricter(one, strictest) ? one : strictest),
    byField[0] ?? SILENCE,
  );
  const doubt = judged.verdict === "auto" ? doubtIn(action, fields, policy.auto, doubts) : undefined;
  return doubt === undefined ? judged : { verdict: "review", because: doubt };
}

export const isStricter = (a: { verdict: Verdict }, b: { verdict: Verdict }): boolean =>
  VERDICTS.indexOf(a.verdict) > VERDICTS.indexOf(b.verdict);

function judgeField(
  action: Action,
  { field, confidence, origin }: JudgedField,
  at: JudgedAt,
  lines: readonly PolicyLine[],
): Judged {
  const number = lines.findIndex(
    (line) =>
      fitsScope(line, action, at, line.verdict !== "auto" && line.verdict !== "review") &&
      (line.field === undefined || line.field === field) &&
      (line.above === undefined || confidence >= line.above) &&
      (line.origin === undefined || line.origin === origin),
  );
  const line = lines[number];
  return line === undefined
    ? SILENCE
    : { verdict: line.verdict, because: `Line ${number + 1} of the policy, for ${field}.` };
}

type Scope = Pick<PolicyLine, "action" | "project" | "issueType">;

/** Whether a line is about such a step. `ofUnknown`: what is answered of an issue whose type is not known. */
export function fitsScope(line: Scope, action: Action, at: JudgedAt, ofUnknown: boolean): boolean {
  const type = action.type === "create-issue" ? action.issueType.name : at.issueType;
  return (
    (line.action === undefined || line.action === action.type) &&
    (line.project === undefined || line.project === at.project) &&
    (line.issueType === undefined ||
      (type === null ? ofUnknown : line.issueType.toLowerCase() === type.toLowerCase()))
  );
}

function doubtIn(
  action: Action,
  fields: readonly JudgedField[],
  auto: PolicyDocument["auto"],
  { hostile, questions, unseen, personal, decisions, quiet }: Doubts,
): string | undefined {
  if (!auto.enabled) return "Nothing goes through alone on this site: no administrator has switched that on.";
  if (action.type === "create-issue") return "A new issue can be closed, but not unmade.";
  if (hostile) return "Text beside it tries to give orders.";
  if (unseen === true) return "Nobody looked whether text beside it tries to give orders.";
  if (questions) return "A question is open.";
  if (personal) return "What it would write holds personal data.";
  const origins = fields.map(({ origin }) => origin);
  if (origins.includes("untrusted")) return "A field rests on nothing but text of others.";
  if (origins.includes("inference")) return "A field rests on nothing but the engine's own judgement.";
  const decided = decisions[action.type] ?? 0;
  if (decided < auto.minimumDecisions)
    return `People have decided on ${decided} fields of such steps; it takes ${auto.minimumDecisions} to know how sure it is.`;
  return quiet ? "These are quiet hours, so a person decides." : undefined;
}
