import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { installApp } from "../../sandbox/apps/install-app.ts";
import { createSandbox, type Sandbox } from "../../sandbox/create-sandbox.ts";
import { callAsApp, callAsPerson, type Call } from "./jira-client.ts";
import { startTestApp, type TestApp } from "./test-app.ts";

let sandbox: Sandbox;
let app: TestApp;
let dataDir: string;
let origin: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sandbox-"));
  app = await startTestApp();
  sandbox = createSandbox({ port: 0, dataDir });
  origin = (await sandbox.start()).origins.acme;
  await installApp(sandbox.site("acme"), app.descriptorUrl, ["jira"]);
});
afterAll(async () => {
  await sandbox.stop();
  await app.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const Errors = z.looseObject({
  errorMessages: z.array(z.string()),
  errors: z.record(z.string(), z.string()),
});
const Created = z.looseObject({ key: z.string() });
const Found = z.looseObject({
  issues: z.array(z.looseObject({ key: z.string() })),
  nextPageToken: z.string().optional(),
  isLast: z.boolean(),
});

function as(name: string): Call {
  const person = sandbox
    .site("acme")
    .people()
    .find((one) => one.displayName === name);
  return callAsPerson(origin, person?.accountId ?? "");
}
const jira: Call = (...call) =>
  callAsApp(origin, () => {
    const found = sandbox.site("acme").installation("jira", "probe-app");
    if (found === undefined) throw new Error("the app is not installed");
    return found;
  })(...call);

test("a person without the permission is refused, and a hidden issue looks like none", async () => {
  const noor = as("Noor Outside");
  expect((await noor("GET", "/rest/api/3/issue/SHOP-42")).status).toBe(200);
  expect((await noor("PUT", "/rest/api/3/issue/SHOP-42", { fields: { summary: "x" } })).status).toBe(403);
  expect((await noor("GET", "/rest/api/3/issue/HR-1")).body).toEqual(
    (await noor("GET", "/rest/api/3/issue/HR-9999")).body,
  );
  expect((await as("Elena Petrova")("GET", "/rest/api/3/issue/HR-1")).status).toBe(200);
  expect((await fetch(`${origin}/rest/api/3/issue/SHOP-42`)).status).toBe(401);
});

test("an app may ask what somebody may do, another person may not", async () => {
  const person = (name: string) =>
    sandbox
      .site("acme")
      .people()
      .find((one) => one.displayName === name)?.accountId;
  const question = (name: string) => ({
    accountId: person(name),
    projectPermissions: [
      { permissions: ["EDIT_ISSUES", "BROWSE_PROJECTS"], projects: [10_300, 99], issues: [] },
    ],
  });
  const granted = (await jira("POST", "/rest/api/3/permissions/check", question("Noor Outside"))).body;
  expect(granted).toMatchObject({
    projectPermissions: [
      { permission: "EDIT_ISSUES", projects: [] },
      { permission: "BROWSE_PROJECTS", projects: [10_300] },
    ],
  });
  expect(
    (await as("Noor Outside")("POST", "/rest/api/3/permissions/check", question("Mia Krause"))).status,
  ).toBe(403);
});

test("required, unknown and impossible values are refused field by field, and nothing is stored", async () => {
  const before = sandbox.site("acme").state().issues.length;
  const answer = await jira("POST", "/rest/api/3/issue", {
    fields: {
      project: { key: "SHOP" },
      issuetype: { name: "Bug" },
      summary: " ",
      priority: { name: "Immediately" },
      components: [{ name: "Garage" }],
      assignee: { accountId: "nobody" },
      duedate: "tomorrow",
      labels: ["two words"],
      description: "plain text",
      colour: "red",
    },
  });
  expect(answer.status).toBe(400);
  expect(Object.keys(Errors.parse(answer.body).errors).sort()).toEqual(
    [
      "assignee",
      "colour",
      "components",
      "customfield_10040",
      "description",
      "duedate",
      "labels",
      "priority",
      "summary",
    ].sort(),
  );
  expect(sandbox.site("acme").state().issues).toHaveLength(before);
});

test("rich text that is no valid document is refused, and a refused edit changes no other field either", async () => {
  const script = { type: "doc", version: 1, content: [{ type: "script", content: [] }] };
  const answer = await jira("PUT", "/rest/api/3/issue/SHOP-42", {
    fields: { summary: "Changed", description: script },
  });
  expect(answer.status).toBe(400);
  expect((await jira("GET", "/rest/api/3/issue/SHOP-42?fields=summary")).body).toMatchObject({
    fields: { summary: "Checkout shows a white page after paying" },
  });
});

test("a transition must be offered, its screen filled, and its condition met", async () => {
  const created = await jira("POST", "/rest/api/3/issue", {
    fields: { project: { key: "SHOP" }, issuetype: { name: "Task" }, summary: "Walk" },
  });
  const issue = `/rest/api/3/issue/${Created.parse(created.body).key}`;
  const move = (id: string, more = {}) =>
    jira("POST", `${issue}/transitions`, { transition: { id }, ...more });
  expect((await move("31")).status).toBe(400);
  expect((await move("11")).status).toBe(204);
  expect((await move("21")).status).toBe(204);
  expect(Errors.parse((await move("31")).body).errors).toEqual({ resolution: "Resolution is required." });
  expect((await move("31", { fields: { resolution: { name: "Done" } } })).status).toBe(204);
  expect((await jira("GET", `${issue}?fields=status,resolution`)).body).toMatchObject({
    fields: { status: { name: "Done" }, resolution: { name: "Done" } },
  });
  const approve = { transition: { id: "221" } };
  expect((await as("Ana Ruiz")("POST", "/rest/api/3/issue/OPS-90/transitions", approve)).status).toBe(400);
  expect((await as("Jonas Weber")("POST", "/rest/api/3/issue/OPS-90/transitions", approve)).status).toBe(204);
});

test("a mark set in the create call is found by the alias of the app's descriptor", async () => {
  const made = await jira("POST", "/rest/api/3/issue", {
    fields: { project: { key: "SHOP" }, issuetype: { name: "Task" }, summary: "Marked" },
    properties: [{ key: "probe-mark", value: { mark: "m-77" } }],
  });
  const found = Found.parse(
    (await jira("POST", "/rest/api/3/search/jql", { jql: 'probeMark = "m-77"', fields: ["summary"] })).body,
  );
  expect(found.issues.map((one) => one.key)).toEqual([Created.parse(made.body).key]);
});

test("properties travel with edits, transitions and comments, and a refused edit leaves none behind", async () => {
  const read = async (key: string) =>
    (await jira("GET", `/rest/api/3/issue/SHOP-97/properties/${key}`)).status;
  await jira("PUT", "/rest/api/3/issue/SHOP-97", {
    fields: { labels: ["x"] },
    properties: [{ key: "p1", value: 1 }],
  });
  await jira("PUT", "/rest/api/3/issue/SHOP-97", {
    fields: { priority: { name: "No" } },
    properties: [{ key: "p2", value: 1 }],
  });
  await jira("POST", "/rest/api/3/issue/SHOP-97/transitions", {
    transition: { id: "41" },
    properties: [{ key: "p3", value: 1 }],
  });
  expect(await read("p1")).toBe(200);
  expect(await read("p2")).toBe(404);
  expect(await read("p3")).toBe(200);
});

test("search pages through everything once, and refuses a token of another query", async () => {
  const seen: string[] = [];
  let nextPageToken: string | undefined;
  do {
    const body = {
      jql: "project = OPS",
      fields: ["summary"],
      maxResults: 40,
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    };
    const page = Found.parse((await jira("POST", "/rest/api/3/search/jql", body)).body);
    seen.push(...page.issues.map((one) => one.key));
    nextPageToken = page.nextPageToken;
  } while (nextPageToken !== undefined);
  expect(new Set(seen).size).toBe(95);
  expect(seen).toHaveLength(95);
  const first = Found.parse(
    (await jira("POST", "/rest/api/3/search/jql", { jql: "project = OPS", fields: ["summary"] })).body,
  );
  const strange = { jql: "project = SHOP", fields: ["summary"], nextPageToken: first.nextPageToken };
  expect((await jira("POST", "/rest/api/3/search/jql", strange)).status).toBe(400);
});

test("a browser page of another origin can neither change issues nor steer the sandbox", async () => {
  const headers = { origin: "http://evil.example", "content-type": "application/json" };
  expect(
    (await as("Mia Krause")("PUT", "/rest/api/3/issue/SHOP-42/assignee", { accountId: null }, headers))
      .status,
  ).toBe(403);
  const steer = await fetch(`${origin}/_sandbox/reset`, { method: "POST", headers, body: "{}" });
  expect(steer.status).toBe(403);
});

test("planted faults answer, drop, delay or swallow, as often as told", async () => {
  const plant = (fault: unknown) =>
    fetch(`${origin}/_sandbox/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fault),
    });
  const match = { method: "PUT", pathPattern: "/assignee$" };
  const assign = () => jira("PUT", "/rest/api/3/issue/SHOP-97/assignee", { accountId: null });
  await plant({
    match,
    times: 1,
    effect: { status: 429, headers: { "Retry-After": "2", "RateLimit-Reason": "jira-burst-based" } },
  });
  const limited = await assign();
  expect(limited.status).toBe(429);
  expect(limited.headers.get("retry-after")).toBe("2");
  await plant({ match, times: 1, effect: { noEffect: true } });
  expect((await assign()).status).toBe(204);
  expect((await jira("GET", "/rest/api/3/issue/SHOP-97?fields=assignee")).body).not.toMatchObject({
    fields: { assignee: null },
  });
  await plant({ match, times: 1, effect: { drop: true } });
  await expect(assign()).rejects.toThrow("fetch failed");
  await plant({ match, times: 1, effect: { delayMs: 150 } });
  const started = performance.now();
  expect((await assign()).status).toBe(204);
  expect(performance.now() - started).toBeGreaterThan(140);
  expect((await assign()).status).toBe(204);
});

test("the two tenants share nothing", async () => {
  const globex = sandbox.site("globex");
  const person = globex.people()[0]?.accountId ?? "";
  const there = callAsPerson(globex.origin(), person);
  expect((await there("GET", "/rest/api/3/issue/DEV-1")).status).toBe(200);
  expect((await there("GET", "/rest/api/3/issue/SHOP-42")).status).toBe(404);
  expect((await callAsPerson(origin, person)("GET", "/rest/api/3/myself")).status).toBe(401);
});

test("a restart finds the same site", async () => {
  const made = await jira("POST", "/rest/api/3/issue", {
    fields: { project: { key: "SHOP" }, issuetype: { name: "Task" }, summary: "Kept" },
  });
  const { key } = Created.parse(made.body);
  const before = JSON.stringify(sandbox.site("acme").state());
  await sandbox.stop();
  sandbox = createSandbox({ port: 0, dataDir });
  origin = (await sandbox.start()).origins.acme;
  expect(JSON.stringify(sandbox.site("acme").state())).toBe(before);
  expect((await jira("GET", `/rest/api/3/issue/${key}`)).status).toBe(200);
});
