import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { installApp } from "../../sandbox/apps/install-app.ts";
import { createSandbox, type Sandbox, type SandboxExchange } from "../../sandbox/create-sandbox.ts";
import { PROJECT_PERMISSIONS } from "../../sandbox/state.ts";
import { descriptionFile, loadOracle } from "../conformance/open-api-oracle.ts";
import { callAsApp, callAsPerson, signFor, type Call } from "./jira-client.ts";
import { startTestApp, type TestApp } from "./test-app.ts";

const exchanges: SandboxExchange[] = [];
let sandbox: Sandbox;
let app: TestApp;
let origin: string;
let jira: Call;
let control: Call;

beforeAll(async () => {
  app = await startTestApp();
  sandbox = createSandbox({ port: 0, onExchange: (exchange) => void exchanges.push(exchange) });
  origin = (await sandbox.start()).origins.acme;
  await installApp(sandbox.site("acme"), app.descriptorUrl, ["jira"]);
  jira = callAsApp(origin, () => {
    const found = sandbox.site("acme").installation("jira", "probe-app");
    if (found === undefined) throw new Error("the app is not installed");
    return found;
  });
  const person = callAsPerson(origin, "nobody");
  control = (method, path, body) => person(method, `/_sandbox/${path}`, body);
});
afterEach(async () => {
  await control("DELETE", "faults");
});
afterAll(async () => {
  await sandbox.stop();
  await app.stop();
});

const Planted = z.looseObject({ id: z.string(), match: z.looseObject({ on: z.string() }) });

async function plant(effect: unknown, match: unknown = {}, times: number | null = 1) {
  const answer = await control("POST", "faults", {
    match,
    effect,
    ...(times === null ? {} : { times }),
  });
  expect(answer.status).toBe(201);
  return Planted.parse(answer.body);
}

const issueNow = (key: string) => {
  const found = sandbox
    .site("acme")
    .state()
    .issues.find((one) => one.key === key);
  if (found === undefined) throw new Error(`there is no ${key}`);
  return found;
};
const labels = (key: string) => issueNow(key).values["labels"];
const label = (key: string, ...names: string[]) =>
  jira("PUT", `/rest/api/3/issue/${key}`, { fields: { labels: names } });
const ofKind = (kind: string) => exchanges.findLast((one) => one.fault === kind);

test("a planted fault is answered with its id, listed, and gone once it is cleared", async () => {
  const { id, match } = await plant({ status: 503 }, { pathPattern: "/nothing" }, null);
  expect(match.on).toBe("rest");
  expect((await control("GET", "faults")).body).toMatchObject({ faults: [{ id, timesLeft: null }] });
  await control("DELETE", `faults/${id}`);
  expect((await control("GET", "faults")).body).toEqual({ faults: [] });
});

test("a fault that makes no sense is refused with words", async () => {
  const refused = async (body: unknown) => {
    const answer = await control("POST", "faults", body);
    expect(answer.status).toBe(400);
    return JSON.stringify(answer.body);
  };
  expect(await refused({ effect: { half: true, drop: true } })).toContain("alone");
  expect(await refused({ effect: {} })).toContain("must be one of");
  expect(await refused({ match: { pathPattern: "(" }, effect: { half: true } })).toContain("expression");
  expect(await refused({ match: { on: "keys" }, effect: { staleMs: 5 } })).toContain("cannot happen on keys");
  expect(await refused({ match: { on: "webhook" }, effect: { half: true } })).toContain("webhook");
});

test("a fault strikes what it was meant for: place, method, path, tenant, product, so often", async () => {
  await plant(
    { status: 500 },
    { method: "PUT", pathPattern: "/issue/SHOP-42$", tenant: "acme", product: "jira" },
    2,
  );
  await plant({ status: 500 }, { tenant: "globex" }, null);
  await plant({ status: 500 }, { product: "confluence" }, null);
  await plant({ status: 500 }, { on: "token" }, null);
  expect((await jira("GET", "/rest/api/3/issue/SHOP-42")).status).toBe(200);
  expect((await label("SHOP-31", "a")).status).toBe(204);
  const seen = [];
  for (let turn = 0; turn < 3; turn += 1) seen.push((await label("SHOP-42", "a")).status);
  expect(seen).toEqual([500, 500, 204]);
});

test("HTML comes in place of JSON, and the call is not done", async () => {
  await plant({ html: "<h1>Down for a moment</h1>" });
  const answer = await label("SHOP-42", "html");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toContain("text/html");
  expect(answer.body).toBe("<h1>Down for a moment</h1>");
  expect(labels("SHOP-42")).not.toEqual(["html"]);
  await plant({ html: "<h1>Bad gateway</h1>", status: 502 });
  expect((await jira("GET", "/rest/api/3/myself")).status).toBe(502);
});

