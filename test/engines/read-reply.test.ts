import { expect, test, vi } from "vitest";
import { createClient } from "../../server/clients/llm/create-client.ts";
import { EngineFault } from "../../server/clients/llm/index.ts";
import { asEngineFault } from "../../server/clients/llm/engine-fault.ts";
import { readAnswer, readUsage } from "../../server/clients/llm/read-answer.ts";
import { readReply } from "../../server/clients/llm/read-reply.ts";
import { createRandom } from "../builders/random.ts";

const chunk = (delta: unknown, ended: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason: ended }],
});
const streamOf = (chunks: readonly unknown[]) =>
  `${chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`).join("")}data: [DONE]\n\n`;
const asStream = (body: string) => new Response(body, { headers: { "content-type": "text/event-stream" } });

const TEXT = streamOf([
  ...[chunk({ role: "assistant", content: "" }), chunk({ content: '{"a":' }), chunk({ content: '"ü"}' })],
  ...[chunk({}, "stop"), { choices: [], usage: { prompt_tokens: 7, completion_tokens: 3 } }],
]);
const server = { baseUrl: "http://127.0.0.1:9/v1", apiKey: null, model: "m", apiVersion: null };
const client = createClient(server, { timeoutMs: 1_000, fetch });
const read = async (response: Response) => {
  const whole = await readReply(response, { client, progress: () => {} });
  return { text: readAnswer(whole), usage: readUsage(whole) };
};

test("a stream is put together as its server meant it", async () => {
  const usage = { promptTokens: 7, completionTokens: 3 };
  expect(await read(asStream(TEXT))).toEqual({ text: '{"a":"ü"}', usage });
  const called = streamOf([
    chunk({ tool_calls: [{ index: 0, id: "c", function: { name: "propose", arguments: "" } }] }),
    chunk({ tool_calls: [{ index: 0, function: { arguments: '{"b"' } }] }),
    chunk({ tool_calls: [{ index: 0, function: { arguments: ":1}" } }] }),
    chunk({}, "tool_calls"),
  ]);
  expect(await read(asStream(called))).toEqual({ text: '{"b":1}', usage: null });
  await expect(read(asStream(streamOf([chunk({ refusal: "no" }), chunk({}, "stop")])))).rejects.toMatchObject(
    {
      reason: "refused",
    },
  );
});

test("a stream that is cut anywhere, or has any byte in it changed, is a fault in words or the whole answer's text", async () => {
  const random = createRandom(11);
  const spoken = [vi.spyOn(console, "error"), vi.spyOn(console, "warn"), vi.spyOn(console, "log")];
  const ended = { givenUp: false, timedOut: false, now: new Date() };
  const taken: string[] = [];
  const reasons = new Set<string>();
  for (let round = 0; round < 400; round += 1) {
    const at = random.below(TEXT.length);
    const isCut = random.chance(0.5);
    const changed = random.pick(["}", '"', "\n", "x", "{"]);
    const body = isCut ? TEXT.slice(0, at) : `${TEXT.slice(0, at)}${changed}${TEXT.slice(at + 1)}`;
    const answer: unknown = await read(asStream(body)).catch((thrown: unknown) =>
      asEngineFault(thrown, ended),
    );
    if (answer instanceof EngineFault) reasons.add(answer.reason);
    else if (isCut && at < TEXT.indexOf('"stop"')) taken.push(body);
  }
  expect(taken).toEqual([]);
  expect([...reasons].filter((one) => !["broken-off", "empty", "failed"].includes(one))).toEqual([]);
  // The SDK would print what it cannot read.
  for (const one of spoken) expect(one).not.toHaveBeenCalled();
});
