import type { DraftValue } from "../draft.ts";
import type { FieldMeta } from "../facts.ts";
import { optionTokens, personAliases } from "../name-tokens.ts";
import { foldText } from "../text/read-words.ts";
import { namesDate } from "./check-date.ts";
import { whyNotWritten } from "./check-words.ts";
import { findNamed } from "./find-named.ts";
import type { ScopeContext } from "./scope-context.ts";

/** Whether the person's words name this value, or ask for this text, for this field. */
export function mayPutValue(meta: FieldMeta, value: DraftValue, context: ScopeContext): boolean {
  const { scope, facts, sources } = context;
  if (value === null) return scope.speaksOf(meta.field) && (scope.says("removes") || scope.says("nobody"));
  if (typeof value === "object" && "add" in value)
    return (
      value.add.every((name) => mayList(name, meta, context)) &&
      value.remove.every((name) => mayList(name, meta, context) || mayEmpty(meta, context))
    );
  switch (meta.kind) {
    case "select": {
      const option = typeof value === "string" ? optionTokens(meta.options).get(value) : undefined;
      return option === undefined || scope.namesOption(option.name, meta);
    }
    case "person": {
      const person = typeof value === "string" ? personAliases(facts.people).get(value) : undefined;
      return person === undefined || scope.namesPerson(person, meta.field);
    }
    case "date":
      return (
        typeof value !== "string" ||
        (mayDate(meta, context) && namesDate(value, scope.wordsFor(meta.field), sources.untrusted, facts.now))
      );
    case "number":
      return scope.speaksOf(meta.field) && scope.wordsFor(meta.field).includes(JSON.stringify(value));
    default:
      return scope.speaksOf(meta.field) && !isSource(meta, context) && mayWrite(value, context);
  }
}

/** A date that is said of nothing in particular can only be the due date. */
const mayDate = (meta: FieldMeta, { scope }: ScopeContext): boolean =>
  scope.speaksOf(meta.field) || meta.field === "duedate";

function mayList(name: string, meta: FieldMeta, { scope, facts }: ScopeContext): boolean {
  if (meta.kind === "labels") {
    const order = scope.wordsFor(meta.field);
    return findNamed(name, [], order)?.tier === 3 || order.includes(foldText(name).replaceAll("-", " "));
  }
  if (meta.kind === "people") {
    const person = personAliases(facts.people).get(name);
    return person === undefined || scope.namesPerson(person, meta.field);
  }
  const option = optionTokens(meta.options).get(name);
  return scope.namesOption(option?.name ?? name, meta);
}

/** "Remove all labels", "set the component to X": what was there goes, though nobody names it. */
const mayEmpty = (meta: FieldMeta, { scope }: ScopeContext): boolean =>
  scope.speaksOf(meta.field) && (scope.says("removes") || scope.says("replaces"));

/** "Sum up the description in a comment" writes no description. */
const isSource = ({ field }: FieldMeta, { scope }: ScopeContext): boolean =>
  ["summary", "description"].includes(field) && scope.says("derives") && scope.says("inAComment");

function mayWrite(value: DraftValue, { sources }: ScopeContext): boolean {
  const text = typeof value === "object" && value !== null && "markdown" in value ? value.markdown : value;
  return typeof text !== "string" || whyNotWritten(text, { ...sources, dictated: true }) === undefined;
}
