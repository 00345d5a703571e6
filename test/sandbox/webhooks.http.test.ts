import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import jwt from "jsonwebtoken";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { installApp } from "../../sandbox/apps/install-app.ts";
import { qshOf } from "../../sandbox/apps/verify-app-token.ts";
import { createSandbox, type Sandbox } from "../../sandbox/create-sandbox.ts";
import { callAsApp } from "./jira-client.ts";
import { startTestApp, type TestApp } from "./test-app.ts";

let sandbox: Sandbox;
let app: TestApp;
let dataDir: string;

const newSandbox = () => createSandbox({ port: 0, dataDir, webhookRetryDelaysMs: [20, 20, 20, 20] });

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sandbox-"));
  app = await startTestApp();
  sandbox = newSandbox();
  await sandbox.start();
});
afterEach(async () => {
  await sandbox.stop();
  await app.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const site = () => sandbox.site("acme");
const hooks = () => app.received.filter((one) => one.path === "/hooks");
const Body = z.looseObject({
  webhookEvent: z.string(),
  timestamp: z.number(),
  issue: z.looseObject({ key: z.string(), self: z.string(), fields: z.looseObject({}) }),
  changelog: z
    .looseObject({ items: z.array(z.looseObject({ fieldId: z.string(), toString: z.unknown() })) })
    .optional(),
});
const bodies = () => hooks().map((one) => Body.parse(one.body));

function asApp() {
  return callAsApp(site().origin(), () => {
    const found = site().installation("jira", "probe-app");
    if (found === undefined) throw new Error("the app is not installed");
    return found;
  });
}

async function install(): Promise<void> {
  expect((await installApp(site(), app.descriptorUrl, ["jira"])).ok).toBe(true);
}

test("a change fires one signed webhook in the v2 shape, with history and the caller's trace", async () => {
  await install();
  const description = {
    type: "doc",
    version: 1,
    content: [{ type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: "Why" }] }],
  };
  const fields = { priority: { name: "High" }, description };
  await asApp()("PUT", "/rest/api/3/issue/SHOP-42", { fields }, { "x-atlassian-webhook-trace": "trace-7" });
  await vi.waitFor(() => expect(hooks()).toHaveLength(1));
  const [hook] = hooks();
  const secret = site().installation("jira", "probe-app")?.sharedSecret ?? "";
  const token = String(hook?.headers["authorization"]).replace("JWT ", "");
  expect(jwt.verify(token, secret, { algorithms: ["HS256"] })).toMatchObject({
    qsh: qshOf("POST", "/hooks", ""),
  });
  expect(hook?.headers["x-atlassian-webhook-trace"]).toBe("trace-7");
  expect(hook?.headers["x-atlassian-webhook-flow"]).toBe("Primary");
  expect(hook?.headers["x-atlassian-webhook-retry"]).toBeUndefined();
  const [body] = bodies();
  expect(body?.webhookEvent).toBe("jira:issue_updated");
  expect(body?.issue.fields["description"]).toBe("h2. Why");
  expect(body?.issue.self).toContain("/rest/api/2/");
  expect(body?.changelog?.items.map((one) => one.fieldId).sort()).toEqual(["description", "priority"]);
});

test("creating, commenting and deleting fire their own events", async () => {
  await install();
  const jira = asApp();
  const created = await jira("POST", "/rest/api/3/issue", {
    fields: { project: { key: "SHOP" }, issuetype: { id: "10101" }, summary: "New" },
  });
  const { key } = z.looseObject({ key: z.string() }).parse(created.body);
  const text = {
    type: "doc",
    version: 1,
    content: [{ type: "paragraph", content: [{ type: "text", text: "Hi" }] }],
  };
  await jira("POST", `/rest/api/3/issue/${key}/comment`, { body: text });
  await jira("DELETE", `/rest/api/3/issue/${key}`);
  await vi.waitFor(() => expect(hooks()).toHaveLength(3));
  expect(
    bodies()
      .map((one) => one.webhookEvent)
      .sort(),
  ).toEqual(["comment_created", "jira:issue_created", "jira:issue_deleted"]);
  expect(new Set(bodies().map((one) => one.issue.key))).toEqual(new Set([key]));
});

