import { afterAll, beforeAll, expect, test } from "vitest";
import type {
  AdminView,
  ApiProblem,
  EngineSettingsView,
  EngineTestView,
  HealthView,
  HeldView,
  NewTokenView,
  PanelView,
  PrivacyView,
  RulesView,
  RuleTriesView,
  TokensView,
} from "../../server/contract/index.ts";
import { onSite } from "../builders/on-site.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import type { Answer } from "../environment/panel-client.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";
import { startOpenAiServer, type ChatRequest } from "../fakes/openai-server.ts";

const SECRET = "sk-never-shown-again";

describeOnEachDatabase("the administration", (open) => {
  let running: RunningApp;
  let model: Awaited<ReturnType<typeof startOpenAiServer>>;
  let elsewhere: Awaited<ReturnType<typeof startOpenAiServer>>;
  const heard: ChatRequest[] = [];
  beforeAll(async () => {
    model = await startOpenAiServer((request: ChatRequest) => {
      heard.push(request);
      return { say: '{"ready": true}', usage: [40, 5] };
    });
    elsewhere = await startOpenAiServer({ say: "{}" });
    running = await startRunningApp(open().db, { settings: { MODEL_PRIVATE_HOSTS: "127.0.0.1" } });
  });
  afterAll(async () => {
    await running.stop();
    await Promise.all([model.stop(), elsewhere.stop()]);
  });

  const { newIssue } = onSite(() => running.sandbox.site("acme"));
  const ada = (method: string, rest: string, body?: unknown): Promise<Answer> =>
    running.adminOf("Ada Admin").call(method, rest, body);
  const bodyOf = async <T>(answer: Promise<Answer>): Promise<T> => (await answer).body as T;
  const engine = (over: object) => ({
    ...{ choice: "openai", baseUrl: model.baseUrl, model: "gpt-4o", apiVersion: "" },
    ...{ price: null, monthlyUsd: null, secondLook: null, ...over },
  });
  const OFFLINE = { choice: "default", baseUrl: "", model: "" };

  test("is for those whom Jira calls administrators, now", async () => {
    expect((await bodyOf<AdminView>(ada("GET", ""))).engine).toEqual({
      ...{ kind: "offline", model: null, own: false },
    });
    const mia = running.adminOf("Mia Krause");
    for (const [method, rest, body] of [
      ["GET", "", undefined],
      ["GET", "/engine", undefined],
      ["PUT", "/privacy", { secret: "allow" }],
      ["POST", "/tokens", { name: "mine", scopes: ["decide"], days: null }],
    ] as const) {
      const refused = await mia.call(method, rest, body);
      expect([rest, refused.status]).toEqual([rest, 403]);
      expect((refused.body as ApiProblem).said).toMatch(/Only administrators/);
    }
  });

  test("a model's key is taken, used and never shown, and goes to no other server", async () => {
    const saved = await ada("PUT", "/engine", engine({ key: SECRET }));
    expect(saved.body).toMatchObject({ choice: "openai", hasKey: true });
    expect(JSON.stringify(saved.body)).not.toContain(SECRET);
    // Saved again without it, the stored one stays.
    const again = await bodyOf<EngineSettingsView>(ada("PUT", "/engine", engine({ monthlyUsd: 5 })));
    expect(again).toMatchObject({ hasKey: true, monthlyUsd: 5 });
    for (const [method, path] of [
      ["PUT", "/engine"],
      ["POST", "/engine/test"],
    ] as const) {
      const moved = await ada(method, path, engine({ baseUrl: elsewhere.baseUrl }));
      expect(moved.status, path).toBe(400);
      expect((moved.body as ApiProblem).fields).toMatchObject({
        key: expect.stringMatching(/another server/),
      });
    }
    expect(elsewhere.seen).toHaveLength(0);
    const forgotten = await bodyOf<EngineSettingsView>(
      ada("PUT", "/engine", engine({ baseUrl: elsewhere.baseUrl, key: null })),
    );
    expect(forgotten.hasKey).toBe(false);
    await ada("PUT", "/engine", engine(OFFLINE));
    expect(running.lines.join()).not.toContain(SECRET);
  });

  test("the test of an engine is a real call, before anything is saved, and says what is wrong", async () => {
    heard.length = 0;
    const tried = await bodyOf<EngineTestView>(ada("POST", "/engine/test", engine({ key: SECRET })));
    expect(tried).toMatchObject({ ok: true, tokens: 45, way: "schema", usd: expect.any(Number) });
    expect(heard).toHaveLength(1);
    expect((await bodyOf<EngineSettingsView>(ada("GET", "/engine"))).choice).toBe("default");
    const dead = await bodyOf<EngineTestView>(
      ada("POST", "/engine/test", engine({ baseUrl: "http://127.0.0.1:9/v1" })),
    );
    expect(dead).toMatchObject({ ok: false, said: "The model could not be reached." });
  });

  test("what cannot be an engine is refused field by field", async () => {
    const fieldsOf = async (over: object) =>
      (await bodyOf<ApiProblem>(ada("PUT", "/engine", engine(over)))).fields;
    expect(await fieldsOf({ model: "", baseUrl: "ftp://x" })).toEqual({
      model: "Name a model.",
      baseUrl: "It is no web address.",
    });
    expect(await fieldsOf({ baseUrl: "http://169.254.169.254/v1" })).toMatchObject({
      baseUrl: expect.any(String),
    });
    expect(await fieldsOf({ model: "nobody-knows-it", monthlyUsd: 10 })).toMatchObject({
      price: expect.stringMatching(/price/),
    });
    expect((await ada("PUT", "/engine", engine({ monthlyUsd: -1 }))).status).toBe(400);
    expect((await bodyOf<EngineSettingsView>(ada("GET", "/engine"))).choice).toBe("default");
  });

  test("a change of the rules holds at once, is tried before, and never undoes another's", async () => {
    const { version } = await bodyOf<RulesView>(ada("GET", "/rules"));
    const rules = [
      {
        id: "stairs",
        enabled: true,
        when: [{ if: "text", words: ["stairs"] }],
        set: { field: "labels", value: ["facility"] },
      },
    ];
    const asked = running.panelOf("Mia Krause", newIssue("Mia Krause", "The stairs are steep"));
    await asked.ask("make it high");
    await asked.until((one) => one.origin === "sentence", "a request of the past");
    const { tries } = await bodyOf<RuleTriesView>(ada("POST", "/rules/try", { rules }));
    expect(tries.some((one) => one.with.length > one.without.length || one.rules.length > 0)).toBe(true);
    // What people typed is not for administrators to read here.
    expect(JSON.stringify(tries)).not.toContain('"text"');
    expect((await bodyOf<RulesView>(ada("GET", "/rules"))).version).toBe(version);
    expect((await ada("PUT", "/rules", { rules, before: version })).status).toBe(200);
    const late = await ada("PUT", "/rules", { rules: [], before: version });
    expect([late.status, (late.body as ApiProblem).said]).toEqual([
      409,
      expect.stringMatching(/Somebody else/),
    ]);
    const key = newIssue("Mia Krause", "The stairs are slippery");
    const proposal = await running
      .panelOf("Mia Krause", key)
      .until(({ steps }) => JSON.stringify(steps).includes("facility"), "what the rule asks for");
    expect(proposal.rules).toMatchObject([{ fired: true }]);
    expect((await ada("PUT", "/rules", { rules: [{ id: "X Y" }] })).status).toBe(400);
  });

  test("a token acts as whoever made it, is shown once, and opens nothing once it is revoked", async () => {
    const made = await ada("POST", "/tokens", { name: "nightly", scopes: ["plan", "plan"], days: 30 });
    expect(made.status).toBe(201);
    const { secret, tokens } = made.body as NewTokenView;
    const token = tokens.find(({ name }) => name === "nightly");
    expect(token).toMatchObject({ actsAs: { name: "Ada Admin" }, scopes: ["plan"], state: "active" });
    const planned = () =>
      fetch(`${running.baseUrl}/api/v1/plan`, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        body: JSON.stringify({ issue: "SHOP-42", text: "make it high" }),
      });
    expect((await planned()).status).toBe(200);
    expect(JSON.stringify((await ada("GET", "/tokens")).body)).not.toContain(secret);
    const revoked = await bodyOf<TokensView>(ada("POST", `/tokens/${token?.id ?? ""}/revoke`, {}));
    expect(revoked.tokens.find(({ name }) => name === "nightly")?.state).toBe("revoked");
    expect((await planned()).status).toBe(401);
    expect((await ada("POST", `/tokens/${token?.id ?? ""}/revoke`, {})).status).toBe(404);
    expect((await ada("POST", "/tokens", { name: "x", scopes: ["everything"], days: 1 })).status).toBe(400);
  });

  test("what privacy holds back waits here, sealed, until it is let go on or erased", async () => {
    const before = await bodyOf<PrivacyView>(ada("GET", "/privacy"));
    expect(before.types.find(({ type }) => type === "card")).toMatchObject({ treatment: "mask" });
    await ada("PUT", "/privacy", { card: "quarantine" });
    const key = newIssue("Mia Krause", "Refund of a card");
    const panel = running.panelOf("Mia Krause", key);
    await panel.ask("make it high, the card is 4111 1111 1111 1111");
    await panel.ask("add label refund, the card is 4111 1111 1111 1111");
    const heldNow = async () => (await bodyOf<HeldView>(ada("GET", "/held"))).held;
    await expect.poll(heldNow, { timeout: 20_000 }).toHaveLength(2);
    const [newer, older] = (await heldNow()).toSorted((a, b) => b.at.localeCompare(a.at));
    if (newer === undefined || older === undefined) throw new Error("Nothing is held");
    expect(JSON.stringify(await heldNow())).not.toContain("4111");
    expect(older).toMatchObject({ place: key, by: { name: "Mia Krause" } });
    expect((await ada("POST", `/held/${older.id}/show`, {})).body).toMatchObject({
      text: expect.stringContaining("4111"),
    });
    expect((await ada("POST", `/held/${older.id}/release`, {})).status).toBe(200);
    await panel.until((one) => one.origin === "sentence", "what was let go on");
    expect((await ada("POST", `/held/${newer.id}/erase`, {})).body).toEqual({ held: [] });
    expect((await ada("POST", `/held/${newer.id}/show`, {})).status).toBe(404);
    const told = (await panel.view()) satisfies PanelView;
    expect(JSON.stringify(told.requests)).toContain("erased this request");
    await ada("PUT", "/privacy", {});
  });

  test("who changed what is in the audit log, by name", async () => {
    await ada("PUT", "/privacy", { email: "allow" });
    const tenant = await running.app.stores.tenants.findByOrigin(running.sandbox.site("acme").origin());
    if (tenant === undefined) throw new Error("No tenant");
    const caller = { tenantId: tenant.id, actor: { kind: "app" }, requestId: "test" } as const;
    const [last] = await running.app.stores.audit.list(caller, { limit: 1 });
    const admin = running.sandbox
      .site("acme")
      .people()
      .find((one) => one.displayName === "Ada Admin");
    expect(last?.entry).toMatchObject({
      ...{ type: "policy-changed", policy: "personal-data", by: admin?.accountId },
    });
    await ada("PUT", "/privacy", {});
  });

  test("health says when Jira last spoke, what failed, and which products have us", async () => {
    const health = await bodyOf<HealthView>(ada("GET", "/health"));
    expect(health.installations).toMatchObject([
      { product: expect.any(String), state: "enabled" },
      { product: expect.any(String), state: "enabled" },
    ]);
    expect(health.webhooks.lastDay).toBeGreaterThan(0);
    expect(Date.parse(health.webhooks.lastAt ?? "")).toBeGreaterThan(Date.now() - 120_000);
  });
});
