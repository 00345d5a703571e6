import { afterEach, expect, test } from "vitest";
import { openModel } from "../../server/main/open-model.ts";
import { concludePlan, prepareQuestion } from "../../server/planning/index.ts";
import { sentence, someFacts } from "../builders/facts.ts";
import { startOpenAiServer, type Answer } from "../fakes/openai-server.ts";

const running: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function answerOf(answer: Answer) {
  const server = await startOpenAiServer(answer);
  running.push(server);
  const model = openModel({ OPENAI_BASE_URL: server.baseUrl, OPENAI_MODEL: "gpt-4o-mini" });
  if (!model.ok) throw new Error(model.reason);
  return model.value.answer(prepareQuestion(someFacts(), sentence("make it high")));
}

test("the model of the settings says what its answer cost", async () => {
  const empty = JSON.stringify({ summary: "", steps: [], questions: [], notes: [] });
  const reply = await answerOf({ say: empty, usage: [1_000, 100] });
  expect(reply).toMatchObject({ model: "gpt-4o-mini", usage: { nanoUsd: 150_000 + 60_000 } });
});

test("what it fails is a case without a plan, and the next one is asked", async () => {
  const reply = await answerOf({ status: 401, message: "no" });
  expect(reply).toMatchObject({ engine: "openai", text: "", usage: null });
  const request = sentence("make it high");
  expect(concludePlan({ facts: someFacts(), request, reply })).toMatchObject({ ok: false });
});
