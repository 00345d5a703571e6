import type { Person } from "../facts.ts";
import { aliasOf } from "../name-tokens.ts";
import { askInstead, unquote, type Clause, type Reading, type SentenceContext } from "./clause.ts";
import { matchName, type Match } from "./match-name.ts";

const MENTION = /^\[~accountid:([^\]]+)\]$/u;
const ME = /^(?:me|myself|mir|mich|ich)$/iu;

/** People a name can mean: a mention, "me", the whole name, some of its words, or a typing error away. */
export function findPeople(wanted: string, { facts, request }: SentenceContext): Match<Person> {
  const name = unquote(wanted).replace(/^@/, "");
  const account = ME.test(name) ? request.by : MENTION.exec(name)?.[1];
  if (account !== undefined) {
    const found = facts.people.filter((person) => person.accountId === account);
    return { found, confidence: 0.97 };
  }
  return matchName(name, facts.people);
}

/** Exactly one person, or the question to ask. */
export function onePerson(
  wanted: string,
  clause: Clause,
  context: SentenceContext,
): { person: Person; confidence: number } | { ask: Reading } {
  const { found, confidence } = findPeople(wanted, context);
  const [first, ...others] = found;
  const name = unquote(wanted).replace(/^@/, "");
  if (first === undefined) {
    const text = ME.test(name)
      ? "You cannot be chosen on this issue. Who should it be?"
      : `Nobody called “${name.slice(0, 80)}” can be chosen on this issue. Who should it be?`;
    return { ask: askInstead("assignee", text, wanted, clause, context, []) };
  }
  if (others.length === 0) return { person: first, confidence };
  const { people } = context.facts;
  const choices = found.map((person) => ({
    label: person.name,
    person: aliasOf(context.facts, person),
    put: nameFor(person, people),
  }));
  return {
    ask: askInstead("assignee", `Which ${name.slice(0, 80)} do you mean?`, wanted, clause, context, choices),
  };
}

/** The full name where it means one person only, else a mention. */
function nameFor(person: Person, people: readonly Person[]): string {
  const shared = people.filter((one) => matchName(person.name, [one]).confidence > 0.95).length > 1;
  return shared ? `[~accountid:${person.accountId}]` : person.name;
}