test("half an answer: the call is done, the headers promise the whole, the body breaks off", async () => {
  await plant({ half: true });
  const body = {
    body: {
      type: "doc",
      version: 1,
      content: [{ type: "paragraph", content: [{ type: "text", text: "Hi" }] }],
    },
  };
  const before = issueNow("SHOP-42").comments.length;
  const comment = jira("POST", "/rest/api/3/issue/SHOP-42/comment", body);
  await expect(comment).rejects.toThrow("terminated");
  expect(issueNow("SHOP-42").comments).toHaveLength(before + 1);
  expect(ofKind("half")).toMatchObject({ status: 201 });
  await plant({ half: true });
  await expect(label("SHOP-42", "half")).rejects.toThrow("fetch failed");
  expect(labels("SHOP-42")).toEqual(["half"]);
});

test("a dropped connection before the call leaves nothing, one after it leaves the change", async () => {
  await label("SHOP-42", "none");
  await plant({ drop: true });
  await expect(label("SHOP-42", "dropped")).rejects.toThrow("fetch failed");
  expect(labels("SHOP-42")).toEqual(["none"]);
  await plant({ drop: "after" });
  await expect(label("SHOP-42", "dropped")).rejects.toThrow("fetch failed");
  expect(labels("SHOP-42")).toEqual(["dropped"]);
  expect(ofKind("drop")).toMatchObject({ status: 0 });
});

test("slow is done late, and slow to answer is done at once", async () => {
  await label("SHOP-42", "before");
  await plant({ delayMs: 300, after: true });
  const late = label("SHOP-42", "at-once");
  await expect.poll(() => labels("SHOP-42")).toEqual(["at-once"]);
  // The answer is still out: the next fault has not been touched, and the exchange is not noted yet.
  const noted = exchanges.filter((one) => one.fault === "delay").length;
  expect((await late).status).toBe(204);
  expect(exchanges.filter((one) => one.fault === "delay")).toHaveLength(noted + 1);
  await plant({ delayMs: 100 });
  const slow = label("SHOP-42", "late");
  expect(labels("SHOP-42")).toEqual(["at-once"]);
  expect((await slow).status).toBe(204);
  expect(labels("SHOP-42")).toEqual(["late"]);
});

test("what is slow is done although nobody waits for it any more", async () => {
  await plant({ delayMs: 100 }, { method: "PUT" });
  const path = "/rest/api/3/issue/SHOP-42";
  const found = sandbox.site("acme").installation("jira", "probe-app");
  if (found === undefined) throw new Error("the app is not installed");
  const given = fetch(`${origin}${path}`, {
    method: "PUT",
    headers: { authorization: `JWT ${signFor(found, "PUT", path)}`, "content-type": "application/json" },
    body: JSON.stringify({ fields: { labels: ["unheard"] } }),
    signal: AbortSignal.timeout(50),
  });
  await expect(given).rejects.toThrow("timeout");
  await expect.poll(() => labels("SHOP-42")).toEqual(["unheard"]);
});

test("without effect: the write is answered as if it had been done, and nothing is", async () => {
  await label("SHOP-42", "before");
  await plant({ noEffect: true }, { pathPattern: "/issue" });
  // A read does not use the fault up.
  expect((await jira("GET", "/rest/api/3/issue/SHOP-42")).status).toBe(200);
  expect((await label("SHOP-42", "swallowed")).status).toBe(204);
  expect(labels("SHOP-42")).toEqual(["before"]);
  await plant({ noEffect: true }, { pathPattern: "/issue" });
  const fields = { project: { key: "SHOP" }, issuetype: { name: "Task" }, summary: "Never there" };
  const created = await jira("POST", "/rest/api/3/issue", { fields });
  expect(created.status).toBe(201);
  const { key } = z.looseObject({ key: z.string() }).parse(created.body);
  expect((await jira("GET", `/rest/api/3/issue/${key}`)).status).toBe(404);
});

const Found = z.looseObject({ issues: z.array(z.looseObject({ key: z.string() })) });

async function found(jql: string): Promise<string[]> {
  const answer = await jira("POST", "/rest/api/3/search/jql", { jql, fields: ["summary"], maxResults: 50 });
  return Found.parse(answer.body).issues.map((one) => one.key);
}

