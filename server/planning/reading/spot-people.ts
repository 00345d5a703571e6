import type { Person } from "../facts.ts";
import { escapeForRegExp } from "../text/escape-for-reg-exp.ts";
import { fold } from "./fold-view.ts";
import type { Stretch } from "./split-text.ts";

/** Somebody who is named; several people where the name fits several. */
export type Mention = Stretch & { people: readonly Person[]; whole: boolean };

const HAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+$/u;

const PARTICLE =
  /^(?:el|al|de|da|di|do|du|des|dos|das|del|della|den|der|van|von|vom|zu|zum|la|le|les|los|bin|ibn|abu|y|e|af|av|o'|mc|st)$/u;

/** What people are called whose first names are long. */
const SHORT: Readonly<Record<string, readonly string[]>> = {
  alexander: ["alex", "sasha", "sascha"],
  alexandra: ["alex", "sasha"],
  andrew: ["andy"],
  anthony: ["tony"],
  benjamin: ["ben"],
  christopher: ["chris"],
  christina: ["chris", "tina"],
  christine: ["chris"],
  daniel: ["dan", "danny"],
  david: ["dave"],
  deborah: ["deb", "debbie"],
  edward: ["ed", "eddie"],
  elizabeth: ["liz", "beth", "lizzie", "betty"],
  francisco: ["paco"],
  frederick: ["fred"],
  guillermo: ["memo"],
  james: ["jim", "jimmy", "jamie"],
  jennifer: ["jen", "jenny"],
  jonathan: ["jon"],
  joseph: ["joe"],
  katherine: ["kate", "kathy", "katie"],
  kathleen: ["kate", "kathy"],
  manuel: ["manu", "manolo"],
  margaret: ["maggie", "meg", "peggy"],
  matthew: ["matt"],
  maximilian: ["max"],
  michael: ["mike", "micha"],
  nicholas: ["nick"],
  patricia: ["pat", "patty"],
  patrick: ["pat"],
  rebecca: ["becca", "becky"],
  richard: ["rick", "dick"],
  robert: ["rob", "bob", "bobby"],
  samantha: ["sam"],
  samuel: ["sam"],
  sebastian: ["basti", "seb"],
  stephen: ["steve"],
  steven: ["steve"],
  susan: ["sue"],
  theodore: ["ted", "theo"],
  thomas: ["tom", "tommy"],
  timothy: ["tim"],
  victoria: ["vicky"],
  william: ["will", "bill"],
};

/** Every name, or part of one, of somebody who can be given the issue. */
export function spotPeople(text: string, people: readonly Person[]): Mention[] {
  const parts = new Map<string, Set<Person>>();
  const add = (part: string, person: Person) => parts.set(part, (parts.get(part) ?? new Set()).add(person));
  for (const person of people) {
    const name = fold(person.name).trim();
    if (name === "") continue;
    add(name, person);
    for (const part of name.split(/[\s.]+/u)) if (part.length > 1 && !PARTICLE.test(part)) add(part, person);
    for (const short of SHORT[name.split(" ")[0] ?? ""] ?? []) add(short, person);
    // Written with a space or without one; a family name is mostly two signs long.
    const joined = name.replaceAll(" ", "");
    if (HAN.test(joined)) add(joined, person);
    if (HAN.test(name) && name.length >= 3) add(name.slice(0, 2), person);
  }
  if (parts.size === 0) return [];
  const sources = [...parts.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((part) =>
      HAN.test(part)
        ? escapeForRegExp(part)
        : `(?<![\\p{Script=Latin}\\p{N}_])${escapeForRegExp(part)}(?![\\p{Script=Latin}\\p{N}_])`,
    );
  const found = [...text.matchAll(new RegExp(sources.join("|"), "gu"))].map((match): Mention => {
    const own = [...(parts.get(match[0]) ?? [])];
    const isIt = ({ name }: Person) => [fold(name).trim(), fold(name).replaceAll(" ", "")].includes(match[0]);
    const whole = own.some(isIt);
    const named = whole ? own.filter(isIt) : own;
    return { start: match.index, end: match.index + match[0].length, people: named, whole };
  });
  return joinNeighbours(text, found);
}

/** "Minh Châu" is one of those called Minh and one of those called Châu. */
function joinNeighbours(text: string, mentions: readonly Mention[]): Mention[] {
  const joined: Mention[] = [];
  for (const mention of mentions) {
    const last = joined.at(-1);
    const both = last?.people.filter((person) => mention.people.includes(person)) ?? [];
    if (last !== undefined && both.length > 0 && /^[ .-]{1,2}$/u.test(text.slice(last.end, mention.start)))
      joined.splice(-1, 1, { start: last.start, end: mention.end, people: both, whole: true });
    else joined.push(mention);
  }
  return joined;
}
