import { accountOf } from "../may-act.ts";
import type { Acting, Issue, SiteState } from "../state.ts";
import { JqlError, type Clause, type Operand, type Operator, type Order } from "./clause.ts";
import { matchText } from "./match-text.ts";
import { readMoment } from "./read-moment.ts";
import { findSearchable, visibleIssues, type Searchable } from "./searchable.ts";

type Test = (issue: Issue) => boolean;
type Place = { state: SiteState; acting: Acting; now: Date };

const NO_FIELD = (name: string) => `Field '${name}' does not exist or you do not have permission to view it.`;

function searchable(place: Place, name: string): Searchable {
  const found = findSearchable(place, name);
  if (found === undefined) throw new JqlError(NO_FIELD(name));
  return found;
}

function unsupported(operator: Operator, field: string): JqlError {
  return new JqlError(`The operator '${operator}' is not supported by the '${field}' field.`);
}

/** The texts one operand stands for; null stands for "no value". */
function textsFor(place: Place, operand: Operand): (string | null)[] {
  if (operand.kind === "empty") return [null];
  if (operand.kind === "value") return [operand.text];
  if (operand.name === "currentuser") return [accountOf(place.acting.as)];
  if (operand.name === "linkedissues") {
    const issue = visibleIssues(place).find(
      (one) => one.key === operand.args[0] || one.id === operand.args[0],
    );
    return place.state.links.flatMap((link) =>
      link.sourceId === issue?.id ? [link.targetId] : link.targetId === issue?.id ? [link.sourceId] : [],
    );
  }
  if (operand.name === "membersof") {
    const members = place.state.people.filter((one) => one.groups.includes(operand.args[0] ?? ""));
    return members.map((one) => one.accountId);
  }
  // The last of parent and child is the one that tells.
  if (operand.name === "cascadeoption") return [operand.args.at(-1) ?? null];
  throw new JqlError(`Unable to find JQL function '${operand.name}(${operand.args.join(", ")})'.`);
}

function choiceTest(
  place: Place,
  field: string,
  of: Extract<Searchable, { kind: "choice" }>,
  operator: Operator,
  operands: Operand[],
): Test {
  const wanted = operands.flatMap((one) => textsFor(place, one));
  const names = wanted.map((one) =>
    one?.toLowerCase() === "unresolved" && field === "resolution" ? null : one,
  );
  for (const name of names) {
    if (name !== null && of.known?.(name) === false) {
      throw new JqlError(`The value '${name}' does not exist for the field '${field}'.`);
    }
  }
  const isOne: Test = (issue) => {
    const values = of.of(issue);
    return names.some((name) =>
      name === null
        ? values.length === 0
        : values.some((texts) => texts.some((text) => text.toLowerCase() === name.toLowerCase())),
    );
  };
  // As in Jira, "is not one of" does not find issues without a value.
  const isOther: Test = (issue) => !isOne(issue) && (of.of(issue).length > 0 || names.includes(null));
  if (operator === "=" || operator === "in" || operator === "is") return isOne;
  if (operator === "!=" || operator === "not in" || operator === "is not") return isOther;
  throw unsupported(operator, field);
}

function compare(operator: Operator, field: string, a: number, b: number): boolean {
  switch (operator) {
    case "=":
      return a === b;
    case "!=":
      return a !== b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    default:
      throw unsupported(operator, field);
  }
}

function emptyTest(operator: Operator, has: (issue: Issue) => boolean): Test | undefined {
  if (operator === "is") return (issue) => !has(issue);
  if (operator === "is not") return has;
  return undefined;
}

const textsOfQuery = new WeakMap<Place, Map<string, Map<Issue, string>>>();

/** A query often asks the same field for several words: each issue's text is put together once for it. */
function rememberTexts(place: Place, field: string, read: (issue: Issue) => string) {
  const byField = textsOfQuery.get(place) ?? new Map<string, Map<Issue, string>>();
  textsOfQuery.set(place, byField);
  const texts = byField.get(field) ?? new Map<Issue, string>();
  byField.set(field, texts);
  return (issue: Issue): string => {
    const text = texts.get(issue) ?? read(issue);
    texts.set(issue, text);
    return text;
  };
}

function testOf(place: Place, { field, operator, operands }: Extract<Clause, { kind: "test" }>): Test {
  const of = searchable(place, field);
  const [operand] = operands;
  if (of.kind === "choice") return choiceTest(place, field, of, operator, operands);
  if (of.kind === "words") {
    const empty = emptyTest(operator, (issue) => of.of(issue) !== "");
    if (empty !== undefined) return empty;
    if (operand?.kind !== "value" || (operator !== "~" && operator !== "!~"))
      throw unsupported(operator, field);
    const textOf = rememberTexts(place, field, of.of);
    return (issue) => matchText(textOf(issue), operand.text) === (operator === "~");
  }
  const empty = emptyTest(operator, (issue) => of.of(issue) !== null);
  if (empty !== undefined) return empty;
  if (operand === undefined) throw unsupported(operator, field);
  const wanted =
    of.kind === "moment"
      ? readMoment(field, operand, place.now)
      : Number(operand.kind === "value" ? operand.text : NaN);
  compare(operator, field, 0, 0);
  return (issue) => {
    const value = of.of(issue);
    return (
      value !== null &&
      compare(operator, field, typeof value === "number" ? value : Date.parse(value), wanted)
    );
  };
}

/** Turns a clause into a test. Names are checked here, before any issue is looked at. */
export function compileClause(place: Place, clause: Clause): Test {
  if (clause.kind === "test") return testOf(place, clause);
  if (clause.kind === "not") {
    const inner = compileClause(place, clause.part);
    return (issue) => !inner(issue);
  }
  const parts = clause.parts.map((one) => compileClause(place, one));
  return clause.kind === "and"
    ? (issue) => parts.every((one) => one(issue))
    : (issue) => parts.some((one) => one(issue));
}

function rankOf(of: Searchable, issue: Issue): number | string {
  if (of.kind === "moment") return of.of(issue) ?? "";
  if (of.kind === "number") return of.of(issue) ?? 0;
  if (of.kind === "words") return of.of(issue).toLowerCase();
  return of.rank?.(issue) ?? of.of(issue)[0]?.[1]?.toLowerCase() ?? "";
}

function byKey(a: Issue, b: Issue): number {
  return a.projectId === b.projectId
    ? Number(a.key.split("-")[1]) - Number(b.key.split("-")[1])
    : a.key.localeCompare(b.key);
}

/** Compares two issues as the ORDER BY says; newest first when it says nothing. */
export function compileOrder(place: Place, order: Order[]): (a: Issue, b: Issue) => number {
  const keys = order.map(({ field, descending }) => ({
    field,
    of: searchable(place, field),
    sign: descending ? -1 : 1,
  }));
  return (a, b) => {
    for (const { field, of, sign } of keys) {
      if (["key", "issuekey", "issue", "id"].includes(field.toLowerCase())) return byKey(a, b) * sign;
      const [left, right] = [rankOf(of, a), rankOf(of, b)];
      if (left !== right) return (left < right ? -1 : 1) * sign;
    }
    return Number(b.id) - Number(a.id);
  };
}
