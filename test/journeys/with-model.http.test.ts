import { afterAll, beforeAll, expect, test } from "vitest";
import type { PanelView } from "../../server/contract/index.ts";
import { appCaller } from "../../server/tenants/index.ts";
import { onSite } from "../builders/on-site.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";
import { startOpenAiServer, type Answer, type ChatRequest } from "../fakes/openai-server.ts";

const EMPTY = { summary: "Nothing to do.", steps: [], questions: [], notes: [] };
const highest = (quote: string) => ({
  ...EMPTY,
  summary: "Make it Highest",
  steps: [
    {
      type: "set-field",
      field: "priority",
      value: "Highest",
      confidence: 0.9,
      because: [{ field: "priority", quote, source: "request", issueKey: null, text: null }],
    },
  ],
});

describeOnEachDatabase("the road with a model", (open) => {
  let running: RunningApp;
  let model: Awaited<ReturnType<typeof startOpenAiServer>>;
  let isSober = false;
  beforeAll(async () => {
    model = await startOpenAiServer(({ messages }: ChatRequest): Answer => {
      const asked = messages[1]?.content ?? "";
      if (asked.includes("sing a song") && !isSober) return { say: "Sorry, I would rather sing." };
      const isAsked = /REQUEST[\s\S]*(?:make it highest|sing a song)/.test(asked);
      return {
        say: JSON.stringify(isAsked ? highest(/make it highest|sing a song/.exec(asked)?.[0] ?? "") : EMPTY),
      };
    });
    const settings = {
      ENGINE: "openai",
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_MODEL: "gpt-4o",
      OPENAI_API_KEY: "sk-op",
    };
    running = await startRunningApp(open().db, { settings });
  });
  afterAll(async () => {
    await running.stop();
    await model.stop();
  });

  const site = () => running.sandbox.site("acme");
  const { issueNow, newIssue } = onSite(site);
  const somePanel = () => {
    const key = newIssue("Sam Reporter", "Update the footer", {});
    return { key, panel: running.panelOf("Mia Krause", key) };
  };
  const callerNow = async () => {
    const installed = site().installation("jira", "ticketsmith");
    const found = await running.app.installations.findByClientKey(installed?.clientKey ?? "");
    if (found === undefined) throw new Error("Not installed");
    return appCaller(found.tenantId, "test");
  };

  test("what a model proposed and a person approved is done, and what it took is counted", async () => {
    const { key, panel } = somePanel();
    await panel.ask("make it highest");
    const proposal = await panel.until((one) => one.origin === "sentence", "a proposal");
    expect(proposal).toMatchObject({ engine: "openai", model: "gpt-4o" });
    await panel.do(proposal, "approve", {
      planHash: proposal.planHash,
      steps: proposal.steps.map((step) => step.id),
    });
    await panel.until((one) => one.id === proposal.id && one.status === "done", "it to be done");
    // Highest, by its id.
    expect(issueNow(key).values["priority"]).toBe("1");
    const { lines, reservedNanoUsd } = await running.app.stores.usage(await callerNow()).month(new Date());
    expect(lines.find(({ direction }) => direction === "prompt")?.tokens).toBeGreaterThanOrEqual(120);
    expect(lines.every(({ model: name, unpricedTokens }) => name === "gpt-4o" && unpricedTokens === 0)).toBe(
      true,
    );
    expect(reservedNanoUsd).toBe(0);
    expect(running.lines.join()).not.toMatch(/sk-op|make it highest/);
  });

  test("what nobody can read is said in the panel, kept, and tried again when a person says so", async () => {
    const { panel } = somePanel();
    await panel.ask("sing a song");
    const failedIn = ({ requests }: PanelView) => requests.find(({ state }) => state === "failed");
    await expect.poll(async () => failedIn(await panel.view()), { timeout: 20_000 }).toBeDefined();
    const failed = failedIn(await panel.view());
    if (failed === undefined) throw new Error("Nothing failed");
    expect(failed.said).toContain("could not be read");
    const caller = await callerNow();
    const kept = await running.app.stores.requests(caller).keptReply(failed.id);
    expect(kept).toBe("Sorry, I would rather sing.");
    isSober = true;
    const again = await panel.call("POST", `issues/${panel.issueId}/requests/${failed.id}/retry`, {});
    expect(again.status).toBeLessThan(300);
    expect(await panel.until((one) => one.origin === "sentence", "a proposal")).toMatchObject({
      engine: "openai",
    });
    expect(await running.app.stores.requests(caller).keptReply(failed.id)).toBeUndefined();
  });

  test("a tenant's own choice counts from its next request on", async () => {
    const caller = await callerNow();
    const offline = { engine: { kind: "offline" }, price: null, monthlyUsd: null, secondLook: null } as const;
    await running.app.stores.engines(caller).write(offline);
    const { panel } = somePanel();
    await panel.ask("make it highest");
    const proposal = await panel.until((one) => one.origin === "sentence", "a proposal");
    expect(proposal).toMatchObject({ engine: "offline", notes: [] });
    expect(await panel.view()).toMatchObject({ engine: "offline" });
    await running.app.stores.engines(caller).write({ ...offline, engine: null });
  });

  test("the offline engine answers for a model that is gone, and says so", async () => {
    await model.stop();
    const { panel } = somePanel();
    await panel.ask("make it highest");
    const proposal = await panel.until((one) => one.origin === "sentence", "a proposal");
    expect(proposal.engine).toBe("offline");
    expect(proposal.notes).toContain("The model could not be reached, so the offline engine answered.");
  });
});
