import { afterEach, expect, test } from "vitest";
import { TenantId } from "../../server/contract/index.ts";
import { createLogger, createMetrics, loadConfig, newId, systemClock } from "../../server/kit/index.ts";
import { createEngines } from "../../server/main/choose-engine.ts";
import { createProposer, createThinker } from "../../server/proposals/index.ts";
import type { EngineSettings } from "../../server/tenants/index.ts";
import { issueRef, sentence, someFacts } from "../builders/facts.ts";
import { callerOf, makeTenant, storeRequest, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startOpenAiServer, type Answer } from "../fakes/openai-server.ts";

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
async function server(...answers: Answer[]) {
  const started = await startOpenAiServer(...answers);
  running.push(started);
  return started;
}

const own = (baseUrl: string, over: Partial<EngineSettings> = {}): EngineSettings => ({
  engine: { kind: "openai", baseUrl, apiKey: "sk-own", model: "my-own-model", apiVersion: null },
  price: { promptUsd: 1_000, completionUsd: 1_000 },
  monthlyUsd: null,
  secondLook: null,
  ...over,
});

describeOnEachDatabase("what is proposed by the engine of a tenant", (open) => {
  function world(env: Record<string, string> = {}) {
    const stores = storesOver(open().db);
    const metrics = createMetrics();
    const lines: string[] = [];
    const engines = createEngines({
      config: loadConfig({ MODEL_PRIVATE_HOSTS: "127.0.0.1", MODEL_TIMEOUT_SECONDS: "3", ...env }),
      ...{ stores, metrics, clock: systemClock },
      logger: createLogger({ level: "debug", destination: { write: (line) => void lines.push(line) } }),
    });
    const { think } = createThinker({
      settings: stores.settings,
      gatherFacts: async (_caller, on) => {
        const facts = someFacts();
        const id = "issue" in on ? on.issue : facts.issue.ref.id;
        return { ...facts, issue: { ...facts.issue, ref: { ...facts.issue.ref, id } } };
      },
      engineFor: engines.engineFor,
      onFound: metrics.guardrailFound,
    });
    const whyNotAlone = async () => undefined;
    const propose = createProposer({
      ...stores,
      think,
      whyNotAlone,
      licence: async () => "free",
      clock: systemClock,
      spread: () => 0.5,
    });
    return { stores, metrics, lines, engines, propose };
  }
  let issues = 0;
  type World = ReturnType<typeof world>;

  async function tenantWith({ stores }: World, settings?: EngineSettings) {
    const caller = callerOf(TenantId.parse(newId()));
    await makeTenant(open().db, caller.tenantId, `https://${caller.tenantId}.test`);
    if (settings !== undefined) await stores.engines(caller).write(settings);
    return caller;
  }

  async function proposeFor({ stores, propose }: World, caller: ReturnType<typeof callerOf>) {
    const { text, by } = sentence("make it high");
    const issue = issueRef(++issues);
    const request = await storeRequest(stores, caller, { issue, origin: "sentence", text, requestedBy: by });
    await propose(caller, request);
    const [proposal] = await stores.proposals(caller).openOnIssue(issue.id);
    return { request, stored: await stores.requests(caller).find(request), plan: proposal?.plan };
  }

  test("two tenants with engines and budgets of their own, side by side, and a third with the operator's", async () => {
    const [first, second, ours] = [
      await server({ say: DRAFT }),
      await server({ say: DRAFT }),
      await server({ say: DRAFT }),
    ];
    const at = world({
      ENGINE: "openai",
      OPENAI_BASE_URL: ours.baseUrl,
      OPENAI_MODEL: "gpt-4o",
      OPENAI_API_KEY: "sk-op",
    });
    const [rich, poor, plain] = [
      await tenantWith(at, own(first.baseUrl, { monthlyUsd: 1_000 })),
      await tenantWith(at, own(second.baseUrl, { monthlyUsd: 0.001 })),
      await tenantWith(at),
    ];
    const made = await Promise.all([rich, rich, poor, poor, plain].map((caller) => proposeFor(at, caller)));
    expect(made.map(({ plan }) => plan?.trace.engine)).toEqual([
      "openai",
      "openai",
      "offline",
      "offline",
      "openai",
    ]);
    expect(made.map(({ plan }) => plan?.trace.model)).toEqual([
      ...["my-own-model", "my-own-model", null, null, "gpt-4o"],
    ]);
    expect(made[2]?.plan?.trace.notes).toContain(
      "This month's budget for the model is used up, so the offline engine answered.",
    );
    expect([first, second, ours].map(({ seen }) => seen.length)).toEqual([2, 0, 1]);
    expect([first, ours].map(({ seen }) => seen[0]?.key)).toEqual(["Bearer sk-own", "Bearer sk-op"]);

    // 154 tokens at a tenth of a cent each.
    const sum = (await at.stores.usage(rich).month(new Date())).lines.reduce(
      (all, line) => all + line.nanoUsd,
      0,
    );
    expect(sum).toBe(2 * 154 * 1_000_000);
    expect((await at.stores.usage(rich).month(new Date())).reservedNanoUsd).toBe(0);
    expect((await at.stores.usage(poor).month(new Date())).lines).toEqual([]);
    expect(await Promise.all([rich, poor, plain].map(at.engines.kindFor))).toEqual([
      "openai",
      "openai",
      "openai",
    ]);
    const { text } = await at.metrics.scrape();
    expect(text).toContain('openai_token_usage_total{model="gpt-4o",type="prompt"} 120');
    expect(text).toContain('openai_token_usage_total{model="other",type="prompt"} 240');
    expect(text).toContain('engine_calls_total{engine="openai",outcome="over-budget"} 2');
    expect(text).not.toContain("my-own-model");
    for (const words of [text, at.lines.join()]) expect(words).not.toMatch(/sk-own|sk-op|make it high/);
  });

  test("a budget that runs out: the calls in flight count, and the offline engine answers the rest", async () => {
    const models = await server({ say: DRAFT, usage: [8_000, 2_000] });
    const at = world();
    // Each call costs $10, and about $12 are put aside for it.
    const caller = await tenantWith(at, own(models.baseUrl, { monthlyUsd: 35 }));
    const all = await Promise.all(Array.from({ length: 6 }, () => proposeFor(at, caller)));
    const byModel = all.filter(({ plan }) => plan?.trace.engine === "openai").length;
    expect(byModel).toBeGreaterThan(0);
    expect(byModel).toBeLessThanOrEqual(3);
    expect(models.seen).toHaveLength(byModel);
    const { lines } = await at.stores.usage(caller).month(new Date());
    expect(lines.reduce((sum, line) => sum + line.nanoUsd, 0)).toBeLessThanOrEqual(35e9);
  });

  test("a budget without a known price lets nothing through", async () => {
    const models = await server({ say: DRAFT });
    const at = world();
    const caller = await tenantWith(at, own(models.baseUrl, { price: null, monthlyUsd: 100 }));
    const { plan } = await proposeFor(at, caller);
    expect(plan?.trace.notes.join()).toContain("its price is not known, so the offline engine answered");
    expect(models.seen).toEqual([]);
  });

  test("a reply that nobody can read ends with a person, and is kept sealed where no log shows it", async () => {
    const models = await server({ say: "Sure, I made it high!" });
    const at = world();
    const caller = await tenantWith(at, own(models.baseUrl));
    const { request, stored, plan } = await proposeFor(at, caller);
    expect(plan).toBeUndefined();
    expect(stored).toMatchObject({
      state: "failed",
      said: expect.stringContaining("Try again, or do it by hand"),
    });
    expect(await at.stores.requests(caller).keptReply(request)).toBe("Sure, I made it high!");
    expect(models.seen).toHaveLength(2);
    const rows = JSON.stringify(await open().asTenant(caller.tenantId, "SELECT * FROM requests"));
    for (const words of [rows, at.lines.join()]) expect(words).not.toContain("Sure, I made it high!");
  });

  test("a tenant may do without a model where the operator has one, and the operator's budget holds for it else", async () => {
    const ours = await server({ say: DRAFT });
    const env = { ENGINE: "openai", OPENAI_BASE_URL: ours.baseUrl, OPENAI_MODEL: "gpt-4o" };
    const at = world({ ...env, MODEL_BUDGET_USD: "0" });
    const caller = await tenantWith(at, {
      engine: { kind: "offline" },
      price: null,
      monthlyUsd: null,
      secondLook: null,
    });
    expect((await proposeFor(at, caller)).plan?.trace).toMatchObject({ engine: "offline", notes: [] });
    const other = await tenantWith(at);
    expect((await proposeFor(at, other)).plan?.trace.notes.join()).toContain(
      "budget for the model is used up",
    );
    const raised = await tenantWith(at, { engine: null, price: null, monthlyUsd: 5, secondLook: null });
    expect((await proposeFor(at, raised)).plan?.trace).toMatchObject({ engine: "openai", prompt: "plan-v1" });
    expect(() => world({ ...env, OPENAI_MODEL: "unheard-of", MODEL_BUDGET_USD: "5" })).toThrow(
      "MODEL_PRICE must be",
    );
  });

  test("a tenant's server is not asked where it would lead into the operator's network", async () => {
    const models = await server({ say: DRAFT });
    const at = world({ MODEL_PRIVATE_HOSTS: "models.internal" });
    for (const baseUrl of [
      models.baseUrl,
      models.baseUrl.replace("http:", "https:").replace("127.0.0.1", "localhost"),
    ]) {
      const caller = await tenantWith(at, own(baseUrl));
      expect((await proposeFor(at, caller)).plan?.trace.notes).toEqual([
        "The model could not be reached, so the offline engine answered.",
      ]);
    }
    expect(models.seen).toEqual([]);
  });
});
