import OpenAI, { BadRequestError, UnprocessableEntityError } from "openai";
import type {
  ChatCompletion,
  ChatCompletionCreateParamsNonStreaming,
} from "openai/resources/chat/completions";
import type { Engine, EngineQuestion, EngineReply, EngineUsage } from "../../planning/index.ts";
import { asEngineFault, EngineFault } from "./engine-fault.ts";

export type OpenAiEngineOptions = {
  /** OpenAI itself, or any server that speaks its protocol (vLLM, Ollama, a gateway). */
  baseUrl: string;
  apiKey: string;
  model: string;
  /** For one attempt. */
  timeoutMs: number;
  onUsage: (usage: EngineUsage) => void;
  fetch?: typeof globalThis.fetch;
};

const RETRIES = 1;
const LONGEST_REPLY_TOKENS = 4_000;

/**
 * An engine behind OpenAI's chat completions. The reply is held to the question's schema by the server where
 * it can do that; a server that refuses is asked once more with the schema in words. Throws `EngineFault`.
 */
export function createOpenAiEngine(options: OpenAiEngineOptions): Engine {
  const client = new OpenAI({
    baseURL: options.baseUrl,
    // The SDK insists on a key; servers on one's own network often have none.
    apiKey: options.apiKey === "" ? "none" : options.apiKey,
    timeout: options.timeoutMs,
    maxRetries: RETRIES,
    logLevel: "off",
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  let takesSchema = true;

  async function complete(
    question: EngineQuestion,
    signal: AbortSignal | undefined,
  ): Promise<ChatCompletion> {
    const ask = (params: ChatCompletionCreateParamsNonStreaming) =>
      client.chat.completions.create(params, signal === undefined ? {} : { signal });
    if (!takesSchema) return ask(inWords(question, options.model));
    try {
      return await ask(withSchema(question, options.model));
    } catch (fault) {
      if (!(fault instanceof BadRequestError || fault instanceof UnprocessableEntityError)) throw fault;
      const completion = await ask(inWords(question, options.model));
      // Remembered only once the other way has worked: a bad request can have other causes.
      takesSchema = false;
      return completion;
    }
  }

  async function answer(question: EngineQuestion, signal?: AbortSignal): Promise<EngineReply> {
    try {
      const completion = await complete(question, signal);
      const usage = readUsage(completion);
      if (usage !== null) options.onUsage(usage);
      return { engine: "openai", model: options.model, text: readText(completion), usage, note: null };
    } catch (fault) {
      throw asEngineFault(fault);
    }
  }

  return { kind: "openai", answer };
}

const messages = (system: string, user: string) => [
  { role: "system" as const, content: system },
  { role: "user" as const, content: user },
];

function withSchema({ prompt }: EngineQuestion, model: string): ChatCompletionCreateParamsNonStreaming {
  return {
    model,
    messages: messages(prompt.system, prompt.user),
    max_completion_tokens: LONGEST_REPLY_TOKENS,
    response_format: {
      type: "json_schema",
      json_schema: { name: "draft", strict: true, schema: prompt.schema },
    },
  };
}

/** For older servers: both the schema and the limit go the way they have always gone. */
function inWords({ prompt }: EngineQuestion, model: string): ChatCompletionCreateParamsNonStreaming {
  const schema = `The JSON Schema of your answer:\n${JSON.stringify(prompt.schema)}`;
  return {
    model,
    messages: messages(`${prompt.system}\n\n${schema}`, prompt.user),
    max_tokens: LONGEST_REPLY_TOKENS,
    response_format: { type: "json_object" },
  };
}

function readText(completion: ChatCompletion): string {
  // Servers other than OpenAI's leave out what the types promise.
  const choice = completion.choices?.[0];
  if (choice?.message === undefined) throw new EngineFault("empty", "The model gave no answer");
  if (choice.finish_reason === "length") throw new EngineFault("cut-off", "The model's answer was cut off");
  if (choice.finish_reason === "content_filter" || (choice.message.refusal ?? "") !== "")
    throw new EngineFault("refused", "The model declined to answer");
  const text = choice.message.content ?? "";
  if (text.trim() === "") throw new EngineFault("empty", "The model gave an empty answer");
  return text;
}

function readUsage({ usage }: ChatCompletion): EngineUsage | null {
  if (usage === undefined || usage === null) return null;
  return { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens };
}
