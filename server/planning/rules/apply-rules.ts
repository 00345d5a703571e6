import type { Evidence, Rule, RuleCondition, RuleOutcome } from "../../contract/index.ts";
import type { DraftStep, DraftValue } from "../draft.ts";
import type { Facts, PlanningRequest } from "../facts.ts";
import { isInstructed } from "../may-touch.ts";
import { sourceTexts } from "../source-texts.ts";
import { foldText } from "../text/read-words.ts";
import { issueTarget, newIssueTarget, type RuleTarget } from "./read-target.ts";
import { sayRule } from "../../contract/index.ts";
import { findPerson, valueFor } from "./value-for.ts";

/** The draft with what the rules add, what became of each rule that had something to say, and whose work each field is. */
export type Ruled = {
  steps: DraftStep[];
  outcomes: RuleOutcome[];
  /** What rules put into a field of a step. */
  evidence: (step: DraftStep, field: string) => readonly Evidence[];
};

/**
 * Pure: rules in their order, each on what the ones before it left. They fill new issues, and issues that nobody
 * asked anything particular about; a person's own words always win, and an engine's guess never does.
 */
export function applyRules(
  rules: readonly Rule[],
  steps: readonly DraftStep[],
  facts: Facts,
  request: PlanningRequest,
): Ruled {
  let current = [...steps];
  const outcomes: RuleOutcome[] = [];
  const fired: { at: number | null; field: string; evidence: Evidence }[] = [];
  const text = sourceTexts(facts, request)
    .map((one) => one.text)
    .join("\n");

  for (const rule of rules.filter(({ enabled }) => enabled))
    for (const at of targetsOf(current, facts, request)) {
      const target = targetAt(at, current, facts);
      if (target === undefined || !rule.when.every((condition) => holds(condition, target, facts, text)))
        continue;
      if (saidByPerson(rule, target, current, request)) continue;
      const value = valueFor(rule, target, facts);
      const title = sayRule(rule);
      if (!value.ok) {
        outcomes.push({ rule: rule.id, title, fired: false, words: value.reason });
        continue;
      }
      if (isThere(rule, target, facts)) continue;
      current = put(current, at, rule.set.field, value.value);
      outcomes.push({ rule: rule.id, title, fired: true, words: "" });
      fired.push({ at, field: rule.set.field, evidence: { kind: "rule", rule: rule.id, title } });
    }

  const evidence = (step: DraftStep, field: string): Evidence[] =>
    fired
      .filter(
        (one) =>
          one.field === field &&
          step === (one.at === null ? stepFor(current, field) : creates(current)[one.at]),
      )
      .map((one) => one.evidence);
  return { steps: current, outcomes, evidence };
}

/** The first, second, … new issue of the draft; null stands for the issue itself. */
function targetsOf(steps: readonly DraftStep[], facts: Facts, request: PlanningRequest): (number | null)[] {
  const made = creates(steps).map((_, number) => number);
  return facts.issue === null || isInstructed(request) ? made : [null, ...made];
}

const creates = (steps: readonly DraftStep[]) =>
  steps.flatMap((step) => (step.type === "create" ? [step] : []));

function targetAt(at: number | null, steps: readonly DraftStep[], facts: Facts): RuleTarget | undefined {
  if (at === null) return issueTarget(steps, facts);
  const create = creates(steps)[at];
  const type = facts.creatable.find((one) => one.issueType.name === create?.issueType);
  return create === undefined || type === undefined ? undefined : newIssueTarget(create, facts, type);
}

function holds(condition: RuleCondition, target: RuleTarget, facts: Facts, text: string): boolean {
  switch (condition.if) {
    case "is":
      return target.namesIn(condition.field).some((name) => hasName(condition.values, name));
    case "empty":
      return target.namesIn(condition.field).length === 0;
    case "text":
      return condition.words.some((word) => foldText(text).includes(foldText(word)));
    default:
      return condition.keys.includes(facts.project.key);
  }
}

const hasName = (names: readonly string[], name: string): boolean =>
  names.some((one) => foldText(one) === foldText(name));

/** The person's own words are an order; a rule is what they would have said had they thought of it. */
function saidByPerson(
  { set }: Rule,
  { create }: RuleTarget,
  steps: readonly DraftStep[],
  { commentId }: PlanningRequest,
): boolean {
  const own = commentId === null ? "request" : "comment";
  const setting = create ?? stepFor(steps, set.field);
  if (setting === undefined) return false;
  if (create !== null && !create.fields.some(({ field }) => field === set.field)) return false;
  return setting.because.some(
    ({ field, quote, source }) =>
      (field === set.field || create === null) && quote !== null && source === own,
  );
}

const isFor = (step: DraftStep, field: string): boolean =>
  field === "assignee" ? step.type === "assign" : step.type === "set-field" && step.field === field;

const stepFor = (steps: readonly DraftStep[], field: string): DraftStep | undefined =>
  steps.find((step) => isFor(step, field));

const isThere = ({ set }: Rule, target: RuleTarget, facts: Facts): boolean => {
  const now = target.namesIn(set.field);
  return [set.value].flat().every((name) => hasName(now, findPerson(name, facts)?.name ?? name));
};

const SURE = 0.95;

function put(steps: readonly DraftStep[], at: number | null, field: string, value: DraftValue): DraftStep[] {
  if (at !== null) {
    const create = creates(steps)[at];
    return steps.map((step) =>
      step.type === "create" && step === create
        ? { ...step, fields: [...step.fields.filter((one) => one.field !== field), { field, value }] }
        : step,
    );
  }
  const others = steps.filter((step) => !isFor(step, field));
  const common = { confidence: SURE, because: [] };
  if (field === "assignee")
    return [...others, { type: "assign", person: typeof value === "string" ? value : null, ...common }];
  return [...others, { type: "set-field", field, value, ...common }];
}
