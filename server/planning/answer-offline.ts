import type { Draft } from "./draft.ts";
import type { Engine, EngineQuestion } from "./engine.ts";
import { isAboutIssue, type IssueFacts, type PlanningRequest } from "./facts.ts";
import { triageIssue } from "./offline/triage-issue.ts";
import { isAddressed, startOfOrder } from "./sentence/read-address.ts";
import { readProse } from "./reading/read-prose.ts";
import { readSentence } from "./sentence/read-sentence.ts";

/** "What do you suggest?" asks for the same look that a new issue gets. */
const ASKS_FOR_A_LOOK =
  /^\s*(?:@?ticketsmith[ ,:]*)?(?:please |can you |could you |bitte )?(?:triage|suggest|what (?:do|would) you (?:suggest|propose|think)|any (?:suggestions?|ideas?)|help(?: me)?(?: with this)?|look (?:at (?:this|it)|again)|was schlägst du vor|vorschläge?|sortiere?)(?![\p{L}])[^.]*$/iu;

/** The offline engine's reply as JSON text of a draft: deterministic, from the facts alone. */
export function answerOffline({ facts, request }: EngineQuestion): string {
  return JSON.stringify(think(facts, request));
}

function think(facts: EngineQuestion["facts"], request: EngineQuestion["request"]): Draft {
  if (!isAboutIssue(facts)) return readProse(facts, request, 0);
  if (request.text === null) return triageIssue(facts);
  if (request.commentId !== null && !isAddressed(request.text))
    return { summary: "", steps: [], questions: [], notes: [] };
  return ASKS_FOR_A_LOOK.test(request.text) ? triageIssue(facts) : readOrders(facts, request);
}

/** Crisp orders by their grammar; where that leaves something over, all of it as prose. */
function readOrders(facts: IssueFacts, request: PlanningRequest): Draft {
  const { draft, complete } = readSentence(facts, request);
  if (complete) return draft;
  const prose = readProse(facts, request, startOfOrder(request.text ?? ""));
  return prose.steps.length + prose.questions.length > 0 ? prose : draft;
}

/** The engine that is always there: no model, no network, no cost. */
export function createOfflineEngine(): Engine {
  return {
    kind: "offline",
    answer: async (question) => ({
      engine: "offline",
      model: null,
      text: answerOffline(question),
      usage: null,
      note: null,
    }),
  };
}
