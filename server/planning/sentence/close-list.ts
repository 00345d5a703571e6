import { currentValue } from "../current-value.ts";
import { askForOption, setValue, tokenOf } from "./choose-option.ts";
import { unquote, type ListReading, type Reading, type SentenceContext } from "./clause.ts";
import { matchName } from "./match-name.ts";

const LEAD = /^(?:to|the|as|with|w\/|auf|labels?|tags?|components?|#)\s*/iu;
const PLUS = /\s+(?:\+|&)\s+/u;

/** May this clause be one more item of the list before it? A label is one word; an option must exist. */
export function continuesList({ meta }: ListReading, text: string): boolean {
  if (meta.kind === "labels")
    return (
      /^#?[\p{L}\p{N}_.-]{1,40}$/u.test(unquote(text)) && !/^(?:thanks|danke|done|cheers|ok)$/iu.test(text)
    );
  return matchName(unquote(text), meta.options).found.length === 1;
}

/** The whole list, all its items together, as one change of the field. */
export function closeList(list: ListReading, context: SentenceContext): Reading[] {
  const { meta, mode } = list;
  const names: string[] = [];
  const asks: Reading[] = [];
  let confidence = 0.97;
  for (const { text, clause } of list.items) {
    const wanted = unquote(text.replace(LEAD, ""));
    if (meta.kind === "labels") {
      for (const label of wanted.split(PLUS)) {
        names.push(label.replace(/^#/, "").replaceAll(/\s+/g, "-"));
        if (/\s/.test(label)) confidence = Math.min(confidence, 0.85);
      }
      continue;
    }
    const match = matchName(wanted, meta.options);
    const [only, ...others] = match.found;
    if (only === undefined || others.length > 0)
      asks.push(askForOption(meta, wanted, match.found, clause, context));
    else {
      names.push(tokenOf(meta, only));
      confidence = Math.min(confidence, match.confidence);
    }
  }
  const first = list.items[0];
  if (asks.length > 0 && names.length === 0) return asks;
  const clause = first?.clause ?? { text: context.full, start: 0, end: context.full.length, sentence: 0 };
  const last = list.items.at(-1)?.clause ?? clause;
  const whole = { ...clause, end: last.end };
  const change = {
    add: mode === "remove" ? [] : names,
    remove: mode === "remove" ? names : mode === "set" ? othersNow(list, names, context) : [],
  };
  return [setValue(meta, change, confidence, whole, context), ...asks];
}

/** To set a list is to remove what it should no longer hold. */
function othersNow({ meta }: ListReading, names: readonly string[], { facts }: SentenceContext): string[] {
  const now = currentValue(facts.issue, meta.field);
  const held =
    now.kind === "labels"
      ? now.labels
      : now.kind === "options"
        ? now.options.map((option) => tokenOf(meta, option))
        : [];
  return held.filter((name) => !names.includes(name));
}
