import { currentValue } from "../current-value.ts";
import type { DraftReason, DraftStep } from "../draft.ts";
import type { FieldMeta } from "../facts.ts";
import { alikeIssues, countBy } from "../history/count-history.ts";
import { tokenOf } from "../sentence/choose-option.ts";
import { escapeForRegExp } from "../text/escape-for-reg-exp.ts";
import { findPhrase } from "./find-phrase.ts";
import { quoted, type Look, type Signal } from "./signal.ts";

const FEWEST_ALIKE = 3;
const SHARE = 0.6;

/** The component whose name stands in the text, or in which most similar issues are; both together weigh most. */
export const guessComponents: Signal = (look) => {
  const { facts } = look;
  const meta = facts.editable.find((one) => one.field === "components");
  if (meta === undefined || (currentValue(facts.issue, "components").kind !== "none" && hasSome(look)))
    return [];
  const best = meta.options
    .map((option) => ({ option, ...weigh(option.id, option.name, look) }))
    .toSorted((a, b) => b.confidence - a.confidence);
  const [first, second] = best;
  // Two that are equally likely are one too many.
  if (
    first === undefined ||
    first.confidence < 0.7 ||
    (second !== undefined && second.confidence >= first.confidence)
  )
    return [];
  return [stepFor(meta, tokenOf(meta, first.option), first.confidence, first.because)];
};

function hasSome({ facts }: Look): boolean {
  const value = currentValue(facts.issue, "components");
  return value.kind === "options" && value.options.length > 0;
}

const stepFor = (meta: FieldMeta, token: string, confidence: number, because: DraftReason[]): DraftStep => ({
  type: "set-field",
  field: meta.field,
  value: { add: [token], remove: [] },
  confidence,
  because,
});

function weigh(id: string, name: string, look: Look): { confidence: number; because: DraftReason[] } {
  const named = findPhrase(wordOf(name), look);
  const votes = countBy(alikeIssues(look.facts), (one) =>
    one.components.map((component) => component.id),
  ).find((one) => one.value === id);
  const share = votes === undefined ? 0 : votes.count.issues.length / votes.count.of;
  const byVotes = votes !== undefined && votes.count.issues.length >= FEWEST_ALIKE && share >= SHARE;
  const byName = named === undefined ? 0 : named.source === "summary" ? 0.84 : 0.72;
  const confidence = byVotes
    ? Math.max(0.76 + 0.1 * (share - SHARE), byName === 0 ? 0 : byName + 0.08)
    : byName;
  return {
    confidence,
    because: named === undefined ? [] : [quoted("components", named.source, named.quote)],
  };
}

const wordOf = (name: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${escapeForRegExp(name).replace(/s$/i, "s?")}(?![\\p{L}\\p{N}])`, "iu");
