import { hashCanonical } from "../kit/index.ts";
import type { Draft, DraftStep } from "./draft.ts";
import type { Engine, EngineQuestion } from "./engine.ts";
import { isAboutIssue, type IssueFacts, type PlanningRequest } from "./facts.ts";
import { triageIssue } from "./offline/triage-issue.ts";
import { isAddressed, startOfOrder } from "./sentence/read-address.ts";
import { ownWords } from "./reading/own-words.ts";
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

/** Crisp orders by their grammar; where that leaves something over, the whole text as prose. */
function readOrders(facts: IssueFacts, request: PlanningRequest): Draft {
  const text = request.text ?? "";
  const from = startOfOrder(text);
  const own = text.slice(0, from) + ownWords(text.slice(from));
  const { draft, complete } = readSentence(facts, { ...request, text: own });
  if (complete) return draft;
  const prose = readProse(facts, request, from);
  const found = draft.steps.length + draft.questions.length + draft.notes.length;
  if (areSame(prose.steps, draft.steps) && prose.questions.length <= draft.questions.length) return draft;
  return prose.steps.length > 0 || (prose.questions.length > 0 && found === 0) ? prose : draft;
}

const areSame = (some: readonly DraftStep[], others: readonly DraftStep[]): boolean =>
  some.length > 0 &&
  some.length === others.length &&
  some.every((step) => others.some((one) => isSame(one, step)));

const isSame = (a: DraftStep, b: DraftStep): boolean =>
  hashCanonical({ ...a, confidence: 0, because: [] }) === hashCanonical({ ...b, confidence: 0, because: [] });

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
