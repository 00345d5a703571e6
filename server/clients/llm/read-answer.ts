import * as z from "zod";
import type { Tokens } from "../../tenants/index.ts";
import { EngineFault } from "./engine-fault.ts";

/** What of an answer counts. Servers other than OpenAI's leave out what its types promise. */
const Message = z.object({
  content: z.string().nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(z.object({ function: z.object({ arguments: z.string() }) })).nullish(),
});
const Choice = z.object({ finish_reason: z.string().nullish(), message: Message });
const Choices = z.object({ choices: z.tuple([Choice], Choice) });

const count = z.number().int().nonnegative();
const Usage = z.object({ usage: z.object({ prompt_tokens: count, completion_tokens: count }) });

/** What the model said, whichever way it was asked: a server may answer in text where a function was asked for. */
export function readAnswer(completion: unknown): string {
  const read = Choices.safeParse(completion);
  if (!read.success) throw new EngineFault("empty", "The model gave no answer");
  const [{ finish_reason: ended, message }] = read.data.choices;
  if (ended === "length") throw new EngineFault("cut-off", "The model's answer was cut off");
  if (ended === "content_filter" || (message.refusal ?? "") !== "")
    throw new EngineFault("refused", "The model declined to answer");
  const text = message.tool_calls?.[0]?.function.arguments ?? message.content ?? "";
  if (text.trim() === "") throw new EngineFault("empty", "The model gave an empty answer");
  return text;
}

/** The server's own figures, or null when it gave none that make sense. */
export function readUsage(completion: unknown): Tokens | null {
  const read = Usage.safeParse(completion);
  if (!read.success) return null;
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = read.data.usage;
  return { promptTokens, completionTokens };
}
