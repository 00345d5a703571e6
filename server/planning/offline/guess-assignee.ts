import type { DraftStep } from "../draft.ts";
import { alikeIssues, countResolvers, inComponents, type Count } from "../history/count-history.ts";
import { aliasOf, optionTokens } from "../name-tokens.ts";
import { currentValue } from "../current-value.ts";
import { likeIssue, type Look } from "./signal.ts";

const FEWEST = 3;
const SHARE = 0.5;

/** Whoever resolved most of the similar issues, in the same component where that is known. Only when nobody is assigned. */
export function guessAssignee(look: Look, planned: readonly DraftStep[]): DraftStep[] {
  const { facts } = look;
  if (facts.issue.assignee !== null) return [];
  const alike = alikeIssues(facts);
  const narrow = inComponents(alike, componentIds(look, planned));
  const best = [countResolvers(narrow)[0], countResolvers(alike)[0]].find(
    (one) => one !== undefined && isMost(one.count),
  );
  const person = facts.people.find((one) => one.accountId === best?.account);
  if (best === undefined || person === undefined) return [];
  const closest = look.ranked.find((one) =>
    best.count.issues.some((issue) => issue.ref.id === one.issue.ref.id),
  );
  const because =
    closest === undefined
      ? []
      : [likeIssue("assignee", closest.issue.ref.key, `${person.name} resolved this similar issue`)];
  return [{ type: "assign", person: aliasOf(facts, person), confidence: surenessOf(best.count), because }];
}

const isMost = ({ issues, of }: Count): boolean => issues.length >= FEWEST && issues.length / of >= SHARE;

/** The lower end of what the share could really be (Wilson, one standard deviation), so that 3 of 3 weighs less than 9 of 9. */
function surenessOf({ issues, of }: Count): number {
  const share = issues.length / of;
  const lower = (share + 1 / (2 * of) - Math.sqrt((share * (1 - share) + 1 / (4 * of)) / of)) / (1 + 1 / of);
  return Math.round(Math.min(0.93, 0.4 + 0.6 * lower) * 100) / 100;
}

/** The issue's components, or those that this same draft would give it. */
function componentIds({ facts }: Look, planned: readonly DraftStep[]): string[] {
  const now = currentValue(facts.issue, "components");
  if (now.kind === "options" && now.options.length > 0) return now.options.map((option) => option.id);
  const tokens = optionTokens(facts.editable.find((one) => one.field === "components")?.options ?? []);
  return planned.flatMap((step) => {
    if (step.type !== "set-field" || step.field !== "components") return [];
    const { value } = step;
    const added = typeof value === "object" && value !== null && "add" in value ? value.add : [];
    return added.flatMap((token) => tokens.get(token)?.id ?? []);
  });
}
