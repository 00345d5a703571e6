import { neutralise } from "../../guardrails/index.ts";
import type { EngineQuestion } from "../engine.ts";
import type { Facts, PlanningRequest } from "../facts.ts";
import { SYSTEM, VERSION } from "../prompts/plan-v1.ts";
import { compileSchema } from "./compile-schema.ts";
import { maskTexts } from "./mask-texts.ts";
import { writePrompt } from "./write-prompt.ts";

/**
 * Pure: everything an engine is told. Secrets and personal data are masked in each text that people wrote,
 * and all of it but the person's own request is marked as data.
 */
export function prepareQuestion(facts: Facts, request: PlanningRequest): EngineQuestion {
  const { unmask, ...texts } = maskTexts(facts, request);
  const user = writePrompt(facts, request, {
    request: request.text === null ? null : texts.request,
    summary: neutralise(texts.summary),
    description: neutralise(texts.description),
    comments: texts.comments.map(neutralise),
    similar: texts.similar.map(neutralise),
  });
  return {
    facts,
    request,
    prompt: { version: VERSION, system: SYSTEM, user, schema: compileSchema(facts, request) },
    unmask,
  };
}
