import { DEFAULT_PERSONAL_DATA_POLICY, neutralise, type PersonalDataPolicy } from "../../guardrails/index.ts";
import type { EngineQuestion } from "../engine.ts";
import type { Facts, PlanningRequest } from "../facts.ts";
import { SYSTEM, VERSION } from "../prompts/plan-v1.ts";
import { compileSchema } from "./compile-schema.ts";
import { maskTexts } from "./mask-texts.ts";
import { prepareSecondLook } from "./prepare-second-look.ts";
import { shortenTexts } from "./shorten-texts.ts";
import { writePrompt, type PromptTexts } from "./write-prompt.ts";

/**
 * Pure: everything an engine is told. Secrets and personal data are masked in each text that people wrote,
 * and all of it but the person's own request is marked as data.
 */
export function prepareQuestion(
  facts: Facts,
  request: PlanningRequest,
  policy: PersonalDataPolicy = DEFAULT_PERSONAL_DATA_POLICY,
): EngineQuestion {
  const { unmask, found, ...texts } = maskTexts(facts, request, policy);
  const write = (shown: PromptTexts) =>
    writePrompt(facts, request, {
      request: shown.request,
      summary: neutralise(shown.summary),
      description: neutralise(shown.description),
      comments: shown.comments.map(neutralise),
      similar: shown.similar.map(neutralise),
    });
  const all = { ...texts, request: request.text === null ? null : texts.request };
  return {
    facts,
    request,
    prompt: {
      ...{ version: VERSION, system: SYSTEM, user: write(all), schema: compileSchema(facts, request) },
      shorter: () => write(shortenTexts(all)),
    },
    secondLook: () => prepareSecondLook(facts, request, policy),
    unmask,
    found,
  };
}
