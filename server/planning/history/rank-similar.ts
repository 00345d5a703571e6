import type { IssueSnapshot, SimilarIssue } from "../facts.ts";
import { plainText } from "../read-plain-text.ts";
import { cosine, trigramLikeness, vectorOf, weighWords } from "../text/compare-texts.ts";
import { readWords } from "../text/read-words.ts";

export type RankedIssue = { issue: SimilarIssue; score: number; shared: readonly string[] };

/**
 * Other issues by how alike their text is, most alike first. The summary counts most: words weighed by
 * rarity (TF-IDF), letters in threes for typing errors, then the words of the whole text.
 */
export function rankSimilar(issue: IssueSnapshot, others: readonly SimilarIssue[]): RankedIssue[] {
  const body = `${issue.summary}\n${plainText(issue.description)}`;
  const bodies = others.map((one) => `${one.summary}\n${one.description}`);
  const weight = weighWords([body, ...bodies]);
  const [mine, mineWhole] = [vectorOf(issue.summary, weight), vectorOf(body, weight)];
  const words = new Set(readWords(issue.summary));
  return others
    .map((other, index) => ({
      issue: other,
      score:
        0.45 * cosine(mine, vectorOf(other.summary, weight)) +
        0.2 * trigramLikeness(issue.summary, other.summary) +
        0.35 * cosine(mineWhole, vectorOf(bodies[index] ?? "", weight)),
      shared: [...new Set(readWords(other.summary))].filter((word) => words.has(word)),
    }))
    .toSorted((a, b) => b.score - a.score);
}
