import type { FieldMeta, Facts, Person, PlanningRequest, TransitionOption } from "../facts.ts";
import { isInstructed } from "../may-touch.ts";
import { meansPriority, meansStatus, meansType } from "./concepts.ts";
import { findNamed, nameIn, type Naming } from "./find-named.ts";
import { holds, placesOf } from "./match-words.ts";
import { readOwnWords, type Clause, type OwnWords } from "./own-words.ts";
import { KIND_WORDS } from "./vocabulary.ts";

/** What a person's own words speak about. Nothing that stands in other texts can widen it. */
export type Scope = {
  words: OwnWords;
  /** Nobody asked for anything in particular: what is proposed must rest on Jira's own facts. */
  unasked: boolean;
  /** They only want to know something. */
  isQuestion: boolean;
  asksFor: (kind: "comment" | "link" | "create") => boolean;
  speaksOf: (field: string) => boolean;
  /** The words that can be about a field: what is said of it, or of nothing in particular. */
  wordsFor: (field: string) => string;
  says: (
    list: "removes" | "replaces" | "nobody" | "derives" | "quotes" | "delegates" | "inAComment" | "assign",
  ) => boolean;
  /** As who is to have the issue, or as who is to stand in a field. */
  namesPerson: (person: Person, field?: string) => boolean;
  namesOption: (name: string, meta: FieldMeta) => boolean;
  namesType: (name: string) => boolean;
  namesStatus: (transition: TransitionOption) => boolean;
  namesIssue: (key: string) => boolean;
};

export function readScope(facts: Facts, request: PlanningRequest): Scope {
  const words = readOwnWords(facts, request);
  const { order, clauses } = words;
  const clauseAt = (place: number) => clauses.find(({ start, end }) => place >= start && place < end);
  /** Words about something else lend nothing: "label Done" moves nothing. */
  const lends = (place: number, field: string) => {
    const about = clauseAt(place)?.about ?? new Set<string>();
    return isAbout(about, field);
  };
  const lendsAny = (naming: Naming | undefined, field: string) =>
    naming?.places.some((place) => lends(place, field)) ?? false;
  const inClauses = (field: string, test: (text: string) => boolean) =>
    clauses.some(({ start, end, about }) => isAbout(about, field) && test(order.slice(start, end)));
  const speaksOf = (field: string) => clauses.some(({ about }) => about.has(field));
  const typeNames = facts.creatable.map((one) => one.issueType.name);

  const namesPerson = (person: Person, field?: string): boolean => {
    if (person.accountId === request.by && saysMe(words)) return true;
    if (person.accountId === facts.issue?.reporter && holds(KIND_WORDS.reporter, order)) return true;
    const mention = words.said.includes(`[~accountid:${person.accountId.toLowerCase()}]`);
    const names = facts.people.map((one) => one.name);
    if (mention) return true;
    const naming = findNamed(person.name, names, order);
    return field === undefined ? mayGiveTo(naming, words, clauseAt) : lendsAny(naming, field);
  };
  const namesStatus = ({ name, to }: TransitionOption): boolean => {
    const others = facts.transitions.map((one) => one.to.name);
    const other = facts.transitions.map((one) => one.name);
    if (lendsAny(findNamed(to.name, others, order), "status")) return true;
    if (lendsAny(findNamed(name, other, order), "status")) return true;
    const named = facts.transitions.some(
      (one) => one.to.id !== to.id && lendsAny(findNamed(one.to.name, others, order), "status"),
    );
    return !named && inClauses("status", (text) => meansStatus(text, to));
  };
  const namesType = (name: string) =>
    findNamed(name, typeNames, order) !== undefined || meansType(order, name);

  const asksFor = (kind: "comment" | "link" | "create"): boolean => {
    if (kind !== "create") return holds(KIND_WORDS[kind], order);
    const thing = holds(KIND_WORDS.issue, order) || typeNames.some(namesType);
    return facts.issue === null ? thing || speaksOf("summary") : thing && holds(KIND_WORDS.create, order);
  };
  const namesOption = (name: string, meta: FieldMeta): boolean => {
    const others = meta.options.map((option) => option.name);
    if (lendsAny(findNamed(name, others, order), meta.field)) return true;
    if (meta.field === "issuetype") return speaksOf("issuetype") && meansType(order, name);
    if (meta.field !== "priority") return false;
    const named = others.some((other) => lendsAny(findNamed(other, others, order), meta.field));
    return !named && inClauses(meta.field, (text) => meansPriority(text, name));
  };
  const says: Scope["says"] = (list) => holds(KIND_WORDS[list], order);
  const anything =
    asksFor("comment") ||
    asksFor("link") ||
    asksFor("create") ||
    clauses.some(({ about }) => about.size > 0) ||
    says("nobody") ||
    saysMe(words) ||
    facts.transitions.some(namesStatus) ||
    facts.editable.some((meta) => meta.options.some((option) => namesOption(option.name, meta))) ||
    facts.people.some((person) => nameIn(person.name, order) !== undefined);

  return {
    words,
    isQuestion: !anything && !says("delegates") && /\?["”»)\s]*$/u.test(words.said),
    unasked: !isInstructed(request) || says("delegates") || !anything,
    asksFor,
    speaksOf,
    wordsFor: (field) =>
      clauses
        .filter(({ about }) => isAbout(about, field))
        .map(({ start, end }) => order.slice(start, end))
        .join("\n"),
    says,
    namesPerson,
    namesOption,
    namesType,
    namesStatus,
    namesIssue: (key) => findNamed(key, [], order)?.tier === 3,
  };
}

/** "Close it as a duplicate", "reply and close": a move goes along with both. */
const BESIDE_A_MOVE = ["comment", "link", "issuetype"];

const isAbout = (about: ReadonlySet<string>, field: string): boolean =>
  about.has(field) || [...about].every((other) => field === "status" && BESIDE_A_MOVE.includes(other));

/** "me" gives to whoever asks, where it is about giving. "Tell me" does not. */
function saysMe({ order, clauses }: OwnWords): boolean {
  return placesOf(KIND_WORDS.me, order).some((place) => {
    const clause = clauses.find(({ start, end }) => place >= start && place < end);
    return clause !== undefined && holds(KIND_WORDS.assign, order.slice(clause.start, clause.end));
  });
}

/** Named, and neither as the one who said something nor where the words are about something else. */
function mayGiveTo(
  naming: Naming | undefined,
  { order }: OwnWords,
  clauseAt: (place: number) => Clause | undefined,
): boolean {
  if (naming === undefined) return false;
  return naming.places.some((place) => {
    const clause = clauseAt(place);
    if (clause === undefined || clause.about.has("nothing")) return false;
    const text = order.slice(clause.start, clause.end);
    if (holds(KIND_WORDS.assign, text)) return true;
    return clause.about.size === 0 && !holds(KIND_WORDS.reported, text);
  });
}
