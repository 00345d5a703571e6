import { checkOutput } from "../../guardrails/index.ts";
import type { Draft, DraftQuestion, DraftReason } from "../draft.ts";
import type { PlanningRequest } from "../facts.ts";

/**
 * What a model says beside its steps is shown to people as it is. Where it holds foreign addresses or something private,
 * it is not shown at all; the texts of the steps themselves are judged with the steps.
 */
export function cleanDraft(draft: Draft, request: PlanningRequest, note: (words: string) => void): Draft {
  const bounds = { trusted: request.text ?? "", verbatim: false };
  const isClean = (words: string | null) => words === null || checkOutput(words, bounds) === undefined;
  const isCleanQuestion = ({ text, choices }: DraftQuestion) =>
    isClean(text) && choices.every(({ label, means }) => isClean(label) && isClean(means));
  const cleanReason = (reason: DraftReason): DraftReason =>
    isClean(reason.text) ? reason : { ...reason, text: null };

  const notes = draft.notes.filter(isClean);
  const questions = draft.questions.filter(isCleanQuestion);
  if (notes.length < draft.notes.length || questions.length < draft.questions.length)
    note(
      "Left out what the engine wrote: it held an address or something private that the request does not name.",
    );
  return {
    summary: isClean(draft.summary) ? draft.summary : "",
    steps: draft.steps.map((step) => ({ ...step, because: step.because.map(cleanReason) })),
    notes,
    questions,
  };
}
