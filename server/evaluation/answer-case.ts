import type { Plan } from "../contract/index.ts";
import { concludePlan, prepareQuestion, type Engine, type PlanningRequest } from "../planning/index.ts";
import { factsOf } from "./facts-of.ts";
import { caseNameOf, partialsOf } from "./partial-actions.ts";
import { mergeFacts, type Case, type FileFacts } from "./read-cases.ts";
import type { Answer } from "./score-plans.ts";

/** Asks an engine what it would propose for a case, by the way that every request takes; the plan as well, if there is one. */
export async function answerCase(
  one: Case,
  all: FileFacts,
  engine: Engine,
  clock: () => number,
): Promise<Answer & { plan: Plan | null }> {
  const facts = factsOf(one, mergeFacts(all, one.facts));
  const request: PlanningRequest = { origin: "sentence", text: one.text, commentId: null, by: null };
  const began = clock();
  const reply = await engine.answer(prepareQuestion(facts, request));
  const plan = concludePlan({ facts, request, reply });
  const tookMs = clock() - began;
  const { promptTokens = 0, completionTokens = 0, nanoUsd = null } = reply.usage ?? {};
  const common = {
    case: one,
    tookMs,
    tokens: promptTokens + completionTokens,
    costUsd: (nanoUsd ?? 0) / 1e9,
  };
  if (!plan.ok) return { ...common, actions: [], asks: [], said: plan.reason.words, plan: null };
  return {
    ...common,
    actions: partialsOf(plan.value),
    asks: plan.value.questions.flatMap(({ field }) => (field === undefined ? [] : caseNameOf(field, field))),
    said: [...plan.value.questions.map(({ text }) => text), ...plan.value.trace.notes].join(" "),
    plan: plan.value,
  };
}
