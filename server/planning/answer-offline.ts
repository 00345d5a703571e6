import type { Draft } from "./draft.ts";
import type { Engine, EngineQuestion } from "./engine.ts";
import { isAboutIssue } from "./facts.ts";
import { triageIssue } from "./offline/triage-issue.ts";
import { isAddressed } from "./sentence/read-address.ts";
import { readSentence } from "./sentence/read-sentence.ts";

/** "What do you suggest?" asks for the same look that a new issue gets. */
const ASKS_FOR_A_LOOK =
  /^\s*(?:@?ticketsmith[ ,:]*)?(?:please |can you |could you |bitte )?(?:triage|suggest|what (?:do|would) you (?:suggest|propose|think)|any (?:suggestions?|ideas?)|help(?: me)?(?: with this)?|look (?:at (?:this|it)|again)|was schlägst du vor|vorschläge?|sortiere?)(?![\p{L}])[^.]*$/iu;

/** The offline engine's reply as JSON text of a draft: deterministic, from the facts alone. */
export function answerOffline({ facts, request }: EngineQuestion): string {
  return JSON.stringify(think(facts, request));
}

function think(facts: EngineQuestion["facts"], request: EngineQuestion["request"]): Draft {
  if (!isAboutIssue(facts))
    return { summary: "", steps: [], questions: [], notes: ["Say it beside an issue."] };
  if (request.text === null) return triageIssue(facts);
  if (request.commentId !== null && !isAddressed(request.text))
    return { summary: "", steps: [], questions: [], notes: [] };
  return ASKS_FOR_A_LOOK.test(request.text) ? triageIssue(facts) : readSentence(facts, request);
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
