import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as z from "zod";

/** The parts of a chat completion request that a test may look at. Anything else a client sends is refused, as OpenAI does. */
const ChatRequest = z.strictObject({
  model: z.string(),
  messages: z
    .array(z.strictObject({ role: z.enum(["system", "user", "assistant"]), content: z.string() }))
    .min(1),
  stream: z.literal(true).optional(),
  stream_options: z.strictObject({ include_usage: z.boolean() }).optional(),
  max_tokens: z.number().optional(),
  max_completion_tokens: z.number().optional(),
  response_format: z
    .strictObject({
      type: z.literal("json_schema"),
      json_schema: z.strictObject({
        name: z.string().regex(/^[\w-]{1,64}$/),
        strict: z.literal(true),
        schema: z.looseObject({}),
      }),
    })
    .optional(),
  tools: z
    .array(
      z.strictObject({
        type: z.literal("function"),
        function: z.strictObject({
          name: z.string().regex(/^[\w-]{1,64}$/),
          description: z.string(),
          parameters: z.looseObject({}),
        }),
      }),
    )
    .optional(),
  tool_choice: z
    .strictObject({ type: z.literal("function"), function: z.strictObject({ name: z.string() }) })
    .optional(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

/** How the next call is answered; the last one stands for all that follow. */
export type Answer =
  | { say: string; finish?: "stop" | "length" | "content_filter"; refusal?: string; usage?: [number, number] }
  /** The arguments of the function that was asked for. */
  | { call: string }
  | { choices: readonly [] }
  | { status: number; message: string; code?: string; headers?: Record<string, string> }
  | { hang: true }
  | { drop: true }
  /** Half of an answer, and then the line is cut, the answer is ended, or nothing more comes. */
  | { half: "cut" | "ended" | "stuck" }
  /** It says that an answer follows, and then nothing. */
  | { silent: true }
  | { body: string };

/** A server that speaks OpenAI's chat completions on a free port of this machine. */
export async function startOpenAiServer(
  ...answers: readonly (Answer | ((request: ChatRequest) => Answer))[]
) {
  const seen: {
    key: string | undefined;
    path: string;
    headers: IncomingHttpHeaders;
    request: ChatRequest;
  }[] = [];
  const queue = [...answers];
  async function answerNext(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
    const parsed = ChatRequest.safeParse(await readJson(request));
    if (request.method !== "POST" || !PATH.test(request.url ?? "")) {
      send(404, errorOf("no such path"));
      return;
    }
    if (!parsed.success) {
      send(400, errorOf(parsed.error.message));
      return;
    }
    const { headers, url: path = "" } = request;
    seen.push({ key: headers.authorization, path, headers, request: parsed.data });
    const next = queue.length > 1 ? queue.shift() : queue[0];
    const answer = typeof next === "function" ? next(parsed.data) : next;
    if (answer === undefined || "hang" in answer) return;
    if ("silent" in answer) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.flushHeaders();
    } else if ("drop" in answer) request.socket.destroy();
    else if ("half" in answer) {
      const [type, part] =
        parsed.data.stream === true
          ? ["text/event-stream", 'data: {"choices":[{"index":0,"delta":{"content":"{"}}]}\n\n']
          : ["application/json", '{"id":"chatcmpl-1","choices":[{"message":{"content":"{'];
      response.writeHead(200, {
        "content-type": type,
        ...(answer.half === "cut" ? { "content-length": "5000" } : {}),
      });
      if (answer.half === "ended") response.end(part);
      else response.write(part, () => answer.half === "cut" && request.socket.destroy());
    } else if ("status" in answer) send(answer.status, errorOf(answer.message, answer.code), answer.headers);
    else if ("body" in answer) send(200, answer.body);
    else if (parsed.data.stream === true) sendStream(response, parsed.data.model, answer);
    else send(200, completion(parsed.data.model, answer));
  }

  const server = createServer((request, response) => {
    void answerNext(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = addressOf(server.address());
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    seen,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return undefined;
  }
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return address;
}

const PATH = /^\/v1\/chat\/completions$|^\/openai\/deployments\/[^/]+\/chat\/completions\?api-version=/;

const errorOf = (message: string, code: string | null = null) => ({
  error: { message, type: "invalid_request_error", param: null, code },
});

function completion(
  model: string,
  answer: Extract<Answer, { say: string } | { call: string } | { choices: readonly [] }>,
) {
  const message = messageOf(answer);
  const [prompt_tokens, completion_tokens] = ("usage" in answer ? answer.usage : undefined) ?? [120, 34];
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_700_000_000,
    model,
    choices: message === null ? [] : [{ index: 0, message, logprobs: null, finish_reason: finishOf(answer) }],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

/** The same answer in pieces, as OpenAI streams it: the usage comes last, and `[DONE]` after it. */
function sendStream(response: ServerResponse, model: string, answer: Completed): void {
  const { choices, usage, ...rest } = completion(model, answer);
  const base = { ...rest, object: "chat.completion.chunk" };
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (chunk: unknown) => response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  for (const { index, message, finish_reason } of choices) {
    if (message === null) continue;
    for (const delta of deltasOf(message))
      send({ ...base, choices: [{ index, delta, finish_reason: null }] });
    send({ ...base, choices: [{ index, delta: {}, finish_reason }] });
  }
  send({ ...base, choices: [], usage });
  response.end("data: [DONE]\n\n");
}

function deltasOf({ role, content, refusal, tool_calls: calls }: NonNullable<ReturnType<typeof messageOf>>) {
  const inTwo = (text: string) => [text.slice(0, text.length / 2), text.slice(text.length / 2)];
  const [call] = calls ?? [];
  return [
    { role, content: null, refusal },
    ...(content === null ? [] : inTwo(content).map((part) => ({ content: part }))),
    ...(call === undefined
      ? []
      : [{ tool_calls: [{ index: 0, ...call, function: { name: "propose", arguments: "" } }] }]),
    ...(call === undefined ? [] : inTwo(call.function.arguments)).map((part) => ({
      tool_calls: [{ index: 0, function: { arguments: part } }],
    })),
  ];
}

type Completed = Parameters<typeof completion>[1];

const finishOf = (answer: Completed) =>
  "call" in answer ? "tool_calls" : (("finish" in answer ? answer.finish : undefined) ?? "stop");

function messageOf(answer: Completed) {
  if ("choices" in answer) return null;
  if ("say" in answer)
    return { role: "assistant", content: answer.say, refusal: answer.refusal ?? null, tool_calls: undefined };
  const call = { id: "call_1", type: "function", function: { name: "propose", arguments: answer.call } };
  return { role: "assistant", content: null, refusal: null, tool_calls: [call] };
}
