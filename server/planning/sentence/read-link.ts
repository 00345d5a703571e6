import { relationTokens } from "../name-tokens.ts";
import {
  because,
  noteOf,
  stepsOf,
  THIS,
  type Clause,
  type ReadClause,
  type Reading,
  type SentenceContext,
} from "./clause.ts";
import { tidy } from "./match-name.ts";
import { readMove } from "./read-move.ts";

const KEY = "(?<key>[A-Z][A-Z0-9_]+-\\d+)";
const pattern = (source: string) => new RegExp(`^${source}$`, "iu");

const LINK = pattern(
  `(?:link|connect|relate|verlinke?|verknüpfe?)(?: ${THIS})?(?: to| with| mit| zu)? ${KEY}(?: (?:as|als) (?:an? |eine? )?(?<rel>.+))?`,
);
const MARK = pattern(
  `(?:mark|flag|close|markiere?)(?: ${THIS})?(?: (?:as|als))? (?:an? |eine? )?(?<rel>.+?)(?: of| von)? ${KEY}`,
);
const SAY = pattern(
  `(?:${THIS} )?(?:is |ist |seems? (?:to be )?|looks like )?(?:an? |eine? )?(?<rel>[\\p{L} ]+?) ${KEY}`,
);

/** "link to SHOP-12 as duplicate", "this is blocked by SHOP-7", "duplicate of SHOP-12". */
export const readLink: ReadClause = (clause, context) => {
  for (const one of [LINK, MARK, SAY]) {
    const groups = one.exec(clause.text)?.groups;
    if (groups === undefined) continue;
    const key = (groups["key"] ?? "").toUpperCase();
    const relation = findRelation(groups["rel"] ?? "relates to", one === LINK, context);
    if (relation === undefined) continue;
    if (!context.facts.similar.some((issue) => issue.ref.key === key))
      return noteOf(`${key.slice(0, 40)} does not exist, or TicketSmith cannot see it.`);
    const link = stepsOf({
      type: "link",
      relation,
      issueKey: key,
      confidence: 0.96,
      because: because("link", clause, context),
    });
    return /^close/iu.test(clause.text) ? alsoClose(link, clause, context) : link;
  }
  return undefined;
};

/** "Close it as a duplicate of …" is two orders; where closing is not clear, the link alone stands. */
function alsoClose(link: Reading, clause: Clause, context: SentenceContext): Reading {
  const closed = readMove({ ...clause, text: "close it" }, context);
  if (link.kind !== "steps" || closed?.kind !== "steps") return link;
  return stepsOf(...link.steps, ...closed.steps);
}

/** Words for a relation, whatever the site calls the link type. `asRole`: "as blocker" says what the other issue is. */
const WORDS: readonly (readonly [said: RegExp, phrase: RegExp, asRole?: true])[] = [
  [/^(?:duplicated by|dupliziert von)$/, /duplicated by/],
  [/^(?:duplicates?|dupes?|duplikat|dupliziert)(?: of| von)?$/, /^duplicates|^is a duplicate of/],
  [/^block(?:ed|iert)(?: by| von| durch)?$/, /blocked by/],
  [/^(?:blocker|blocks|blockiert|blocking)$/, /blocked by/, true],
  [/^(?:blocks|blocking|blockiert|blocker of)$/, /^blocks/],
  [/^caused by$/, /caused by/],
  [/^cause[sd]?$/, /^causes/],
  [/^clone(?:s|d)?(?: of| by)?$/, /^clones/],
  [/^(?:relate[sd]?|related|similar|verwandt|bezieht sich)(?: to| with| mit| auf)?$/, /relates to|related/],
];

function findRelation(words: string, asRole: boolean, { facts }: SentenceContext): string | undefined {
  const said = tidy(words).replace(/^(?:is|ist|a|an|eine?) /, "");
  const tokens = [...relationTokens(facts.linkTypes).keys()];
  const exact = tokens.find((token) => tidy(token) === said || tidy(token) === `is ${said}`);
  if (exact !== undefined) return exact;
  const phrase = WORDS.find(
    ([pattern_, , role]) => (role === undefined || asRole) && pattern_.test(said),
  )?.[1];
  return phrase === undefined ? undefined : tokens.find((token) => phrase.test(tidy(token)));
}
