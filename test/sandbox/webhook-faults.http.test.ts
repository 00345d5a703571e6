import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { installApp } from "../../sandbox/apps/install-app.ts";
import { createSandbox, type Sandbox } from "../../sandbox/create-sandbox.ts";
import { callAsApp, callAsPerson, type Call } from "./jira-client.ts";
import { startTestApp, type TestApp } from "./test-app.ts";

let sandbox: Sandbox;
let app: TestApp;
let control: Call;

const AN_HOUR = 3_600_000;

beforeEach(async () => {
  app = await startTestApp();
  sandbox = createSandbox({ port: 0, webhookRetryDelaysMs: [AN_HOUR] });
  await sandbox.start();
  await installApp(sandbox.site("acme"), app.descriptorUrl, ["jira"]);
  const anybody = callAsPerson(sandbox.site("acme").origin(), "nobody");
  control = (method, path, body) => anybody(method, `/_sandbox/${path}`, body);
});
afterEach(async () => {
  await sandbox.stop();
  await app.stop();
});

const hooks = () => app.received.filter((one) => one.path === "/hooks");
const deliveries = () => sandbox.site("acme").state().deliveries;
const Body = z.looseObject({
  changelog: z.looseObject({ items: z.array(z.looseObject({ toString: z.unknown() })) }),
});
const told = () => hooks().map((one) => Body.parse(one.body).changelog.items[0]?.toString);
const header = (name: string) => hooks().map((one) => one.headers[`x-atlassian-webhook-${name}`]);
const hurry = () => control("POST", "webhooks/hurry", {});

async function plant(effect: unknown, times = 1): Promise<void> {
  const match = { on: "webhook", tenant: "acme", pathPattern: "^/hooks$" };
  expect((await control("POST", "faults", { match, effect, times })).status).toBe(201);
}

function label(name: string) {
  const site = sandbox.site("acme");
  return callAsApp(site.origin(), () => {
    const found = site.installation("jira", "probe-app");
    if (found === undefined) throw new Error("the app is not installed");
    return found;
  })("PUT", "/rest/api/3/issue/SHOP-42", { fields: { labels: [name] } });
}

test("a duplicate comes as often as told, under one identifier and not as a retry", async () => {
  await plant({ duplicate: 2 });
  await label("a");
  await vi.waitFor(() => expect(hooks()).toHaveLength(3));
  expect(new Set(header("identifier")).size).toBe(1);
  expect(header("retry")).toEqual([undefined, undefined, undefined]);
  await vi.waitFor(() => expect(deliveries()[0]?.state).toBe("delivered"));
});

test("a delayed one is overtaken by the next", async () => {
  await plant({ delayMs: 400 });
  await label("first");
  await label("second");
  await vi.waitFor(() => expect(hooks()).toHaveLength(2));
  expect(told()).toEqual(["second", "first"]);
});

test("one that never left, and one whose answer was lost, come again as a retry", async () => {
  await plant({ drop: true });
  await label("a");
  await vi.waitFor(() => expect(deliveries()[0]?.tries).toHaveLength(1));
  expect(hooks()).toHaveLength(0);
  await plant({ drop: "after" });
  expect((await hurry()).body).toMatchObject({ result: { hurried: 1 } });
  await vi.waitFor(() => expect(deliveries()[0]?.tries).toHaveLength(2));
  expect(header("retry")).toEqual(["1"]);
  await hurry();
  await vi.waitFor(() => expect(deliveries()[0]?.state).toBe("delivered"));
  expect(header("retry")).toEqual(["1", "2"]);
  expect(new Set(header("identifier")).size).toBe(1);
});

test("what is dropped for good is given up after five tries, as Jira does it", async () => {
  await plant({ drop: true }, 5);
  await label("a");
  for (let tries = 1; tries < 5; tries += 1) {
    await vi.waitFor(() => expect(deliveries()[0]?.tries).toHaveLength(tries));
    await hurry();
  }
  await vi.waitFor(() => expect(deliveries()[0]?.state).toBe("exhausted"));
  expect(hooks()).toHaveLength(0);
});
