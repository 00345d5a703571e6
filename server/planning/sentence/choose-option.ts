import type { NamedOption } from "../../contract/index.ts";
import type { DraftValue } from "../draft.ts";
import type { FieldMeta } from "../facts.ts";
import { optionTokens } from "../name-tokens.ts";
import {
  askInstead,
  because,
  noteOf,
  safeName,
  stepsOf,
  unquote,
  type Clause,
  type Reading,
  type SentenceContext,
} from "./clause.ts";
import { matchName } from "./match-name.ts";

export function tokenOf(meta: FieldMeta, option: NamedOption): string {
  return [...optionTokens(meta.options)].find(([, one]) => one.id === option.id)?.[0] ?? option.name;
}

export const setValue = (
  meta: FieldMeta,
  value: DraftValue,
  confidence: number,
  clause: Clause,
  context: SentenceContext,
): Reading =>
  stepsOf({
    type: "set-field",
    field: meta.field,
    value,
    confidence,
    because: because(meta.field, clause, context),
  });

export const setOption = (
  meta: FieldMeta,
  option: NamedOption,
  confidence: number,
  clause: Clause,
  context: SentenceContext,
): Reading => setValue(meta, tokenOf(meta, option), confidence, clause, context);

/** The one option that a word means, or a question that lists what is allowed. */
export function chooseOption(
  meta: FieldMeta,
  wanted: string,
  clause: Clause,
  context: SentenceContext,
): Reading {
  const { found, confidence } = matchName(unquote(wanted), meta.options);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return setOption(meta, only, confidence, clause, context);
  return askForOption(meta, wanted, found, clause, context);
}

export function askForOption(
  meta: FieldMeta,
  wanted: string,
  found: readonly NamedOption[],
  clause: Clause,
  context: SentenceContext,
): Reading {
  const offered = found.length > 0 ? found : meta.options;
  if (offered.length === 0) return noteOf(`${meta.name} offers nothing to choose from.`);
  const named = unquote(wanted).slice(0, 60);
  const text =
    found.length > 0
      ? `Which ${meta.name} do you mean by “${named}”?`
      : `${meta.name} has no “${named}”. Which one should it be?`;
  const choices = offered.map((option) => ({ label: option.name, person: null, put: safeName(option.name) }));
  return askInstead(meta.field, text, wanted, clause, context, choices);
}
