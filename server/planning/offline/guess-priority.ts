import { currentValue } from "../current-value.ts";
import type { FieldMeta } from "../facts.ts";
import { priorityOfRank, rankOf, type PriorityRank } from "../rank-priority.ts";
import { tokenOf } from "../sentence/choose-option.ts";
import { findPhrase } from "./find-phrase.ts";
import { isWish, quoted, type Look, type Signal } from "./signal.ts";

/** What people write when something is bad, worst first. Each says by itself that the impact is of that rank. */
const IMPACT: readonly { rank: PriorityRank; confidence: number; pattern: RegExp }[] = [
  {
    rank: 1,
    confidence: 0.88,
    pattern:
      /(?<![\p{L}])(?:(?:complete |total |full |major )?outage|(?:site|shop|system|production|prod|service|everything|api) (?:is |was |went )?(?:completely |totally )?down|down for (?:everyone|everybody|all)|data (?:loss|leak|breach)|los(?:t|ing) (?:customer )?data|security (?:breach|hole|incident)|(?:all|every) (?:customers?|users?) (?:are |is )?affected|totalausfall|datenverlust|datenleck|sicherheitslücke|alle kunden betroffen|komplett ausgefallen)(?![\p{L}])/u,
  },
  {
    rank: 2,
    confidence: 0.9,
    pattern:
      /(?<![\p{L}])(?:(?:nobody|no one|no customers?|no users?|none of (?:us|our \p{L}+)) (?:can|could|is able to) \p{L}+(?: \p{L}+)?|(?:customers?|users?|people|we) (?:cannot|can't|can not|are unable to|couldn't) (?:pay|check ?out|log ?in|sign ?in|order|buy|work|place orders?)|niemand kann [\p{L} ]{3,30}?(?=[.,!]|$)|(?:kunden|nutzer|wir) können (?:nicht|keine) [\p{L}]+(?: [\p{L}]+)?|kann nicht (?:bezahlt|bestellt) werden)(?![\p{L}])/u,
  },
  {
    rank: 2,
    confidence: 0.78,
    pattern:
      /(?<![\p{L}])(?:urgent(?:ly)?|as soon as possible|asap|blocks? (?:the release|us|everyone|all)|blocking (?:the release|us)|blocker|los(?:ing|e) (?:money|orders|revenue|sales)|(?:payments?|orders?) (?:are |is )?(?:failing|fail|lost)|charged twice|double charg\p{L}+|white page|blank page|crash(?:es|ed|ing)?|memory leak|dringend|blockiert|stürzt ab|weiße seite|doppelt (?:abgebucht|berechnet))(?![\p{L}])/u,
  },
  {
    rank: 4,
    confidence: 0.8,
    pattern:
      /(?<![\p{L}])(?:typos?|spelling (?:mistake|error)|cosmetic|misaligned|(?:a few|one|two|1|2) (?:px|pixels?) (?:off|too)|nice to have|low prio(?:rity)?|tippfehler|rechtschreibfehler|schönheitsfehler|kosmetisch|unwichtig)(?![\p{L}])/u,
  },
];
const WORKAROUND =
  /(?<![\p{L}])(?:workaround|only sometimes|rarely|one customer|a single (?:customer|user)|umgehung|selten|nur manchmal)(?![\p{L}])/u;

/** Priority by what the text says about impact. A wish is not urgent because it mentions an outage. */
export const guessPriority: Signal = (look) => {
  const { facts } = look;
  const meta = facts.editable.find((one) => one.field === "priority" && one.kind === "select");
  if (meta === undefined || isWish(facts.issue.issueType.name)) return [];
  for (const { rank, confidence, pattern } of IMPACT) {
    const found = findPhrase(pattern, look);
    if (found === undefined) continue;
    const eased = rank < 3 ? findPhrase(WORKAROUND, look) : undefined;
    return propose(meta, rank, eased === undefined ? confidence : confidence - 0.25, found, look);
  }
  return [];
};

function propose(
  meta: FieldMeta,
  rank: PriorityRank,
  confidence: number,
  found: NonNullable<ReturnType<typeof findPhrase>>,
  { facts }: Look,
) {
  const option = priorityOfRank(rank, meta.options);
  if (option === undefined) return [];
  const now = currentValue(facts.issue, "priority");
  const rankNow = now.kind === "option" ? rankOf(now.option.name) : undefined;
  if (now.kind === "option" && rankNow === undefined) return [];
  // Raised towards what the text says, lowered only from the middle: a high priority was somebody's decision.
  if (rankNow !== undefined && (rank < 3 ? rankNow <= rank : rankNow !== 3)) return [];
  return [
    {
      type: "set-field" as const,
      field: meta.field,
      value: tokenOf(meta, option),
      confidence,
      because: [quoted(meta.field, found.source, found.quote)],
    },
  ];
}