test("a search whose index lags finds a new issue when the lag is over, while the issue itself is there", async () => {
  await plant({ staleMs: 400 }, { pathPattern: "/search" }, null);
  const created = await jira("POST", "/rest/api/3/issue", {
    fields: { project: { key: "SHOP" }, issuetype: { name: "Task" }, summary: "Lagging behind" },
    properties: [{ key: "probe-mark", value: { mark: "lag" } }],
  });
  const { key } = z.looseObject({ key: z.string() }).parse(created.body);
  expect(await found('probeMark = "lag"')).toEqual([]);
  expect((await jira("GET", `/rest/api/3/issue/${key}`)).status).toBe(200);
  await expect.poll(() => found('probeMark = "lag"'), { timeout: 5_000 }).toEqual([key]);
});

test("a stale read shows each state in its turn, to those who may see it now", async () => {
  await label("SHOP-42", "first");
  await plant({ staleMs: 60_000 }, { method: "GET", pathPattern: "/issue/SHOP-42" }, null);
  await label("SHOP-42", "second");
  const read = async (as: Call) => {
    const { status, body } = await as("GET", "/rest/api/3/issue/SHOP-42?fields=labels");
    const shown = z.looseObject({ fields: z.object({ labels: z.array(z.string()) }) }).safeParse(body);
    return shown.success ? shown.data.fields.labels : status;
  };
  expect(await read(jira)).toEqual(["first"]);
  expect(labels("SHOP-42")).toEqual(["second"]);
  const mia = accountOf("Mia Krause");
  expect(await read(callAsPerson(origin, mia))).toEqual(["first"]);
  const browse = { accountId: mia, project: "SHOP", permission: "BROWSE_PROJECTS" };
  await control("POST", "permissions", { ...browse, allowed: false });
  expect(await read(callAsPerson(origin, mia))).toBe(404);
  await control("POST", "permissions", { ...browse, allowed: true });
  await control("DELETE", "faults");
  expect(await read(jira)).toEqual(["second"]);
});

test("the last read that a stale fault strikes is stale too", async () => {
  await label("SHOP-42", "old");
  await plant({ staleMs: 60_000 }, { method: "GET" }, 1);
  await label("SHOP-42", "new");
  expect((await jira("GET", "/rest/api/3/issue/SHOP-42?fields=labels")).body).toMatchObject({
    fields: { labels: ["old"] },
  });
  expect((await jira("GET", "/rest/api/3/issue/SHOP-42?fields=labels")).body).toMatchObject({
    fields: { labels: ["new"] },
  });
});

test.each([
  ["jira-burst-based", '"jira-burst-based";q=50;w=1'],
  ["jira-per-issue-on-write", '"jira-per-issue-on-write";q=20;w=2'],
  ["jira-quota-global-based", '"global-app-quota";q=65000;w=3600'],
  ["jira-quota-tenant-based", '"tenant-app-quota";q=65000;w=3600'],
])("a planted %s is a 429 with all its headers", async (limit, policy) => {
  await plant({ limit, retryAfterS: 7 });
  const { status, headers } = await label("SHOP-42", "limited");
  expect(status).toBe(429);
  expect(headers.get("ratelimit-reason")).toBe(limit);
  expect(headers.get("retry-after")).toBe("7");
  expect(headers.get("x-ratelimit-remaining")).toBe("0");
  expect(Date.parse(headers.get("x-ratelimit-reset") ?? "")).toBeGreaterThan(Date.now());
  expect(headers.get("ratelimit-policy")).toBe(policy);
  expect(headers.get("ratelimit")).toContain(";r=0;t=7");
  expect(labels("SHOP-42")).not.toEqual(["limited"]);
});

