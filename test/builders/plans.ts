import type { Plan } from "../../server/contract/index.ts";
import {
  answerOffline,
  concludePlan,
  NO_SETTINGS,
  prepareQuestion,
  titleOf,
  type DecisionSettings,
  type EngineReply,
  type Facts,
  type PlanningRequest,
} from "../../server/planning/index.ts";

const nameIn = (facts: Facts) => (account: string) =>
  facts.people.find((one) => one.accountId === account)?.name ?? account;

/** The offline engine's plan, or the refusal. */
export function planOffline(facts: Facts, request: PlanningRequest) {
  const text = answerOffline(prepareQuestion(facts, request));
  const reply: EngineReply = { engine: "offline", model: null, text, usage: null, note: null };
  return concludePlan({ facts, request, reply });
}

/** What becomes of a draft that a model wrote. */
export function planFromModel(
  facts: Facts,
  request: PlanningRequest,
  draft: unknown,
  settings: DecisionSettings = NO_SETTINGS,
) {
  const text = typeof draft === "string" ? draft : JSON.stringify(draft);
  return concludePlan({
    facts,
    request,
    settings,
    reply: { engine: "openai", model: "gpt-test", text, usage: null, note: null },
  });
}

/** A plan as people read it: the title of each step; without one, the questions; without those, why not. */
export function said(facts: Facts, outcome: ReturnType<typeof planOffline>): string {
  if (!outcome.ok) return `nothing: ${outcome.reason.words}`;
  const steps = outcome.value.steps.map((step) => titleOf(step.action, nameIn(facts)));
  const questions = outcome.value.questions.map((question) => `? ${question.text}`);
  return [...steps, ...questions].join("; ");
}

/** The plan, where a test is about nothing else. */
export function mustPlan(outcome: ReturnType<typeof planOffline>): Plan {
  if (!outcome.ok) throw new Error(`No plan: ${outcome.reason.words}`);
  return outcome.value;
}
