import { afterEach, describe, expect, test } from "vitest";
import { createOpenAiEngine, withFallback } from "../../server/clients/llm/index.ts";
import {
  concludePlan,
  createOfflineEngine,
  prepareQuestion,
  type EngineUsage,
} from "../../server/planning/index.ts";
import { sentence, someFacts } from "../builders/facts.ts";
import { startOpenAiServer, type Answer } from "../fakes/openai-server.ts";

const facts = someFacts();
const request = sentence("make it high");
const question = prepareQuestion(facts, request);
const DRAFT = JSON.stringify({
  summary: "Make it High",
  steps: [
    {
      type: "set-field",
      field: "priority",
      value: "High",
      confidence: 0.9,
      because: [{ field: "priority", quote: "make it high", source: "request", issueKey: null, text: null }],
    },
  ],
  questions: [],
  notes: [],
});

const running: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function engineAgainst(...answers: Answer[]) {
  const server = await startOpenAiServer(...answers);
  running.push(server);
  const usage: EngineUsage[] = [];
  const options = { baseUrl: server.baseUrl, apiKey: "sk-test", model: "gpt-test", timeoutMs: 300 };
  const engine = createOpenAiEngine({ ...options, onUsage: (one) => usage.push(one) });
  const fallbacks: string[] = [];
  const safe = withFallback(engine, createOfflineEngine(), {
    onFallback: (reason) => fallbacks.push(reason),
  });
  return { server, engine, safe, usage, fallbacks };
}

describe("An engine behind OpenAI's protocol", () => {
  test("sends the prompt with the strict schema, and its reply becomes a plan", async () => {
    const { server, engine, usage } = await engineAgainst({ say: DRAFT });
    const reply = await engine.answer(question);
    expect(reply).toMatchObject({ engine: "openai", model: "gpt-test", note: null });
    expect(usage).toEqual([{ promptTokens: 120, completionTokens: 34 }]);
    expect(server.seen[0]?.key).toBe("Bearer sk-test");
    expect(server.seen[0]?.request.messages).toEqual([
      { role: "system", content: question.prompt.system },
      { role: "user", content: question.prompt.user },
    ]);
    expect(server.seen[0]?.request.response_format).toEqual({
      type: "json_schema",
      json_schema: { name: "draft", strict: true, schema: question.prompt.schema },
    });
    const plan = concludePlan({ facts, request, reply });
    expect(plan).toMatchObject({
      ok: true,
      value: { summary: "Make it High", trace: { engine: "openai", model: "gpt-test" } },
    });
  });

  test("asks once more in words where the server takes no schema, and remembers that", async () => {
    const refusal = { status: 400, message: "response_format json_schema is not supported" };
    const { server, engine } = await engineAgainst(refusal, { say: DRAFT });
    expect((await engine.answer(question)).text).toBe(DRAFT);
    await engine.answer(question);
    expect(server.seen.map((one) => one.request.response_format.type)).toEqual([
      "json_schema",
      "json_object",
      "json_object",
    ]);
    expect(server.seen[1]?.request.messages[0]?.content).toContain(JSON.stringify(question.prompt.schema));
  });

  test("tries again when the server is busy for a moment", async () => {
    const { server, engine } = await engineAgainst(
      { status: 503, message: "busy", headers: { "retry-after-ms": "1" } },
      { say: DRAFT },
    );
    expect((await engine.answer(question)).text).toBe(DRAFT);
    expect(server.seen).toHaveLength(2);
  });

  test.for([
    ["cut-off", { say: DRAFT.slice(0, 40), finish: "length" }],
    ["refused", { say: "", refusal: "I cannot help with that" }],
    ["refused", { say: "", finish: "content_filter" }],
    ["empty", { choices: [] }],
    ["empty", { say: "  " }],
    ["empty", { body: '{"object":"something else"}' }],
    ["timeout", { hang: true }],
    ["unreachable", { drop: true }],
    ["busy", { status: 429, message: "slow down", headers: { "retry-after-ms": "1" } }],
    ["failed", { status: 500, message: "oops", headers: { "retry-after-ms": "1" } }],
    ["not-allowed", { status: 401, message: "Incorrect API key provided: sk-test" }],
    ["failed", { status: 400, message: "always" }],
  ] as const satisfies readonly (readonly [string, Answer])[])(
    "says “%s” for %j",
    async ([reason, answer]) => {
      const { engine } = await engineAgainst(answer);
      await expect(engine.answer(question)).rejects.toMatchObject({ name: "EngineFault", reason });
    },
  );

  test("keeps keys and prompts out of what it throws", async () => {
    const { engine } = await engineAgainst({ status: 401, message: "Incorrect API key provided: sk-test" });
    const fault: unknown = await engine.answer(question).catch((thrown: unknown) => thrown);
    expect(String(fault)).not.toMatch(/sk-test|SHOP-42/);
  });

  test("stops when the caller gives up", async () => {
    const { engine } = await engineAgainst({ hang: true });
    const giveUp = new AbortController();
    const answer = engine.answer(question, giveUp.signal);
    giveUp.abort();
    await expect(answer).rejects.toMatchObject({ reason: "aborted" });
  });
});

describe("When the model fails, the offline engine answers and the plan says so", () => {
  test.for([
    ["timeout", { hang: true }, "The model did not answer in time, so the offline engine answered."],
    [
      "unreadable",
      { say: "Sure! I set it to High." },
      "The model's answer could not be read, so the offline engine answered.",
    ],
    [
      "not-allowed",
      { status: 401, message: "no" },
      "The model's server did not accept the key, so the offline engine answered.",
    ],
  ] as const satisfies readonly (readonly [string, Answer, string])[])(
    "%s",
    async ([reason, answer, note]) => {
      const { safe, fallbacks } = await engineAgainst(answer);
      const reply = await safe.answer(question);
      const plan = concludePlan({ facts, request, reply });
      expect(fallbacks).toEqual([reason]);
      expect(plan).toMatchObject({
        ok: true,
        value: { summary: "Make it High", trace: { engine: "offline", model: null, notes: [note] } },
      });
    },
  );

  test("a good answer is left as it is", async () => {
    const { safe, fallbacks } = await engineAgainst({ say: DRAFT });
    expect((await safe.answer(question)).engine).toBe("openai");
    expect(fallbacks).toEqual([]);
  });

  test("but not for a caller who gave up", async () => {
    const { safe } = await engineAgainst({ hang: true });
    const giveUp = new AbortController();
    const answer = safe.answer(question, giveUp.signal);
    giveUp.abort();
    await expect(answer).rejects.toMatchObject({ name: "AbortError" });
  });

  test("and not for a bug of ours", async () => {
    const broken = { kind: "openai" as const, answer: () => Promise.reject(new TypeError("bug")) };
    const safe = withFallback(broken, createOfflineEngine(), { onFallback: () => {} });
    await expect(safe.answer(question)).rejects.toThrow("bug");
  });
});