test("a busy app gets the same identifier again, counted, until it answers", async () => {
  await install();
  app.answers.set("/hooks", [503, 429]);
  await asApp()("PUT", "/rest/api/3/issue/SHOP-42/assignee", { accountId: null });
  await asApp()("PUT", "/rest/api/3/issue/SHOP-42", { fields: { labels: ["a"] } });
  await vi.waitFor(() => expect(hooks()).toHaveLength(3));
  expect(new Set(hooks().map((one) => one.headers["x-atlassian-webhook-identifier"])).size).toBe(1);
  expect(hooks().map((one) => one.headers["x-atlassian-webhook-retry"])).toEqual([undefined, "1", "2"]);
});

test("it gives up after five tries, and at once when the app says no", async () => {
  await install();
  app.answers.set("/hooks", [500, 500, 500, 500, 500, 500]);
  await asApp()("PUT", "/rest/api/3/issue/SHOP-42", { fields: { labels: ["a"] } });
  await vi.waitFor(() => expect(site().state().deliveries[0]?.state).toBe("exhausted"));
  expect(hooks()).toHaveLength(5);
  app.answers.set("/hooks", [404]);
  await asApp()("PUT", "/rest/api/3/issue/SHOP-42", { fields: { labels: ["b"] } });
  await vi.waitFor(() => expect(site().state().deliveries[1]?.state).toBe("dropped"));
  expect(hooks()).toHaveLength(6);
});

test("a webhook that was waiting for its next try is sent after a restart", async () => {
  await install();
  await sandbox.stop();
  sandbox = createSandbox({ port: 0, dataDir, webhookRetryDelaysMs: [400] });
  await sandbox.start();
  app.answers.set("/hooks", [503]);
  await asApp()("PUT", "/rest/api/3/issue/SHOP-42", { fields: { labels: ["a"] } });
  await vi.waitFor(() => expect(hooks()).toHaveLength(1));
  await vi.waitFor(() => expect(site().state().deliveries[0]?.tries).toHaveLength(1));
  await sandbox.stop();
  expect(hooks()).toHaveLength(1);
  sandbox = newSandbox();
  await sandbox.start();
  await vi.waitFor(() => expect(hooks()).toHaveLength(2), 3_000);
  expect(hooks()[1]?.headers["x-atlassian-webhook-identifier"]).toBe(
    hooks()[0]?.headers["x-atlassian-webhook-identifier"],
  );
});

test("a filter and excludeBody of the descriptor are honoured", async () => {
  app.descriptor["modules"] = {
    webhooks: [{ event: "jira:issue_updated", url: "/hooks", filter: "project = OPS", excludeBody: true }],
  };
  await install();
  await asApp()("PUT", "/rest/api/3/issue/SHOP-42", { fields: { labels: ["a"] } });
  await asApp()("PUT", "/rest/api/3/issue/OPS-88", { fields: { labels: ["a"] } });
  await vi.waitFor(() => expect(hooks()).toHaveLength(1));
  expect(hooks()[0]?.body).toBeUndefined();
});

test("an edit that changes nothing fires nothing", async () => {
  await install();
  const jira = asApp();
  await jira("PUT", "/rest/api/3/issue/SHOP-42", {
    fields: { summary: "Checkout shows a white page after paying" },
  });
  await jira("PUT", "/rest/api/3/issue/SHOP-42", { fields: { labels: ["a"] } });
  await vi.waitFor(() => expect(hooks()).toHaveLength(1));
  expect(bodies()[0]?.changelog?.items.map((one) => one.fieldId)).toEqual(["labels"]);
});
