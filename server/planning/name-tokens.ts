import type { ActionOf, NamedOption } from "../contract/index.ts";
import type { Facts, LinkType, Person, TransitionOption } from "./facts.ts";

/**
 * The names under which a draft speaks of things. A name that two things share gets its id as well,
 * so that every token means exactly one.
 */
export function optionTokens(options: readonly NamedOption[]): Map<string, NamedOption> {
  const shared = sharedNames(options.map((option) => option.name));
  return new Map(
    options.map((option) => [shared.has(option.name) ? `${option.name} #${option.id}` : option.name, option]),
  );
}

/** P1, P2, …: a model sees these instead of account ids. */
export function personAliases(people: readonly Person[]): Map<string, Person> {
  return new Map(people.map((person, index) => [`P${index + 1}`, person]));
}

export function aliasOf(facts: Facts, person: Person): string {
  return `P${facts.people.findIndex((one) => one.accountId === person.accountId) + 1}`;
}

/** Transitions that need nothing a plan cannot give, under the name of the status they lead to where that is clear. */
export function transitionTokens(transitions: readonly TransitionOption[]): Map<string, TransitionOption> {
  const shared = sharedNames(transitions.map((one) => one.to.name));
  return new Map(
    transitions.map((one) => [
      shared.has(one.to.name) ? `${one.to.name} (${one.name} #${one.id})` : one.to.name,
      one,
    ]),
  );
}

export type Relation = { linkType: LinkType; direction: ActionOf<"link-issues">["direction"] };

/** "duplicates", "is duplicated by", "relates to": what the issue in question does to the other one. */
export function relationTokens(linkTypes: readonly LinkType[]): Map<string, Relation> {
  const tokens = new Map<string, Relation>();
  for (const linkType of linkTypes)
    for (const direction of ["outward", "inward"] as const) {
      const phrase = linkType[direction];
      if (linkType.inward === linkType.outward && direction === "inward") continue;
      tokens.set(tokens.has(phrase) ? `${phrase} (${linkType.name} #${linkType.id})` : phrase, {
        linkType,
        direction,
      });
    }
  return tokens;
}

function sharedNames(names: readonly string[]): Set<string> {
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}
