import type { Action, ActionOf, Evidence, FieldChange } from "../../contract/index.ts";
import type { Facts, SimilarIssue } from "../facts.ts";
import {
  alikeIssues,
  countBy,
  countResolvers,
  inComponents,
  idsOf,
  keysOf,
  type Count,
} from "./count-history.ts";

const FEWEST = 2;

/**
 * What Jira's own history says for an action, field by field. Counted here and never taken from an engine,
 * so that a number people read is a number that was looked up.
 */
export function findFacts(
  action: Action,
  facts: Facts,
  componentIds: readonly string[],
): Map<string, Evidence[]> {
  if (action.type === "set-assignee") return assigneeFacts(action, facts, componentIds);
  if (action.type !== "edit-fields") return new Map();
  const alike = alikeIssues(facts);
  return new Map(action.changes.map((change) => [change.field, changeFacts(change, alike)]));
}

function assigneeFacts(
  { to }: ActionOf<"set-assignee">,
  facts: Facts,
  componentIds: readonly string[],
): Map<string, Evidence[]> {
  const person = facts.people.find((one) => one.accountId === to);
  if (person === undefined) return new Map();
  const alike = alikeIssues(facts);
  const sameComponent = inComponents(alike, componentIds);
  const narrow = countResolvers(sameComponent).find((one) => one.account === to)?.count;
  const wide = countResolvers(alike).find((one) => one.account === to)?.count;
  const name = sameComponent[0]?.components.find((component) => componentIds.includes(component.id))?.name;
  const item =
    narrow !== undefined && name !== undefined
      ? factOf(narrow, (n, of) => `${person.name} fixed ${n} of ${of} similar ${name} issues`)
      : wide === undefined
        ? undefined
        : factOf(wide, (n, of) => `${person.name} fixed ${n} of ${of} similar issues`);
  return new Map(item === undefined ? [] : [["assignee", [item]]]);
}

function changeFacts(change: FieldChange, alike: readonly SimilarIssue[]): Evidence[] {
  const { field, from, to } = change;
  if (field === "priority" && to.kind === "option") {
    const count = countBy(alike, (one) => (one.priority === null ? [] : [one.priority.id])).find(
      (one) => one.value === to.option.id,
    );
    return listOf(count?.count, (n, of) => `${n} of ${of} similar issues have priority ${to.option.name}`);
  }
  if (field === "components" && to.kind === "options") {
    const before = from.kind === "options" ? from.options.map((option) => option.id) : [];
    return to.options
      .filter((option) => !before.includes(option.id))
      .flatMap((option) => {
        const count = countBy(alike, (one) => one.components.map(({ id }) => id)).find(
          (one) => one.value === option.id,
        );
        return listOf(count?.count, (n, of) => `${n} of ${of} similar issues are in ${option.name}`);
      });
  }
  return [];
}

const listOf = (count: Count | undefined, say: (n: number, of: number) => string): Evidence[] => {
  const item = count === undefined ? undefined : factOf(count, say);
  return item === undefined ? [] : [item];
};

/** Only what is true of most of them supports anything. */
function factOf(count: Count, say: (n: number, of: number) => string): Evidence | undefined {
  const n = count.issues.length;
  if (n < FEWEST || n * 2 < count.of) return undefined;
  return { kind: "fact", text: say(n, count.of), issues: keysOf(count), ids: idsOf(count) };
}
