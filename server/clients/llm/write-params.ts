import type {
  ChatCompletionCreateParams,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";

export type Params = ChatCompletionCreateParams;

/** How a server is held to the schema: by itself, by the parameters of a function, or by words alone. */
export const WAYS = ["schema", "tool", "words"] as const;
export type Way = (typeof WAYS)[number];

export type Question = {
  model: string;
  schema: Readonly<Record<string, unknown>>;
  system: string;
  user: string;
  /** An answer that could not be read, and what was wrong with it. */
  again?: { answer: string; flaws: readonly string[] };
};

/** Also what is put aside for the answer, so a model that thinks first has room to. */
export const LONGEST_REPLY_TOKENS = 8_000;
const LONGEST_ANSWER_SHOWN = 8_000;
export const FUNCTION = "propose";

/** In pieces, so that a slow model is told from a dead one. In words it is asked as plainly as can be. */
const STREAMED = { stream: true, stream_options: { include_usage: true } } as const;

/** The same question in each way. Older servers know `max_tokens` alone, and those who know schemas know its successor. */
export function writeParams(question: Question, way: Way): Params {
  const { model, schema } = question;
  const messages = messagesOf(question, way);
  switch (way) {
    case "schema":
      return {
        ...{ model, messages, max_completion_tokens: LONGEST_REPLY_TOKENS, ...STREAMED },
        response_format: { type: "json_schema", json_schema: { name: "draft", strict: true, schema } },
      };
    case "tool":
      return {
        ...{ model, messages, max_tokens: LONGEST_REPLY_TOKENS, ...STREAMED },
        tools: [
          {
            type: "function",
            function: {
              name: FUNCTION,
              description: "Hands over the answer.",
              parameters: schema,
            },
          },
        ],
        tool_choice: { type: "function", function: { name: FUNCTION } },
      };
    case "words":
      return { model, messages, max_tokens: LONGEST_REPLY_TOKENS };
  }
}

function messagesOf({ system, user, schema, again }: Question, way: Way): ChatCompletionMessageParam[] {
  const inWords = `${system}\n\nThe JSON Schema of your answer:\n${JSON.stringify(schema)}`;
  const first: ChatCompletionMessageParam[] = [
    { role: "system", content: way === "words" ? inWords : system },
    { role: "user", content: user },
  ];
  if (again === undefined) return first;
  return [
    ...first,
    { role: "assistant", content: again.answer.slice(0, LONGEST_ANSWER_SHOWN) },
    { role: "user", content: sayFlaws(again.flaws) },
  ];
}

const sayFlaws = (flaws: readonly string[]) =>
  `Your answer cannot be used:\n${flaws.map((flaw) => `- ${flaw}`).join("\n")}\nAnswer again: one JSON object that fits the schema, and nothing else.`;
