import { currentValue } from "../current-value.ts";
import type { DraftStep, DraftStepOf, DraftValue } from "../draft.ts";
import type { CreatableType, Facts, FieldMeta } from "../facts.ts";
import { personAliases } from "../name-tokens.ts";
import { sayValue } from "../show/describe-change.ts";

/** What a rule looks at and may fill: the issue as it would be after the draft, or one issue that the draft makes. */
export type RuleTarget = {
  /** The draft's own step, for an issue that is made. */
  create: DraftStepOf<"create"> | null;
  metas: readonly FieldMeta[];
  /** The names in a field, as Jira shows them; none when it is empty. */
  namesIn: (field: string) => string[];
};

export function newIssueTarget(create: DraftStepOf<"create">, facts: Facts, type: CreatableType): RuleTarget {
  const planned = new Map(create.fields.map(({ field, value }) => [field, value]));
  return {
    create,
    metas: type.fields,
    namesIn: (field) =>
      field === "issuetype" ? [create.issueType] : namesOf(planned.get(field) ?? null, facts),
  };
}

export function issueTarget(steps: readonly DraftStep[], facts: Facts): RuleTarget {
  const planned = new Map<string, DraftValue>();
  for (const step of steps) {
    if (step.type === "set-field") planned.set(step.field, step.value);
    if (step.type === "assign") planned.set("assignee", step.person);
  }
  return {
    create: null,
    metas: facts.editable,
    namesIn: (field) => {
      const value = planned.get(field);
      if (value === undefined) return namesNow(field, facts);
      if (typeof value !== "object" || value === null || !("add" in value)) return namesOf(value, facts);
      const left = namesNow(field, facts).filter((name) => !value.remove.includes(name));
      return [...left, ...value.add];
    },
  };
}

function namesNow(field: string, facts: Facts): string[] {
  if (facts.issue === null) return [];
  const value = currentValue(facts.issue, field);
  switch (value.kind) {
    case "none":
      return [];
    case "options":
      return value.options.map(({ name }) => name);
    case "labels":
      return [...value.labels];
    case "people":
      return value.accountIds.map(nameIn(facts));
    default:
      return [sayValue(value, nameIn(facts))];
  }
}

const nameIn = (facts: Facts) => (account: string) =>
  facts.people.find((one) => one.accountId === account)?.name ?? "somebody else";

function namesOf(value: DraftValue, facts: Facts): string[] {
  if (value === null) return [];
  if (typeof value === "number") return [String(value)];
  if (typeof value === "string") return [personAliases(facts.people).get(value)?.name ?? value];
  return "add" in value ? value.add : [value.markdown];
}
