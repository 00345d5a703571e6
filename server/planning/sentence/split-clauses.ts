import type { IssueFacts } from "../facts.ts";
import type { Clause } from "./clause.ts";

const BOUNDARY = /\s*(?:\n+|;|[.!?]+(?=\s|$)|,(?!\d)|(?<=\s)(?:and|then|und|dann|danach|&)(?=\s))\s*/giu;
const ENDS_SENTENCE = /[\n;.!?]/;
const LEADING =
  /^(?:please|pls|kindly|can you|could you|would you|will you|hey|hi|hello|okay|ok|so|also|then|and|now|just|next|finally|first|let'?s|i want you to|i(?:'d| would) like you to|you should|we should|bitte|kannst du|könntest du|können sie|und|dann|danach|auch|jetzt|mal)(?![\p{L}\p{N}])[\s,:]*/iu;
const TRAILING = /[\s,]+(?:please|pls|thanks|thank you|thx|for me|now|asap|too|as well|bitte|danke)$/iu;

/** Cuts a person's words into clauses at commas, "and", "then" and sentence ends, but never inside quotes or a known name. */
export function splitClauses(full: string, from: number, facts: IssueFacts): Clause[] {
  const kept = [...quotedRanges(full), ...nameRanges(full, facts)];
  const clauses: Clause[] = [];
  let start = from;
  let sentence = 0;
  for (const cut of full.slice(from).matchAll(BOUNDARY)) {
    const [at, end] = [from + cut.index, from + cut.index + cut[0].length];
    if (kept.some((range) => at >= range.start && at < range.end)) continue;
    clauses.push(...clauseAt(full, start, at, sentence, facts));
    if (ENDS_SENTENCE.test(cut[0])) sentence += 1;
    start = end;
  }
  return [...clauses, ...clauseAt(full, start, full.length, sentence, facts)];
}

function clauseAt(full: string, start: number, end: number, sentence: number, facts: IssueFacts): Clause[] {
  let text = full.slice(start, end);
  let lead = text.length - text.trimStart().length;
  for (let found = LEADING.exec(text.slice(lead)); found !== null; found = LEADING.exec(text.slice(lead)))
    lead += found[0].length;
  text = text.slice(lead).trimEnd();
  const quoteEnd = start + lead + text.length;
  while (TRAILING.test(text)) text = text.replace(TRAILING, "");
  if (text === "") return [];
  return [{ text: sayThis(text, facts), start: start + lead, end: quoteEnd, sentence }];
}

/** "assign SHOP-42 to Mia" on SHOP-42 is "assign it to Mia". */
const sayThis = (text: string, { issue }: IssueFacts): string =>
  text.replaceAll(new RegExp(`(?<![\\w-])${issue.ref.key}(?![\\w-])`, "giu"), "it");

type Range = { start: number; end: number };

function quotedRanges(text: string): Range[] {
  return [...text.matchAll(/"[^"\n]*"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|\[[^\]\n]*\]/gu)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/** Names of people and values that hold a comma, a dot or an "and" stay whole. */
function nameRanges(text: string, facts: IssueFacts): Range[] {
  const names = [
    ...facts.people.map((one) => one.name),
    ...facts.editable.flatMap((meta) => [meta.name, ...meta.options.map((option) => option.name)]),
    ...facts.transitions.flatMap((one) => [one.name, one.to.name]),
  ];
  const lower = text.toLowerCase();
  return names
    .filter((name) => /[,.;!?&]|\s(?:and|then|und|dann)\s/iu.test(name))
    .flatMap((name) => {
      const start = lower.indexOf(name.toLowerCase());
      return start === -1 ? [] : [{ start, end: start + name.length }];
    });
}
