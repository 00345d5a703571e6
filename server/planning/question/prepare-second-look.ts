import * as z from "zod";
import { neutralise, type PersonalDataPolicy } from "../../guardrails/index.ts";
import type { SecondLook, Suspect } from "../engine.ts";
import type { Facts, PlanningRequest } from "../facts.ts";
import { markedTexts } from "../find-orders.ts";
import { SYSTEM } from "../prompts/look-v1.ts";
import { maskAll } from "./mask-texts.ts";

const MOST_TEXTS = 60;
const LONGEST_TEXT = 12_000;

const Answer = z.object({ orders: z.array(z.object({ text: z.string(), quote: z.string() })).max(100) });

/**
 * Pure: asks of every text that somebody else wrote whether it tries to give orders. The person's own request is not
 * shown: what is looked at has nothing to lean on. Undefined where nobody else wrote anything.
 */
export function prepareSecondLook(
  facts: Facts,
  request: PlanningRequest,
  policy: PersonalDataPolicy,
): SecondLook | undefined {
  const texts = markedTexts(facts, request)
    .slice(0, MOST_TEXTS)
    .map(({ text }) => text.slice(0, LONGEST_TEXT));
  if (texts.every((text) => text.trim() === "")) return undefined;
  const { shown, unmask } = maskAll(texts, policy, []);
  const names = texts.map((_, index) => `T${index + 1}`);
  return {
    system: SYSTEM,
    user: shown.map((text, index) => `T${index + 1}\n${neutralise(text)}`).join("\n\n"),
    schema: closed({
      orders: {
        type: "array",
        items: closed({ text: { type: "string", enum: names }, quote: { type: "string" } }),
      },
    }),
    read: (answer) => readAnswer(answer, names, unmask),
  };
}

const closed = (properties: Record<string, unknown>) => ({
  type: "object",
  ...{ properties, required: Object.keys(properties), additionalProperties: false },
});

/** Undefined for what is no answer. A text that was not shown is nobody's. */
function readAnswer(
  answer: string,
  names: readonly string[],
  unmask: (text: string) => string,
): Suspect[] | undefined {
  const parsed = Answer.safeParse(parseJson(answer));
  return parsed.data?.orders.flatMap(({ text, quote }) =>
    names.includes(text) ? [{ text: names.indexOf(text), quote: unmask(quote) }] : [],
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
