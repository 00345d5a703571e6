import type { NewField } from "../../contract/index.ts";
import type { DraftQuestion, DraftStepOf } from "../draft.ts";
import type { CreatableType, Facts, FieldMeta, PlanningRequest } from "../facts.ts";
import { sourceTexts } from "../source-texts.ts";
import { locateQuote } from "./locate-quote.ts";
import type { ResolvedStep } from "./resolved-step.ts";
import { resolveValue } from "./resolve-value.ts";

/** Not asked of anybody: the project is the issue's own, the type is chosen, and Jira fills in the reporter. */
const GIVEN = ["project", "issuetype", "reporter"];
const MOST_CHOICES = 10;

/** A new issue in the project. A required field that nobody gave becomes a question, not a guess. */
export function resolveCreate(
  step: DraftStepOf<"create">,
  facts: Facts,
  request: PlanningRequest,
): ResolvedStep {
  const type = facts.creatable.find((one) => one.issueType.name === step.issueType);
  if (type === undefined)
    return { leftOut: `“${step.issueType.slice(0, 60)}” cannot be created in this project.` };
  const fields: NewField[] = [];
  for (const { field, value } of step.fields) {
    const meta = type.fields.find((one) => one.field === field);
    if (meta === undefined)
      return { leftOut: `A new ${type.issueType.name} has no field “${field.slice(0, 60)}”.` };
    const to = resolveValue(value, { facts, meta, current: { kind: "none" }, isNew: true });
    if (!to.ok) return { leftOut: `The new ${type.issueType.name} was left out. ${to.reason}` };
    if (to.value.kind !== "none") fields.push({ field, name: meta.name, to: to.value });
  }
  const missing = missingFields(type, fields)[0];
  if (missing !== undefined) return { ask: askFor(missing, type, step, facts, request) };
  const { id, key, name } = facts.project;
  const { issueType } = type;
  return {
    action: {
      type: "create-issue",
      project: { id, key, name },
      issueType: { id: issueType.id, name: issueType.name },
      fields,
    },
  };
}

const missingFields = (type: CreatableType, fields: readonly NewField[]): FieldMeta[] =>
  type.fields.filter(
    (meta) =>
      meta.required &&
      !meta.hasDefault &&
      !GIVEN.includes(meta.field) &&
      !fields.some((one) => one.field === meta.field),
  );

function askFor(
  meta: FieldMeta,
  { issueType }: CreatableType,
  step: DraftStepOf<"create">,
  facts: Facts,
  request: PlanningRequest,
): DraftQuestion {
  const sentence = sentenceWith(step, facts, request);
  const choices = meta.options.slice(0, MOST_CHOICES).flatMap(({ name }) => {
    const means = sentence(`[${meta.name}: ${name}]`);
    return means.length <= 500 && name !== "" ? [{ label: name, person: null, means }] : [];
  });
  const text =
    choices.length > 0
      ? `Which ${meta.name} should the new ${issueType.name} have?`
      : `A new ${issueType.name} needs ${meta.name}. Say it again with [${meta.name}: …] at the end.`;
  return { field: meta.field, text: text.slice(0, 300), choices };
}

/** The person's own sentence, with the answer put right behind the words that ask for the new issue. */
function sentenceWith(
  step: DraftStepOf<"create">,
  facts: Facts,
  request: PlanningRequest,
): (answer: string) => string {
  const own = sourceTexts(facts, request).filter((one) => one.instructs);
  const spans = step.because.flatMap(({ quote }) =>
    quote === null ? [] : (locateQuote(quote, null, own) ?? []),
  );
  const span = spans[0];
  if (span === undefined) return (answer) => `${request.text ?? ""} ${answer}`.trim();
  const { text } = span.at;
  return (answer) => `${text.slice(0, span.end)} ${answer}${text.slice(span.end)}`;
}
