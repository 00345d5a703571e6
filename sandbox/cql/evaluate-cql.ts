import type { Clause, Operand, Operator, Order } from "../jql/clause.ts";
import { matchText } from "../jql/match-text.ts";
import { accountOf } from "../may-act.ts";
import type { Acting, SiteState } from "../state.ts";
import { findCqlField, type CqlField, type Found, type Plain } from "./cql-fields.ts";
import { CqlError } from "./parse-cql.ts";
import { readCqlDate } from "./read-date.ts";

type Test = (one: Found) => boolean;
export type Place = { state: SiteState; acting: Acting; now: Date };
type Compare = ">" | ">=" | "<" | "<=" | "=" | "!=";

function fieldOf(place: Place, name: string): CqlField {
  const found = findCqlField(place.state, name);
  if (found === undefined) throw new CqlError(`No field exists with name: ${name}`);
  return found;
}

function unsupported(operator: Operator, field: string): CqlError {
  return new CqlError(`The field '${field}' does not support the operator '${operator}'.`);
}

function textFor(place: Place, operand: Operand | undefined): string {
  if (operand === undefined || operand.kind === "empty") throw new CqlError("CQL knows no empty values.");
  if (operand.kind === "value") return operand.text;
  if (operand.name === "currentuser") return accountOf(place.acting.as);
  throw new CqlError(`No function exists with name: ${operand.name}`);
}

function isCompare(operator: Operator): operator is Compare {
  return [">", ">=", "<", "<=", "=", "!="].includes(operator);
}

function compare(operator: Compare, a: number, b: number): boolean {
  if (operator === "=") return a === b;
  if (operator === "!=") return a !== b;
  return operator.startsWith(">")
    ? a > b || (operator === ">=" && a === b)
    : a < b || (operator === "<=" && a === b);
}

function choiceTest(field: string, of: (one: Found) => string[], operator: Operator, wanted: string[]): Test {
  const names = new Set(wanted.map((one) => one.toLowerCase()));
  const isOne: Test = (one) => of(one).some((value) => names.has(value.toLowerCase()));
  if (operator === "=" || operator === "in") return isOne;
  if (operator === "!=" || operator === "not in") return (one) => !isOne(one);
  throw unsupported(operator, field);
}

function valueTest(field: string, of: (one: Found) => Plain[], operator: Operator, wanted: string[]): Test {
  if (operator === "~") return (one) => of(one).some((value) => matchText(String(value), wanted[0] ?? ""));
  if (!isCompare(operator) || operator === "=" || operator === "!=") {
    return choiceTest(field, (one) => of(one).map(String), operator, wanted);
  }
  const [text = ""] = wanted;
  const number = (value: Plain) =>
    typeof value === "number"
      ? value
      : Number.isNaN(Number(value))
        ? Date.parse(String(value))
        : Number(value);
  return (one) => of(one).some((value) => compare(operator, number(value), number(text)));
}

function testOf(place: Place, { field, operator, operands }: Extract<Clause, { kind: "test" }>): Test {
  const of = fieldOf(place, field);
  if (of.kind === "moment") {
    const [operand] = operands;
    if (!isCompare(operator) || operand === undefined) throw unsupported(operator, field);
    const at = readCqlDate(field, operand, place.now);
    return (one) => compare(operator, Date.parse(of.of(one)), at);
  }
  const wanted = operands.map((one) => textFor(place, one));
  if (of.kind === "choice") return choiceTest(field, of.of, operator, wanted);
  if (of.kind === "value") return valueTest(field, of.of, operator, wanted);
  if (operator === "~") return (one) => matchText(of.of(one), wanted[0] ?? "");
  if (operator === "!~") return (one) => !matchText(of.of(one), wanted[0] ?? "");
  if (!of.exact) throw unsupported(operator, field);
  return choiceTest(field, (one) => [of.of(one)], operator, wanted);
}

/** Turns a clause into a test. Names and operators are checked here, before anything is looked at. */
export function compileCql(place: Place, clause: Clause): Test {
  if (clause.kind === "test") return testOf(place, clause);
  if (clause.kind === "not") {
    const inner = compileCql(place, clause.part);
    return (one) => !inner(one);
  }
  const parts = clause.parts.map((one) => compileCql(place, one));
  return clause.kind === "and"
    ? (one) => parts.every((part) => part(one))
    : (one) => parts.some((part) => part(one));
}

/** Compares as ORDER BY says; what was changed last comes first when it says nothing. */
export function compileCqlOrder(place: Place, order: Order[]): (a: Found, b: Found) => number {
  const keys = (order.length > 0 ? order : [{ field: "lastmodified", descending: true }]).map(
    ({ field, descending }) => {
      const of = fieldOf(place, field);
      if (of.kind === "value") throw new CqlError(`Results cannot be ordered by '${field}'.`);
      return { rank: (one: Found) => [of.of(one)].flat().join(" ").toLowerCase(), sign: descending ? -1 : 1 };
    },
  );
  return (a, b) => {
    for (const { rank, sign } of keys) {
      const [left, right] = [rank(a), rank(b)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return Number((b.comment ?? b.page).id) - Number((a.comment ?? a.page).id);
  };
}
