import type { Rule } from "../../contract/index.ts";
import { ok, refuse, type Result } from "../../kit/index.ts";
import type { DraftValue } from "../draft.ts";
import type { Facts, FieldMeta, Person } from "../facts.ts";
import { optionTokens, personAliases } from "../name-tokens.ts";
import { foldText } from "../text/read-words.ts";
import type { RuleTarget } from "./read-target.ts";

/** The value in a draft's own words, if the field takes it. */
export function valueFor(
  { set }: Rule,
  { create, metas }: RuleTarget,
  facts: Facts,
): Result<DraftValue, string> {
  const names = [set.value].flat();
  if (set.field === "assignee" && create === null) return personFor(names, facts);
  const meta = metas.find((one) => one.field === set.field);
  if (meta === undefined) return refuse(`There is no field ${set.field} here.`);
  switch (meta.kind) {
    case "select":
      return names.length === 1
        ? optionsFor(names, meta, ([token = ""]) => token)
        : refuse(`${meta.name} takes one value.`);
    case "multi-select":
      return optionsFor(names, meta, (add) => ({ add, remove: [] }));
    case "labels":
      return ok({ add: names, remove: [] });
    case "person":
      return personFor(names, facts);
    case "number":
      return Number.isFinite(Number(names[0]))
        ? ok(Number(names[0]))
        : refuse(`${meta.name} needs a number.`);
    case "text":
    case "date":
      return ok(names.join(", "));
    default:
      return refuse(`${meta.name} cannot be set by a rule.`);
  }
}

function optionsFor(
  names: readonly string[],
  meta: FieldMeta,
  write: (tokens: string[]) => DraftValue,
): Result<DraftValue, string> {
  const offered = [...optionTokens(meta.options)];
  const tokens = names.map(
    (name) => offered.find(([, option]) => foldText(option.name) === foldText(name))?.[0],
  );
  const unknown = names[tokens.indexOf(undefined)];
  return unknown === undefined
    ? ok(write(tokens.flatMap((token) => token ?? [])))
    : refuse(`${meta.name} has no “${unknown}”.`);
}

function personFor([name = ""]: readonly string[], facts: Facts): Result<DraftValue, string> {
  const person = findPerson(name, facts);
  const alias = [...personAliases(facts.people)].find(([, one]) => one === person)?.[0];
  return person === undefined || alias === undefined ? refuse(`Nobody here is called “${name}”.`) : ok(alias);
}

/** Somebody by account id, or by a name that only one of them has. */
export function findPerson(name: string, { people }: Facts): Person | undefined {
  const found = people.filter((one) => one.accountId === name || foldText(one.name) === foldText(name));
  return found.length === 1 ? found[0] : undefined;
}
