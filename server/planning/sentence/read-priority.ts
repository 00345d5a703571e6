import { currentValue } from "../current-value.ts";
import type { FieldMeta } from "../facts.ts";
import { priorityOfRank, rankOf, type PriorityRank } from "../rank-priority.ts";
import { noteOf, THIS, type Clause, type ReadClause, type Reading, type SentenceContext } from "./clause.ts";
import { chooseOption, setOption } from "./choose-option.ts";
import { matchName } from "./match-name.ts";

const PRIORITY = "(?:prio(?:rity)?|priorität)";
const pattern = (source: string) => new RegExp(`^${source}$`, "iu");

const NAMED = [
  pattern(
    `(?:set|change|raise|lower|increase|decrease|bump|put|update|reduce|setze?|erhöhe?|senke?)?(?: (?:the|its|die))? ?${PRIORITY}(?: of ${THIS})?(?: from .+?)?(?: up| down)?(?: ?to| ?:| =| is| as| auf)? (?<value>.+)`,
  ),
  pattern(
    `(?:make|mark|set|give|treat|mache?)(?: ${THIS})?(?: as| to| a)? (?<value>(?!(?:the|its|die) )\\S+) ${PRIORITY}`,
  ),
];
const MAYBE = [
  pattern(`(?:make|mark|set|treat|flag|mache?|setze?)(?: ${THIS})?(?: as| to| auf)?(?: an?)? (?<value>.+?)`),
  pattern(`(?<value>\\S+)(?: ${PRIORITY})?`),
];
/** "It's urgent" tells how somebody feels; "it's P1" says which. */
const TOLD = pattern(`(?:it['’]s|${THIS} (?:is|ist)) (?:an? )?(?<value>.+?)(?: ${PRIORITY})?`);
const STEP =
  /^(?:(?<up>raise|increase|bump|erhöhe?)|(?<down>lower|decrease|reduce|senke?))(?: up)?(?: the| its| die)? (?:prio(?:rity)?|priorität)$/iu;

/** "make it high", "priority: High", "raise the priority". */
export const readPriority: ReadClause = (clause, context) => {
  const meta = context.facts.editable.find((one) => one.field === "priority");
  if (meta === undefined) return undefined;
  const { text } = clause;
  const groups = STEP.exec(text)?.groups;
  if (groups !== undefined) return stepPriority(groups["up"] === undefined ? 1 : -1, meta, clause, context);
  for (const one of NAMED) {
    const value = one.exec(text)?.groups?.["value"];
    if (value !== undefined)
      return byWord(value, meta, clause, context) ?? chooseOption(meta, value, clause, context);
  }
  for (const one of MAYBE) {
    const value = one.exec(text)?.groups?.["value"];
    const reading = value === undefined ? undefined : byWord(value, meta, clause, context);
    if (reading !== undefined) return reading;
  }
  const told = TOLD.exec(text)?.groups?.["value"];
  return told === undefined ? undefined : byName(told, meta, clause, context);
};

/** Only a priority's own name. */
function byName(
  value: string,
  meta: FieldMeta,
  clause: Clause,
  context: SentenceContext,
): Reading | undefined {
  const named = matchName(value, meta.options);
  const [only, ...others] = named.found;
  return only !== undefined && others.length === 0 && named.confidence > 0.95
    ? setOption(meta, only, named.confidence, clause, context)
    : undefined;
}

/** A priority's own name, or a common word for one. */
function byWord(
  value: string,
  meta: FieldMeta,
  clause: Clause,
  context: SentenceContext,
): Reading | undefined {
  const named = byName(value, meta, clause, context);
  if (named !== undefined) return named;
  // A code that the site does not use may mean anything there.
  if (/^p\d$/iu.test(value.trim())) return undefined;
  const rank = rankOf(value);
  const option = rank === undefined ? undefined : priorityOfRank(rank, meta.options);
  return option === undefined ? undefined : setOption(meta, option, 0.93, clause, context);
}

function stepPriority(by: -1 | 1, meta: FieldMeta, clause: Clause, context: SentenceContext): Reading {
  const now = currentValue(context.facts.issue, "priority");
  const rank = now.kind === "option" ? rankOf(now.option.name) : undefined;
  const next = rank === undefined ? undefined : RANKS.find((one) => one === rank + by);
  const option = next === undefined ? undefined : priorityOfRank(next, meta.options);
  if (option === undefined)
    return noteOf(by < 0 ? "The priority cannot go higher." : "The priority cannot go lower.");
  return setOption(meta, option, 0.9, clause, context);
}

const RANKS: readonly PriorityRank[] = [1, 2, 3, 4, 5];
