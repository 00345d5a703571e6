import type { SpanSource } from "../contract/index.ts";
import type { Facts, PlanningRequest } from "./facts.ts";
import { plainText } from "./read-plain-text.ts";

/** A text that evidence can quote. `instructs` is true for a person's own words to TicketSmith, never for an issue's text. */
export type SourceText = { source: SpanSource; sourceId: string | null; text: string; instructs: boolean };

/** Every text the thinking may rest on, a person's own sentence first. */
export function sourceTexts(facts: Facts, request: PlanningRequest): SourceText[] {
  const { issue } = facts;
  if (issue === null) return ownWords(request);
  const comments = issue.comments
    .filter((comment) => comment.id !== request.commentId)
    .map((comment) => plain("comment", plainText(comment.body), comment.id));
  return [
    ...ownWords(request),
    plain("summary", issue.summary),
    plain("description", plainText(issue.description)),
    ...comments,
  ];
}

function ownWords({ text, commentId }: PlanningRequest): SourceText[] {
  if (text === null) return [];
  return [{ source: commentId === null ? "request" : "comment", sourceId: commentId, text, instructs: true }];
}

const plain = (source: SpanSource, text: string, sourceId: string | null = null): SourceText => ({
  source,
  sourceId,
  text,
  instructs: false,
});
