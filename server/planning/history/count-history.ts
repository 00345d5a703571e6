import type { AccountId, IssueId, IssueKey } from "../../contract/index.ts";
import { isAboutIssue, type Facts, type SimilarIssue } from "../facts.ts";
import { rankSimilar } from "./rank-similar.ts";

/** `of` were looked at, `issues` of them are so. */
export type Count = { issues: readonly SimilarIssue[]; of: number };

const ALIKE = 0.12;

/** Issues alike enough in words to say something about this one. */
export function alikeIssues(facts: Facts): SimilarIssue[] {
  if (!isAboutIssue(facts)) return [];
  return rankSimilar(facts.issue, facts.similar)
    .filter((one) => one.score >= ALIKE)
    .map((one) => one.issue);
}

export const inComponents = (issues: readonly SimilarIssue[], ids: readonly string[]): SimilarIssue[] =>
  issues.filter((one) => one.components.some((component) => ids.includes(component.id)));

/** Who resolved how many of these issues, most first. */
export function countResolvers(issues: readonly SimilarIssue[]): { account: AccountId; count: Count }[] {
  const resolved = issues.filter((one) => one.status.category === "done" && one.assignee !== null);
  return countBy(resolved, (one) => (one.assignee === null ? [] : [one.assignee])).map(
    ({ value, count }) => ({
      account: value,
      count,
    }),
  );
}

/** Counts issues by a value of theirs, most first. An issue without any value does not count. */
export function countBy<T>(
  issues: readonly SimilarIssue[],
  valuesOf: (issue: SimilarIssue) => readonly T[],
): { value: T; count: Count }[] {
  const counting = issues.filter((one) => valuesOf(one).length > 0);
  const groups = new Map<T, SimilarIssue[]>();
  for (const issue of counting)
    for (const value of valuesOf(issue)) groups.set(value, [...(groups.get(value) ?? []), issue]);
  return [...groups]
    .map(([value, own]) => ({ value, count: { issues: own, of: counting.length } }))
    .toSorted((a, b) => b.count.issues.length - a.count.issues.length);
}

const MOST_NAMED = 50;
export const keysOf = ({ issues }: Count): IssueKey[] =>
  issues.slice(0, MOST_NAMED).map((one) => one.ref.key);
export const idsOf = ({ issues }: Count): IssueId[] => issues.slice(0, MOST_NAMED).map((one) => one.ref.id);
