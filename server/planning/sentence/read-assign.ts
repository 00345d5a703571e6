import {
  because,
  stepsOf,
  THIS,
  type Clause,
  type ReadClause,
  type Reading,
  type SentenceContext,
} from "./clause.ts";
import { aliasOf } from "../name-tokens.ts";
import { onePerson } from "./resolve-person.ts";

const pattern = (source: string) => new RegExp(`^${source}$`, "iu");

const NOBODY = [
  pattern(`unassign(?: ${THIS})?`),
  pattern(`(?:remove|clear|drop|entferne) (?:the |den |die )?(?:assignee|bearbeiter(?:in)?|zuweisung)`),
  pattern(`(?:re)?assign(?: ${THIS})? to (?:nobody|no one|no-one)`),
  pattern(`(?:weise?)(?: ${THIS})? niemand(?:em)? zu`),
];
const SOMEBODY = [
  pattern(`(?:re-?)?assign(?: ${THIS})?(?: over)? to (?<who>.+)`),
  pattern(`(?:re-?)?assign (?<who>.+?)(?: to ${THIS})?`),
  pattern(`(?:give|hand|pass)(?: ${THIS})?(?: over)? to (?<who>.+)`),
  pattern(`(?:make|set) (?<who>.+?) (?:as )?(?:the )?assignee`),
  pattern(`(?:set |change )?(?:the )?assignee(?: to|:| =| is)? (?<who>.+)`),
  pattern(
    `(?<who>\\S+(?: \\S+)?) (?:should|shall|will|can|must|soll) (?:do|take|handle|fix|own|look at|look into|take care of|übernehmen)(?: ${THIS})?`,
  ),
  pattern(`(?:weise?|gib|übergib)(?: ${THIS})? (?:an )?(?<who>.+?)(?: zu| weiter)?`),
  pattern(`(?:${THIS} )?(?:an )?(?<who>.+?) (?:zuweisen|übergeben)`),
];
const MYSELF = [
  pattern(`(?:i'?ll|i will|i can|let me) (?:take|do|handle|fix|own)(?: ${THIS})?`),
  pattern(`ich (?:übernehme|mache)(?: ${THIS})?`),
];

/** "assign this to Mia", "Tom should fix it", "assign to me", "unassign". */
export const readAssign: ReadClause = (clause, context) => {
  const { text } = clause;
  if (NOBODY.some((one) => one.test(text)))
    return stepsOf({
      type: "assign",
      person: null,
      confidence: 0.97,
      because: because("assignee", clause, context),
    });
  if (MYSELF.some((one) => one.test(text))) return assignTo("me", clause, context);
  for (const one of SOMEBODY) {
    const who = one.exec(text)?.groups?.["who"];
    if (who !== undefined) return assignTo(who, clause, context);
  }
  return undefined;
};

function assignTo(who: string, clause: Clause, context: SentenceContext): Reading {
  const one = onePerson(who, clause, context);
  if ("ask" in one) return one.ask;
  return stepsOf({
    type: "assign",
    person: aliasOf(context.facts, one.person),
    confidence: one.confidence,
    because: because("assignee", clause, context),
  });
}