function accountOf(name: string): string {
  const found = sandbox
    .site("acme")
    .people()
    .find((one) => one.displayName === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found.accountId;
}

/** Everything anybody may do in SHOP. */
function held(): Set<string> {
  const site = sandbox.site("acme");
  const project = site.state().projects.find((one) => one.key === "SHOP");
  if (project === undefined) throw new Error("there is no SHOP");
  return new Set(
    site.people().flatMap(({ accountId }) => {
      const as = { kind: "person", accountId, throughApp: null } as const;
      return PROJECT_PERMISSIONS.filter((one) => site.may(as, one, project)).map(
        (one) => `${accountId} ${one}`,
      );
    }),
  );
}

test("a permission is taken away from one person at once, and nothing else from anybody", async () => {
  const mia = accountOf("Mia Krause");
  const before = held();
  const edit = () =>
    callAsPerson(origin, mia)("PUT", "/rest/api/3/issue/SHOP-42", { fields: { labels: ["mia"] } });
  expect((await edit()).status).toBe(204);
  const body = { accountId: mia, project: "SHOP", permission: "EDIT_ISSUES" };
  expect((await control("POST", "permissions", { ...body, allowed: false })).status).toBe(200);
  expect((await edit()).status).toBe(403);
  expect(before.difference(held())).toEqual(new Set([`${mia} EDIT_ISSUES`]));
  await control("POST", "permissions", { ...body, allowed: true });
  expect((await edit()).status).toBe(204);
  expect(held()).toEqual(before);
  const browse = { accountId: mia, project: "SHOP", permission: "BROWSE_PROJECTS" };
  await control("POST", "permissions", { ...browse, allowed: false });
  expect(before.difference(held())).toEqual(new Set([`${mia} BROWSE_PROJECTS`]));
  await control("POST", "permissions", { ...browse, allowed: true });
  expect((await control("POST", "permissions", { ...body, permission: "EDIT_OWN_COMMENTS" })).status).toBe(
    400,
  );
});

test("a person loses an account, a role or a group at once, and gets it back", async () => {
  const mia = accountOf("Mia Krause");
  const before = held();
  const hers = () => [...held()].filter((one) => one.startsWith(mia)).length;
  const all = hers();
  const set = async (body: object) =>
    expect((await control("POST", "permissions", { accountId: mia, ...body })).status).toBe(200);
  await set({ active: false });
  expect((await callAsPerson(origin, mia)("GET", "/rest/api/3/issue/SHOP-42")).status).not.toBe(200);
  await set({ active: true });
  expect(held()).toEqual(before);
  const site = sandbox.site("acme");
  const outside = accountOf("Noor Outside");
  const roles = site.state().projects.find((one) => one.key === "SHOP")?.roles ?? [];
  const role = roles.find((one) => one.permissions.includes("EDIT_ISSUES") && !one.everyone)?.name;
  await set({ accountId: outside, project: "SHOP", role, member: true });
  expect(held()).toContain(`${outside} EDIT_ISSUES`);
  await set({ accountId: outside, project: "SHOP", role, member: false });
  expect(held()).toEqual(before);
  const group = site.person(mia)?.groups[0] ?? "";
  await set({ group, member: false });
  expect(site.person(mia)?.groups).not.toContain(group);
  await set({ group, member: true });
  expect(hers()).toBe(all);
  for (const body of [
    { accountId: "x", active: true },
    { accountId: mia, group: "x", member: true },
    { accountId: mia, project: "SHOP", role: "x", member: true },
    { accountId: mia, project: "X", role: "x", member: true },
  ])
    expect((await control("POST", "permissions", body)).status).toBe(404);
});

test("the token endpoint is down, for one tenant or in every way a server can be", async () => {
  const ask = () => fetch(`${origin}/_oauth/oauth2/token`, { method: "POST", body: new URLSearchParams() });
  expect((await ask()).status).toBe(400);
  await plant({ status: 503 }, { on: "token" });
  expect((await ask()).status).toBe(503);
  await plant({ html: "<p>Sorry</p>", status: 502 }, { on: "token" });
  expect(await (await ask()).text()).toBe("<p>Sorry</p>");
  await plant({ drop: true }, { on: "token" });
  await expect(ask()).rejects.toThrow("fetch failed");
  await plant({ half: true }, { on: "token" });
  await expect(ask().then((answer) => answer.text())).rejects.toThrow("terminated");
  expect((await ask()).status).toBe(400);
});

test("the install-key host can be down, while calls go on", async () => {
  const kid = sandbox.site("acme").installation("jira", "probe-app")?.keyId ?? "";
  const key = () => fetch(`${origin}/_keys/${kid}`);
  expect(await (await key()).text()).toContain("PUBLIC KEY");
  await plant({ status: 500 }, { on: "keys", tenant: "acme" }, null);
  await plant({ status: 500 }, { on: "keys", tenant: "globex" }, null);
  expect((await key()).status).toBe(500);
  expect((await jira("GET", "/rest/api/3/serverInfo")).status).toBe(200);
  await control("DELETE", "faults");
  expect((await key()).status).toBe(200);
});

const jiraFile = descriptionFile("jira-platform-v3");

test.skipIf(jiraFile.missing)(
  "what a fault lets through, and every real 429, is as Atlassian describes it",
  () => {
    const oracle = loadOracle(jiraFile.url);
    const ours = exchanges.filter((one) => one.path.startsWith("/rest/api/3/"));
    expect(new Set(ours.map((one) => one.fault))).toEqual(
      new Set([null, "answer", "html", "half", "drop", "delay", "no-effect", "stale", "limit"]),
    );
    expect(ours.flatMap((one) => oracle.checkExchange(one))).toEqual([]);
  },
);
