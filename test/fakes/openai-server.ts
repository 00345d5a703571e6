import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as z from "zod";

/** The parts of a chat completion request that a test may look at. Anything else a client sends is refused, as OpenAI does. */
const ChatRequest = z.strictObject({
  model: z.string(),
  messages: z.array(z.strictObject({ role: z.enum(["system", "user"]), content: z.string() })).min(1),
  max_tokens: z.number().optional(),
  max_completion_tokens: z.number().optional(),
  response_format: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("json_object") }),
    z.strictObject({
      type: z.literal("json_schema"),
      json_schema: z.strictObject({
        name: z.string().regex(/^[\w-]{1,64}$/),
        strict: z.boolean(),
        schema: z.looseObject({}),
      }),
    }),
  ]),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

/** How the next call is answered; the last one stands for all that follow. */
export type Answer =
  | { say: string; finish?: "stop" | "length" | "content_filter"; refusal?: string }
  | { choices: readonly [] }
  | { status: number; message: string; headers?: Record<string, string> }
  | { hang: true }
  | { drop: true }
  | { body: string };

/** A server that speaks OpenAI's chat completions on a free port of this machine. */
export async function startOpenAiServer(...answers: readonly Answer[]) {
  const seen: { key: string | undefined; request: ChatRequest }[] = [];
  const queue = [...answers];
  async function answerNext(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
    const parsed = ChatRequest.safeParse(await readJson(request));
    if (request.method !== "POST" || request.url !== "/v1/chat/completions") {
      send(404, errorOf("no such path"));
      return;
    }
    if (!parsed.success) {
      send(400, errorOf(parsed.error.message));
      return;
    }
    seen.push({ key: request.headers.authorization, request: parsed.data });
    const answer = queue.length > 1 ? queue.shift() : queue[0];
    if (answer === undefined || "hang" in answer) return;
    if ("drop" in answer) request.socket.destroy();
    else if ("status" in answer) send(answer.status, errorOf(answer.message), answer.headers);
    else send(200, "body" in answer ? answer.body : completion(parsed.data.model, answer));
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

const errorOf = (message: string) => ({
  error: { message, type: "invalid_request_error", param: null, code: null },
});

function completion(
  model: string,
  answer: Exclude<Answer, { status: number } | { hang: true } | { drop: true } | { body: string }>,
) {
  const message =
    "say" in answer ? { role: "assistant", content: answer.say, refusal: answer.refusal ?? null } : null;
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_700_000_000,
    model,
    choices:
      "say" in answer ? [{ index: 0, message, logprobs: null, finish_reason: answer.finish ?? "stop" }] : [],
    usage: { prompt_tokens: 120, completion_tokens: 34, total_tokens: 154 },
  };
}
