import { LLMock } from "@copilotkit/aimock";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createKnownWays, createOpenAiEngine } from "../../server/clients/llm/index.ts";
import { systemClock } from "../../server/kit/index.ts";
import { concludePlan, prepareQuestion } from "../../server/planning/index.ts";
import { createPriceTag } from "../../server/tenants/index.ts";
import { sentence, someFacts } from "../builders/facts.ts";

const facts = someFacts();
const request = sentence("make it high");
const question = prepareQuestion(facts, request);
const DRAFT = JSON.stringify({
  summary: "Make it High",
  steps: [{ type: "set-field", field: "priority", value: "High", confidence: 0.9, because: [] }],
  questions: [],
  notes: [],
});

/** What somebody else made of OpenAI's protocol. */
describe("Against a third party's stand-in of OpenAI's server", () => {
  const server = new LLMock({ port: 0, host: "127.0.0.1", chunkSize: 20 });
  beforeAll(() => server.start());
  afterEach(() => void server.reset());
  afterAll(() => server.stop());

  const engineAt = (apiVersion: string | null = null) =>
    createOpenAiEngine({
      server: {
        baseUrl: apiVersion === null ? `${server.url}/v1` : server.url,
        ...{ apiKey: "sk-test", model: "gpt-4o", apiVersion },
      },
      ...{ owner: "operator", ways: createKnownWays(), clock: systemClock, timeoutMs: 2_000 },
      meter: createPriceTag("gpt-4o", null, systemClock),
    });

  test("a strict schema is answered in a stream, with the server's own figures", async () => {
    server.on(
      { responseFormat: "json_schema" },
      { content: DRAFT, usage: { prompt_tokens: 321, completion_tokens: 45 } },
    );
    const reply = await engineAt().answer(question);
    expect(reply).toMatchObject({
      text: DRAFT,
      usage: { promptTokens: 321, completionTokens: 45, nanoUsd: 1_252_500 },
    });
    expect(concludePlan({ facts, request, reply })).toMatchObject({
      value: { summary: "Make it High", trace: { engine: "openai", model: "gpt-4o" } },
    });
    expect(server.getLastRequest()?.body).toMatchObject({ stream: true });
  });

  test("a function is called where the server takes no schema", async () => {
    server.on(
      { responseFormat: "json_schema" },
      { error: { message: "response_format is not supported", type: "invalid_request_error" }, status: 400 },
    );
    server.on({ toolName: "propose" }, { toolCalls: [{ name: "propose", arguments: DRAFT }] });
    expect(await engineAt().answer(question)).toMatchObject({ text: DRAFT });
    expect(server.getRequests()).toHaveLength(2);
  });

  test("paths with a deployment work as Azure has them", async () => {
    server.on({ responseFormat: "json_schema" }, { content: DRAFT });
    expect(await engineAt("2024-10-21").answer(question)).toMatchObject({ text: DRAFT });
    expect(server.getLastRequest()?.path).toContain("/openai/deployments/gpt-4o/chat/completions");
  });

  test("a stream that is cut is asked for once more", async () => {
    server.on({ model: "gpt-4o", sequenceIndex: 0 }, { content: DRAFT }, { truncateAfterChunks: 3 });
    server.on({ model: "gpt-4o", sequenceIndex: 1 }, { content: DRAFT });
    const reply = await engineAt().answer(question);
    expect(reply).toMatchObject({ text: DRAFT, note: expect.stringContaining("broke off at first") });
  });

  test("a limit is waited for, and an error of the server's tried once more", async () => {
    server.on({ responseFormat: "json_schema" }, { content: DRAFT });
    for (const status of [429, 500, 503]) {
      server.nextRequestError(status, { message: "later" });
      expect(await engineAt().answer(question)).toMatchObject({ text: DRAFT });
    }
  });

  test("a refusal of the question itself is no plan", async () => {
    server.on({}, { content: "I would rather not." });
    const reply = await engineAt().answer(question);
    expect(concludePlan({ facts, request, reply })).toMatchObject({ ok: false });
    expect(server.getRequests()).toHaveLength(2);
  });
});
