import { afterEach, describe, expect, test, vi } from "vitest";
import {
  createCircuit,
  createKnownWays,
  createOpenAiEngine,
  withFallback,
  withRests,
} from "../../server/clients/llm/index.ts";
import { ok, systemClock } from "../../server/kit/index.ts";
import { concludePlan, createOfflineEngine, prepareQuestion } from "../../server/planning/index.ts";
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
const NO_SCHEMA = { status: 400, message: "response_format json_schema is not supported" };
const NO_TOOLS = { status: 422, message: "tools are not supported" };
const SOON = { "retry-after-ms": "1" };

const running: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

type Over = { ways?: ReturnType<typeof createKnownWays>; apiVersion?: string; apiKey?: string | null };

async function engineAgainst(answers: readonly Answer[], over: Over = {}) {
  const server = await startOpenAiServer(...answers);
  running.push(server);
  const meter: string[] = [];
  const azure = over.apiVersion !== undefined;
  const engine = createOpenAiEngine({
    server: {
      baseUrl: azure ? new URL(server.baseUrl).origin : server.baseUrl,
      apiKey: over.apiKey === undefined ? "sk-test" : over.apiKey,
      model: "gpt-test",
      apiVersion: over.apiVersion ?? null,
    },
    ...{ owner: "operator", ways: over.ways ?? createKnownWays(), clock: systemClock, timeoutMs: 300 },
    meter: async () => {
      meter.push("reserved");
      return ok({
        settle: async (used) => {
          meter.push(`settled ${used.promptTokens}/${used.completionTokens}`);
          return 5;
        },
        free: async () => void meter.push("freed"),
        keep: async () => void meter.push("kept"),
      });
    },
  });
  const circuit = createCircuit(systemClock);
  const rested = withRests(engine, circuit, "tenant", server.baseUrl);
  const fallbacks: string[] = [];
  const safe = withFallback(rested, createOfflineEngine(), {
    onFallback: (reason) => fallbacks.push(reason),
  });
  return { server, engine, safe, meter, fallbacks };
}

const wayOf = ({ response_format, tools }: { response_format?: unknown; tools?: unknown }) =>
  response_format !== undefined ? "schema" : tools !== undefined ? "tool" : "words";

