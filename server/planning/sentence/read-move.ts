import type { TransitionOption } from "../facts.ts";
import { transitionTokens } from "../name-tokens.ts";
import {
  askInstead,
  because,
  noteOf,
  safeName,
  stepsOf,
  THIS,
  unquote,
  type Clause,
  type ReadClause,
  type Reading,
  type SentenceContext,
} from "./clause.ts";
import { matchName, type Match } from "./match-name.ts";

const pattern = (source: string) => new RegExp(`^${source}$`, "iu");

const TO_STATUS = [
  pattern(
    `(?:move|send|push|bring|put|transition|advance|drag|take)(?: ${THIS})?(?: back| over)?(?: in)?(?: ?to| into) (?<status>.+)`,
  ),
  pattern(`(?:set|change|update)(?: the)? (?:status|state)(?: from .+?)?(?: ?to|:| =)? (?<status>.+)`),
  pattern(`(?:status|state)(?: ?to|:| =| is|:?) (?<status>.+)`),
  pattern(
    `(?:verschiebe?|bewege?|schiebe?|setze?)(?: ${THIS})?(?: wieder| zurück)? (?:auf|nach|in|zu) (?<status>.+)`,
  ),
];
/** These say it in a way that can also mean a priority or a type, so only a status that exists counts. */
const MAYBE_STATUS = [
  pattern(`(?:mark|set|make|flag)(?: ${THIS})?(?: as| to)? (?<status>.+)`),
  pattern(`(?:${THIS} (?:is|ist) )(?<status>.+)`),
];
const CLOSE = pattern(
  `(?:close|finish|complete|done|it'?s done|resolve|schließe?n?|erledigt|fertig)(?: ${THIS})?(?: as (?:done|fixed|resolved|completed))?(?: ab)?`,
);
const START = pattern(
  `(?:start|begin|starte|beginne)(?: (?:progress|work|working|arbeit|die arbeit))?(?: (?:on|with|an|mit))?(?: ${THIS})?`,
);
const REOPEN = pattern(
  `(?:re-?open(?: ${THIS})?|open ${THIS} again|öffne ${THIS} (?:wieder|erneut)|wieder öffnen)`,
);

/** "move it to review", "close it", "start progress", "reopen". */
export const readMove: ReadClause = (clause, context) => {
  const { text } = clause;
  for (const one of TO_STATUS) {
    const status = one.exec(text)?.groups?.["status"];
    if (status !== undefined) return moveTo(status, clause, context);
  }
  if (CLOSE.test(text))
    return moveToCategory(
      "done",
      /close|done|resolv|finish|complet|erledigt|fertig|schlie/i,
      text,
      clause,
      context,
    );
  if (START.test(text))
    return moveToCategory("indeterminate", /progress|start|arbeit/i, "progress", clause, context);
  if (REOPEN.test(text)) return reopen(clause, context);
  for (const one of MAYBE_STATUS) {
    const status = one.exec(text)?.groups?.["status"];
    if (status !== undefined && findTransitions(status, context).found.length === 1)
      return moveTo(status, clause, context);
  }
  return undefined;
};

type Reachable = { name: string; token: string; option: TransitionOption };

function reachable({ facts }: SentenceContext): Reachable[] {
  return [...transitionTokens(facts.transitions)].map(([token, option]) => ({
    name: option.to.name,
    token,
    option,
  }));
}

/** By the status it leads to, else by the transition's own name. */
function findTransitions(status: string, context: SentenceContext): Match<Reachable> {
  const wanted = unquote(status);
  const all = reachable(context);
  const byStatus = matchName(wanted, all);
  if (byStatus.found.length > 0 && byStatus.confidence > 0.9) return byStatus;
  const byName = matchName(
    wanted,
    all.map((one) => ({ ...one, name: one.option.name })),
  );
  return byName.confidence > byStatus.confidence ? byName : byStatus;
}

function moveTo(status: string, clause: Clause, context: SentenceContext): Reading {
  const { found, confidence } = findTransitions(status, context);
  const now = context.facts.issue.status.name;
  const here = matchName(unquote(status), [context.facts.issue.status]);
  if (here.confidence > confidence || (here.confidence > 0.9 && found.length === 0))
    return noteOf(`It is in ${now} already.`);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return step(only, confidence, clause, context);
  const offered = found.length > 0 ? found : reachable(context);
  const text =
    found.length > 0
      ? `Which one do you mean by “${unquote(status).slice(0, 60)}”?`
      : `From ${now} it cannot go to “${unquote(status).slice(0, 60)}”. Where should it go?`;
  return askInstead(
    "status",
    text,
    status,
    clause,
    context,
    offered.map((one) => choiceOf(one, found.length > 1)),
  );
}

const choiceOf = ({ option }: Reachable, byTransition: boolean) => {
  const name = byTransition ? option.name : option.to.name;
  return { label: name, person: null, put: safeName(name) };
};

const step = ({ token }: Reachable, confidence: number, clause: Clause, context: SentenceContext): Reading =>
  stepsOf({ type: "move", transition: token, confidence, because: because("status", clause, context) });

function moveToCategory(
  category: TransitionOption["to"]["category"],
  likely: RegExp,
  said: string,
  clause: Clause,
  context: SentenceContext,
): Reading {
  const { issue } = context.facts;
  const all = reachable(context).filter((one) => one.option.to.category === category);
  const word = /clos|done|resolv|progress|erledigt/i.exec(said)?.[0] ?? "";
  const named = all.filter(
    (one) => word !== "" && `${one.name} ${one.option.name}`.toLowerCase().includes(word.toLowerCase()),
  );
  const alike = all.filter((one) => likely.test(one.name) || likely.test(one.option.name));
  const pool = [named, alike, all].find((some) => some.length > 0) ?? [];
  const [only, ...others] = pool;
  if (only === undefined)
    return issue.status.category === category
      ? noteOf(`It is in ${issue.status.name} already.`)
      : askCategory(
          `From ${issue.status.name} that is not possible. Where should it go?`,
          reachable(context),
          clause,
          context,
        );
  if (others.length === 0) return step(only, 0.95, clause, context);
  return askCategory("Which one should it be?", pool, clause, context);
}

function askCategory(
  text: string,
  pool: readonly Reachable[],
  clause: Clause,
  context: SentenceContext,
): Reading {
  const part = context.full.slice(clause.start, clause.end);
  const choices = pool.map(({ name }) => ({
    label: name,
    person: null,
    put: `move it to ${safeName(name)}`,
  }));
  return askInstead("status", text, part, clause, context, choices);
}

function reopen(clause: Clause, context: SentenceContext): Reading {
  const { issue } = context.facts;
  if (issue.status.category === "new") return noteOf(`It is open already: ${issue.status.name}.`);
  const all = reachable(context);
  const named = all.filter((one) => /re-?open/i.test(`${one.option.name} ${one.name}`));
  const pool = named.length > 0 ? named : all.filter((one) => one.option.to.category === "new");
  const [only, ...others] =
    pool.length > 0 ? pool : all.filter((one) => one.option.to.category === "indeterminate");
  if (only !== undefined && others.length === 0) return step(only, 0.93, clause, context);
  return askCategory("Where should it go?", pool.length > 0 ? pool : all, clause, context);
}
