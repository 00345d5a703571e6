import type { AccountId } from "../../contract/index.ts";
import type { DraftStep } from "../draft.ts";
import { isAboutIssue } from "../facts.ts";
import { findFacts } from "../history/find-facts.ts";
import { personAliases } from "../name-tokens.ts";
import { foldText } from "../text/read-words.ts";
import { whyNotWritten } from "./check-words.ts";
import { nameIn } from "./find-named.ts";
import type { ScopeContext } from "./scope-context.ts";

/**
 * Where nobody named anything, a value must come from Jira's own facts: a person or a priority from issues alike,
 * a label that is in use, another issue that was found alike. One that the issue's text names is not taken for it.
 */
export function keepUnasked(step: DraftStep, { facts, scope, sources }: ScopeContext): boolean {
  const { untrusted } = sources;
  const isSaid = (name: string) => nameIn(name, untrusted)?.tier === 3;
  switch (step.type) {
    case "comment":
      return whyNotWritten(step.markdown, { ...sources, dictated: false }) === undefined;
    case "assign": {
      const person = step.person === null ? undefined : personAliases(facts.people).get(step.person);
      return person !== undefined && hasHistory(person.accountId) && !isSaid(person.name);
    }
    case "link":
      return facts.similar.some((one) => one.ref.key === step.issueKey) && !isSaid(step.issueKey);
    case "set-field": {
      const { field, value } = step;
      if (scope.says("nobody")) return false;
      if (field === "labels")
        return typeof value === "object" && value !== null && "add" in value && areInUse(value.add);
      return field !== "priority" || typeof value !== "string" || isUsual(value) || !isSaid(value);
    }
    default:
      return false;
  }

  function hasHistory(to: AccountId): boolean {
    if (!isAboutIssue(facts)) return false;
    const { ref, assignee, fields } = facts.issue;
    const components = fields["components"];
    const ids = components?.kind === "options" ? components.options.map(({ id }) => id) : [];
    return findFacts({ type: "set-assignee", issue: ref, from: assignee, to }, facts, ids).size > 0;
  }
  function areInUse(labels: readonly string[]): boolean {
    const known = new Set([...facts.labels, ...facts.similar.flatMap((one) => one.labels)].map(foldText));
    return labels.every((label) => known.has(foldText(label)));
  }
  function isUsual(priority: string): boolean {
    const alike = facts.similar.filter((one) => one.priority?.name === priority);
    return alike.length * 2 > facts.similar.length;
  }
}