describe("An engine behind OpenAI's protocol", () => {
  test("sends the prompt with the strict schema, and its reply becomes a plan", async () => {
    const { server, engine, meter } = await engineAgainst([{ say: DRAFT }]);
    const reply = await engine.answer(question);
    expect(reply).toMatchObject({
      ...{ engine: "openai", model: "gpt-test", note: null },
      usage: { promptTokens: 120, completionTokens: 34, nanoUsd: 5 },
    });
    expect(meter).toEqual(["reserved", "settled 120/34"]);
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
      value: { summary: "Make it High", trace: { engine: "openai", model: "gpt-test", prompt: "plan-v1" } },
    });
  });

  test("asks for a call of one function where the server takes no schema, and in words where it takes neither", async () => {
    const { server, engine, meter } = await engineAgainst([NO_SCHEMA, { call: DRAFT }]);
    expect((await engine.answer(question)).text).toBe(DRAFT);
    await engine.answer(question);
    expect(server.seen.map((one) => wayOf(one.request))).toEqual(["schema", "tool", "tool"]);
    expect(server.seen[1]?.request).toMatchObject({
      tools: [{ function: { name: "propose", parameters: question.prompt.schema } }],
      tool_choice: { function: { name: "propose" } },
    });
    expect(meter).toEqual([
      ...["reserved", "freed", "reserved", "settled 120/34"],
      "reserved",
      "settled 120/34",
    ]);

    const poor = await engineAgainst([NO_SCHEMA, NO_TOOLS, { say: DRAFT }]);
    expect((await poor.engine.answer(question)).text).toBe(DRAFT);
    await poor.engine.answer(question);
    expect(poor.server.seen.map((one) => wayOf(one.request))).toEqual(["schema", "tool", "words", "words"]);
    expect(poor.server.seen[2]?.request.messages[0]?.content).toContain(
      JSON.stringify(question.prompt.schema),
    );
  });

  test("asks in words where a server breaks over what it does not know", async () => {
    const broken = { status: 500, message: "tools need a template", headers: SOON };
    const { server, engine } = await engineAgainst([
      ...[{ status: 501, message: "no" }, broken, broken],
      { say: DRAFT },
    ]);
    expect((await engine.answer(question)).text).toBe(DRAFT);
    expect(server.seen.map((one) => wayOf(one.request))).toEqual(["schema", "tool", "tool", "words"]);
  });

  test("what a server cannot do is forgotten after a while, and never counts for another's", async () => {
    let now = 1;
    const ways = createKnownWays(() => now);
    const { server, engine } = await engineAgainst([NO_SCHEMA, { say: DRAFT }], { ways });
    await engine.answer(question);
    const key = { owner: "operator", baseUrl: server.baseUrl, model: "gpt-test" };
    expect(ways.wayOf(key)).toBe("tool");
    expect(ways.wayOf({ ...key, owner: "a tenant" })).toBe("schema");
    expect(ways.wayOf({ ...key, model: "gpt-other" })).toBe("schema");
    now += 30 * 60_000;
    await engine.answer(question);
    now += 31 * 60_000;
    expect(ways.wayOf(key)).toBe("schema");
  });

  test.for([
    ["a fence", `Here you go:\n\`\`\`json\n${DRAFT}\n\`\`\`\nDone.`],
    ["words around it", `Sure! ${DRAFT} I hope that helps.`],
    ["thoughts before it", `<think>{"not": this}</think>\n${DRAFT}`],
  ] as const)("finds the JSON in %s", async ([, said]) => {
    const { server, engine } = await engineAgainst([{ say: said }]);
    expect(await engine.answer(question)).toMatchObject({ text: DRAFT, note: null });
    expect(server.seen).toHaveLength(1);
  });

  test("asks once more, with its flaws named, for what is no draft", async () => {
    const flawed = JSON.stringify({ ...JSON.parse(DRAFT), steps: [{ type: "launch-rocket" }] });
    const { server, engine, meter } = await engineAgainst([{ say: flawed }, { say: DRAFT }]);
    const reply = await engine.answer(question);
    expect(reply).toMatchObject({
      text: DRAFT,
      usage: { promptTokens: 240, completionTokens: 68, nanoUsd: 10 },
      note: expect.stringContaining("first answer could not be read"),
    });
    const again = server.seen[1]?.request.messages ?? [];
    expect(again.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
    expect(again[0]?.content).toContain(JSON.stringify(question.prompt.schema));
    expect(again[2]?.content).toBe(flawed);
    expect(again[3]?.content).toMatch(/steps\.0\.type/);
    expect(meter.filter((one) => one === "reserved")).toHaveLength(2);
  });

  test("gives back what is no draft even then, and no plan comes of it", async () => {
    const { server, safe, fallbacks } = await engineAgainst([{ say: "I set it to High." }]);
    const reply = await safe.answer(question);
    expect(reply).toMatchObject({ engine: "openai", text: "I set it to High." });
    expect(server.seen).toHaveLength(2);
    expect(fallbacks).toEqual([]);
    expect(concludePlan({ facts, request, reply })).toMatchObject({
      ok: false,
      reason: { code: "not-json" },
    });
  });

  test("speaks to servers with a path for each model and a key in a header of its own", async () => {
    const { server, engine } = await engineAgainst([{ say: DRAFT }], { apiVersion: "2024-10-21" });
    await engine.answer(question);
    expect(server.seen[0]?.path).toBe("/openai/deployments/gpt-test/chat/completions?api-version=2024-10-21");
    expect(server.seen[0]?.headers["api-key"]).toBe("sk-test");
    expect(server.seen[0]?.key).toBeUndefined();
  });

  test("sends no key where there is none, and nothing of the environment's", async () => {
    vi.stubEnv("OPENAI_ORG_ID", "org-operator");
    vi.stubEnv("OPENAI_API_KEY", "sk-operator");
    vi.stubEnv("OPENAI_PROJECT_ID", "proj-operator");
    const { server, engine } = await engineAgainst([{ say: DRAFT }], { apiKey: null });
    await engine.answer(question);
    expect(server.seen[0]?.key).toBeUndefined();
    expect(JSON.stringify(server.seen[0]?.headers)).not.toContain("operator");
  });

  test("takes its key nowhere else, whoever the server sends it to", async () => {
    const elsewhere = await engineAgainst([{ say: DRAFT }]);
    const location = `${elsewhere.server.baseUrl}/chat/completions`;
    const { engine } = await engineAgainst([{ status: 307, message: "there", headers: { location } }]);
    await expect(engine.answer(question)).rejects.toMatchObject({ name: "EngineFault" });
    expect(elsewhere.server.seen).toEqual([]);
  });

  test("leaves out comments first when the texts are too long, once", async () => {
    const talkative = someFacts({
      issue: {
        ...someFacts().issue,
        comments: Array.from({ length: 4 }, (_, at) => ({
          id: String(at),
          author: null,
          created: new Date("2026-11-01"),
          body: [{ type: "paragraph", content: [{ type: "text", text: `comment ${at} `.repeat(200) }] }],
        })),
      },
    });
    const long = prepareQuestion(talkative, request);
    const tooLong = { status: 400, message: "x", code: "context_length_exceeded" };
    const { server, engine } = await engineAgainst([tooLong, { say: DRAFT }]);
    const reply = await engine.answer(long);
    expect(reply.note).toContain("too long for the model");
    const [first, second] = server.seen.map((one) => one.request.messages[1]?.content ?? "");
    expect(first).toContain("comment 0");
    expect(second).not.toContain("comment 0");
    expect(second).toContain("make it high");
    expect(server.seen.map((one) => wayOf(one.request))).toEqual(["schema", "schema"]);

    const never = await engineAgainst([
      { status: 400, message: "This model's maximum context length is 8192" },
    ]);
    await expect(never.engine.answer(long)).rejects.toMatchObject({ reason: "too-long" });
    expect(never.server.seen).toHaveLength(2);
  });
});

