import type { Facts, FieldMeta, PlanningRequest } from "../facts.ts";
import { maySetField, mayStep } from "../may-touch.ts";
import { optionTokens, personAliases, relationTokens, transitionTokens } from "../name-tokens.ts";

type Schema = { readonly [key: string]: unknown };

/** Longer lists are told in words instead: servers limit how many values a schema may name. */
const MOST_NAMES = 100;

const closed = (properties: Record<string, Schema>): Schema => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const text: Schema = { type: "string" };
const maybe = (schema: Schema): Schema => ({ anyOf: [schema, { type: "null" }] });
const list = (items: Schema): Schema => ({ type: "array", items });
const exactly = (value: string): Schema => ({ type: "string", enum: [value] });
const oneOf = (names: Iterable<string>): Schema => {
  const all = [...names];
  return all.length > 0 && all.length <= MOST_NAMES ? { type: "string", enum: all } : text;
};

/**
 * JSON Schema (closed objects, every member required, as strict structured output asks) of a draft for
 * exactly these facts: what Jira does not offer cannot be written down.
 */
export function compileSchema(facts: Facts, request: PlanningRequest): Schema {
  const steps = stepSchemas(facts, request);
  return closed({
    summary: text,
    steps: list(steps.length === 1 ? (steps[0] ?? text) : { anyOf: steps }),
    questions: list(questionSchema(facts)),
    notes: list(text),
  });
}

function stepSchemas(facts: Facts, request: PlanningRequest): Schema[] {
  const step = (type: string, members: Record<string, Schema>) =>
    closed({
      type: exactly(type),
      ...members,
      confidence: { type: "number" },
      because: list(reasonSchema(facts)),
    });
  const moves = movesOf(facts);
  const keys = facts.similar.map((one) => one.ref.key);
  const created = facts.creatable.map(({ issueType, fields }) =>
    step("create", {
      issueType: exactly(issueType.name),
      fields: list({ anyOf: fields.filter(isWritable).map((meta) => fieldSchema(meta, facts)) }),
    }),
  );
  return [
    ...facts.editable
      .filter((meta) => maySetField(request, meta))
      .map((meta) => step("set-field", { field: exactly(meta.field), value: valueSchema(meta, facts) })),
    step("comment", { markdown: text }),
    step("assign", { person: maybe(oneOf(personAliases(facts.people).keys())) }),
    ...(mayStep(request, "move") && moves.length > 0 ? [step("move", { transition: oneOf(moves) })] : []),
    ...(keys.length > 0 && facts.linkTypes.length > 0
      ? [step("link", { relation: oneOf(relationTokens(facts.linkTypes).keys()), issueKey: oneOf(keys) })]
      : []),
    ...(mayStep(request, "create") ? created : []),
  ];
}

/** Transitions whose screens demand nothing more. */
export function movesOf(facts: Facts): string[] {
  return [...transitionTokens(facts.transitions)]
    .filter(([, one]) => one.demands.length === 0)
    .map(([token]) => token);
}

export const isWritable = (meta: FieldMeta): boolean =>
  meta.kind !== "unsupported" && meta.field !== "project" && meta.field !== "issuetype";

const fieldSchema = (meta: FieldMeta, facts: Facts): Schema =>
  closed({ field: exactly(meta.field), value: valueSchema(meta, facts) });

function valueSchema(meta: FieldMeta, facts: Facts): Schema {
  // Made only where a field asks for them: a large site has hundreds of people and of fields.
  const people = () => oneOf(personAliases(facts.people).keys());
  const options = () => oneOf(optionTokens(meta.options).keys());
  const change = (items: Schema) => closed({ add: list(items), remove: list(items) });
  switch (meta.kind) {
    case "number":
      return maybe({ type: "number" });
    case "select":
      return maybe(options());
    case "multi-select":
      return change(options());
    case "labels":
      return change(text);
    case "person":
      return maybe(people());
    case "people":
      return change(people());
    case "rich-text":
      return closed({ markdown: text, mode: { type: "string", enum: ["append", "replace"] } });
    case "date":
      return maybe({ type: "string", description: "YYYY-MM-DD" });
    default:
      return maybe(text);
  }
}

function reasonSchema(facts: Facts): Schema {
  return closed({
    field: text,
    quote: maybe(text),
    source: maybe({ type: "string", enum: ["request", "summary", "description", "comment"] }),
    issueKey: maybe(oneOf(facts.similar.map((one) => one.ref.key))),
    text: maybe(text),
  });
}

function questionSchema(facts: Facts): Schema {
  const person = maybe(oneOf(personAliases(facts.people).keys()));
  return closed({ field: maybe(text), text, choices: list(closed({ label: text, person, means: text })) });
}