describe("A call that brings no answer", () => {
  test.for([
    ["503", { status: 503, message: "busy", headers: SOON }],
    ["429", { status: 429, message: "slow down", headers: { "retry-after": "0" } }],
    [
      "429 until a date",
      { status: 429, message: "later", headers: { "retry-after": "Mon, 23 Nov 2020 06:00:00 GMT" } },
    ],
    ["a cut line", { drop: true }],
    ["half an answer", { half: "cut" }],
    ["an answer that ends too soon", { half: "ended" }],
    ["no choices", { choices: [] }],
    ["an empty answer", { say: " " }],
  ] as const satisfies readonly (readonly [string, Answer])[])(
    "is made once more after %s, and that is noted",
    async ([, fault]) => {
      const { server, engine } = await engineAgainst([fault, { say: DRAFT }]);
      const reply = await engine.answer(question);
      expect(reply).toMatchObject({ text: DRAFT, note: expect.stringContaining("when it was asked again") });
      expect(server.seen).toHaveLength(2);
    },
  );

  test.for([
    ["cut-off", { say: DRAFT.slice(0, 40), finish: "length" }, 1],
    ["refused", { say: "", refusal: "I cannot help with that" }, 1],
    ["refused", { say: "", finish: "content_filter" }, 1],
    ["refused", { status: 400, message: "filtered", code: "content_filter" }, 1],
    ["empty", { choices: [] }, 2],
    ["empty", { say: "  " }, 2],
    ["empty", { body: '{"object":"something else"}' }, 2],
    ["empty", { body: "null" }, 2],
    ["broken-off", { body: '{"choices": [' }, 2],
    ["broken-off", { drop: true }, 2],
    ["broken-off", { half: "cut" }, 2],
    ["broken-off", { half: "ended" }, 2],
    ["timeout", { hang: true }, 1],
    ["timeout", { half: "stuck" }, 1],
    ["timeout", { silent: true }, 1],
    ["busy", { status: 429, message: "slow down", headers: SOON }, 2],
    ["busy", { status: 429, message: "slow down", headers: { "retry-after": "60" } }, 1],
    ["no-credit", { status: 429, message: "no", code: "insufficient_quota", headers: SOON }, 1],
    ["failed", { status: 500, message: "oops", headers: SOON }, 2],
    ["not-allowed", { status: 401, message: "Incorrect API key provided: sk-test" }, 1],
    ["no-such-model", { status: 404, message: "no", code: "model_not_found" }, 1],
    ["not-offered", { status: 400, message: "always" }, 3],
  ] as const satisfies readonly (readonly [string, Answer, number])[])(
    "says “%s” for %j after %i calls",
    async ([reason, answer, calls]) => {
      const { engine, server } = await engineAgainst([answer]);
      await expect(engine.answer(question)).rejects.toMatchObject({ name: "EngineFault", reason });
      expect(server.seen).toHaveLength(calls);
    },
  );

  test.for([
    ["kept", { hang: true }],
    ["kept", { drop: true }],
    ["kept", { half: "cut" }],
    ["freed", { status: 500, message: "oops", headers: SOON }],
    ["freed", { status: 401, message: "no" }],
  ] as const satisfies readonly (readonly [string, Answer])[])(
    "what was put aside is %s after %j",
    async ([what, answer]) => {
      const { engine, meter } = await engineAgainst([answer]);
      await expect(engine.answer(question)).rejects.toMatchObject({ name: "EngineFault" });
      expect(meter.slice(0, 2)).toEqual(["reserved", what]);
    },
  );

  test.each([
    ...[
      "",
      "[]",
      "null",
      '"text"',
      "{}",
      '{"choices":null}',
      '{"choices":[null]}',
      "<html>Bad gateway</html>",
    ],
    ...['{"choices":[{"message":null}]}', '{"choices":[{"message":{"content":5}}]}', '{"choices":{"0":{}}}'],
    ...[
      '{"choices":[{"message":{"tool_calls":[{"function":null}]}}]}',
      '{"choices":[{"finish_reason":"stop"}]}',
    ],
    ...['{"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":-1,"completion_tokens":"many"}}'],
  ])("is a fault or a reply, and never a crash, for the body %j", async (body) => {
    const { engine, meter } = await engineAgainst([{ body }]);
    const ended: unknown = await engine.answer(question).catch((fault: unknown) => fault);
    expect(ended).toMatchObject(
      ended instanceof Error ? { name: "EngineFault" } : { text: "x", usage: null },
    );
    // Nobody knows what it cost.
    expect(meter.filter((one) => one.startsWith("settled"))).toEqual([]);
  });

  test("to a server that is not there costs nothing", async () => {
    const { engine, server, meter } = await engineAgainst([{ say: DRAFT }]);
    await server.stop();
    await expect(engine.answer(question)).rejects.toMatchObject({ reason: "unreachable" });
    expect(meter).toEqual(["reserved", "freed", "reserved", "freed"]);
  });

  test("keeps keys and prompts out of what it throws", async () => {
    const { engine } = await engineAgainst([{ status: 401, message: "Incorrect API key provided: sk-test" }]);
    const fault: unknown = await engine.answer(question).catch((thrown: unknown) => thrown);
    expect(String(fault)).not.toMatch(/sk-test|SHOP-42/);
  });

  test("stops when the caller gives up, also while it waits to ask again", async () => {
    const { engine } = await engineAgainst([{ hang: true }]);
    const giveUp = new AbortController();
    const answer = engine.answer(question, giveUp.signal);
    giveUp.abort();
    await expect(answer).rejects.toMatchObject({ reason: "aborted" });

    const waiting = await engineAgainst([{ status: 429, message: "x", headers: { "retry-after": "9" } }]);
    const leave = new AbortController();
    const later = waiting.engine.answer(question, leave.signal);
    await expect.poll(() => waiting.meter).toContain("freed");
    leave.abort();
    await expect(later).rejects.toMatchObject({ reason: "aborted" });
    expect(waiting.server.seen).toHaveLength(1);
  });
});

describe("When the model fails, the offline engine answers and the plan says so", () => {
  test.for([
    ["timeout", { hang: true }, "The model did not answer in time, so the offline engine answered."],
    ["refused", { say: "", refusal: "no" }, "The model declined to answer, so the offline engine answered."],
    [
      "not-allowed",
      { status: 401, message: "no" },
      "The model's server did not accept the key, so the offline engine answered.",
    ],
  ] as const satisfies readonly (readonly [string, Answer, string])[])(
    "%s",
    async ([reason, answer, note]) => {
      const { safe, fallbacks } = await engineAgainst([answer]);
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
    const { safe, fallbacks } = await engineAgainst([{ say: DRAFT }]);
    expect((await safe.answer(question)).engine).toBe("openai");
    expect(fallbacks).toEqual([]);
  });

  test("a server that failed three times in a row is not asked for a while", async () => {
    const { safe, server, fallbacks } = await engineAgainst([{ status: 401, message: "no" }]);
    for (let at = 0; at < 5; at += 1) expect((await safe.answer(question)).engine).toBe("offline");
    expect(server.seen).toHaveLength(3);
    expect(fallbacks).toEqual([...Array.from({ length: 3 }, () => "not-allowed"), "resting", "resting"]);
  });

  test("but not for a caller who gave up", async () => {
    const { safe } = await engineAgainst([{ hang: true }]);
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
