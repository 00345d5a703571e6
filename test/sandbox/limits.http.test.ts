import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { installApp } from "../../sandbox/apps/install-app.ts";
import { createSandbox, type Sandbox } from "../../sandbox/create-sandbox.ts";
import type { Product, TenantName } from "../../sandbox/state.ts";
import { callAsPerson, signFor, type Answered } from "./jira-client.ts";
import { startTestApp, type TestApp } from "./test-app.ts";

let sandbox: Sandbox;
let app: TestApp;
/** The sandbox's clock stands still, so that what slides and what resets is decided here. */
let clock: Date;
const tick = (ms: number) => (clock = new Date(clock.getTime() + ms));

beforeAll(async () => {
  clock = new Date("2026-05-04T10:20:00.000Z");
  app = await startTestApp();
  sandbox = createSandbox({ port: 0, now: () => clock });
  await sandbox.start();
  for (const tenant of ["acme", "globex"] as const)
    await installApp(sandbox.site(tenant), app.descriptorUrl, ["jira", "confluence"]);
});
beforeEach(async () => {
  await control("DELETE", "limits");
});
afterAll(async () => {
  await sandbox.stop();
  await app.stop();
});

type Asking = { tenant?: TenantName; product?: Product };

async function ask(
  method: string,
  path: string,
  body?: unknown,
  { tenant = "acme", product = "jira" }: Asking = {},
) {
  const site = sandbox.site(tenant);
  const installation = site.installation(product, "probe-app");
  if (installation === undefined) throw new Error("the app is not installed");
  const iat = Math.floor(clock.getTime() / 1000);
  const answer = await fetch(`${site.origin()}${path}`, {
    method,
    headers: {
      authorization: `JWT ${signFor(installation, method, path, { iat, exp: iat + 60 })}`,
      "content-type": "application/json",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await answer.arrayBuffer();
  return answer;
}

function control(method: string, path: string, body?: unknown): Promise<Answered> {
  return callAsPerson(sandbox.site("acme").origin(), "nobody")(method, `/_sandbox/${path}`, body);
}

const Use = z.looseObject({
  points: z.array(z.looseObject({ product: z.string(), tenant: z.string(), used: z.number() })),
  issues: z.array(z.looseObject({ issue: z.string(), last2s: z.number(), last30s: z.number() })),
  settings: z.looseObject({ pointsPerHour: z.number() }),
});
const readUse = async () => Use.parse((await control("GET", "limits")).body);
const limit = async (settings: unknown) =>
  expect((await control("PUT", "limits", settings)).status).toBe(200);
const me = (asking?: Asking) => ask("GET", "/rest/api/3/serverInfo", undefined, asking);
const label = (key: string, name: string) =>
  ask("PUT", `/rest/api/3/issue/${key}`, { fields: { labels: [name] } });
const reasonOf = (answer: Response) => [answer.status, answer.headers.get("ratelimit-reason")];

test("a read costs 1 and 1 for each object, 2 for each person; a write costs 1", async () => {
  const cost = async (call: () => Promise<unknown>) => {
    const spent = async () => (await readUse()).points.reduce((sum, one) => sum + one.used, 0);
    const before = await spent();
    await call();
    return (await spent()) - before;
  };
  const jql = { jql: "project = SHOP", fields: ["summary"], maxResults: 7 };
  expect(await cost(() => ask("POST", "/rest/api/3/search/jql", jql))).toBe(8);
  expect(await cost(() => ask("GET", "/rest/api/3/issue/SHOP-42"))).toBe(2);
  expect(await cost(() => ask("GET", "/rest/api/3/myself"))).toBe(3);
  expect(await cost(() => label("SHOP-42", "one"))).toBe(1);
  expect(await cost(() => ask("GET", "/rest/api/3/issue/NONE-1"))).toBe(1);
});

test("the hour's points are one pool over all tenants, until the top of the hour", async () => {
  await limit({ pointsPerHour: 5 });
  expect((await me({ tenant: "globex" })).status).toBe(200);
  const last = await me({ tenant: "globex" });
  expect(last.headers.get("ratelimit-policy")).toBe('"global-app-quota";q=5;w=3600');
  expect(last.headers.get("x-ratelimit-remaining")).toBe("1");
  expect((await me()).status).toBe(200);
  const refused = await me();
  expect(reasonOf(refused)).toEqual([429, "jira-quota-global-based"]);
  expect(refused.headers.get("retry-after")).toBe("2400");
  expect(refused.headers.get("x-ratelimit-reset")).toBe("2026-05-04T11:00:00Z");
  expect(reasonOf(await label("SHOP-42", "two"))).toEqual([429, "jira-quota-global-based"]);
  // Each product has a pool of its own.
  expect((await ask("GET", "/wiki/api/v2/spaces", undefined, { product: "confluence" })).status).toBe(200);
  tick(2_399_000);
  expect((await me()).status).toBe(429);
  tick(1_000);
  expect((await me()).status).toBe(200);
});

test("Confluence answers for its own pool", async () => {
  await limit({ pointsPerHour: 1 });
  const spaces = () => ask("GET", "/wiki/api/v2/spaces", undefined, { product: "confluence" });
  expect((await spaces()).status).toBe(200);
  expect(reasonOf(await spaces())).toEqual([429, "confluence-quota-global-based"]);
});

test("a quota for each tenant stops one and lets the other go on", async () => {
  await limit({ perTenantPointsPerHour: 3 });
  await me();
  await me();
  expect(reasonOf(await me())).toEqual([429, "jira-quota-tenant-based"]);
  expect((await me({ tenant: "globex" })).status).toBe(200);
});

test("what is left is told in the structured header only when it is little", async () => {
  await limit({ pointsPerHour: 12 });
  const first = await me();
  expect(first.headers.get("ratelimit")).toMatch(/^"global-app-quota";t=\d+$/);
  expect(first.headers.get("x-ratelimit-nearlimit")).toBe("false");
  for (let turn = 0; turn < 3; turn += 1) await me();
  const near = await me();
  expect(near.headers.get("ratelimit")).toMatch(/^"global-app-quota";r=2;t=\d+$/);
  expect(near.headers.get("x-ratelimit-nearlimit")).toBe("true");
});

test("one endpoint of one tenant takes 100 reads and 50 writes a second, and others go on", async () => {
  const reads = await Promise.all(Array.from({ length: 101 }, () => me()));
  expect(reads.filter((one) => one.status === 200)).toHaveLength(100);
  const refused = reads.find((one) => one.status === 429);
  expect(refused?.headers.get("ratelimit-reason")).toBe("jira-burst-based");
  expect(refused?.headers.get("retry-after")).toBe("1");
  expect(refused?.headers.get("x-ratelimit-limit")).toBe("100");
  expect((await me({ tenant: "globex" })).status).toBe(200);
  expect((await ask("GET", "/rest/api/3/myself")).status).toBe(200);
  tick(999);
  expect((await me()).status).toBe(429);
  tick(1);
  expect((await me()).status).toBe(200);

  const issues = sandbox
    .site("acme")
    .state()
    .issues.filter((one) => one.key.startsWith("SHOP-"))
    .slice(0, 51);
  expect(issues).toHaveLength(51);
  const writes = await Promise.all(
    issues.map((one) => ask("PUT", `/rest/api/3/issue/${one.key}/assignee`, { accountId: null })),
  );
  expect(writes.filter((one) => one.status === 429).map(reasonOf)).toEqual([[429, "jira-burst-based"]]);
});

test("one issue takes 20 writes in 2 seconds and 100 in 30, by key or id, and others go on", async () => {
  const state = sandbox.site("acme").state();
  const id = state.issues.find((one) => one.key === "SHOP-42")?.id ?? "";
  const property = (issue: string, at: number) =>
    ask("PUT", `/rest/api/3/issue/${issue}/properties/p${at}`, { at });
  for (let at = 0; at < 19; at += 1) expect((await property("SHOP-42", at)).status).toBeLessThan(300);
  expect((await label(id, "by-id")).status).toBe(204);
  const refused = await property("SHOP-42", 20);
  expect(reasonOf(refused)).toEqual([429, "jira-per-issue-on-write"]);
  expect(refused.headers.get("retry-after")).toBe("2");
  expect((await label("SHOP-31", "other")).status).toBe(204);
  expect((await ask("GET", "/rest/api/3/issue/SHOP-42")).status).toBe(200);
  expect((await readUse()).issues[0]).toMatchObject({ issue: "SHOP-42", last2s: 20, last30s: 20 });
  for (let round = 1; round < 5; round += 1) {
    tick(2_000);
    for (let at = 0; at < 20; at += 1) expect((await property("SHOP-42", at)).status).toBeLessThan(300);
  }
  tick(2_000);
  const long = await property("SHOP-42", 1);
  expect(reasonOf(long)).toEqual([429, "jira-per-issue-on-write"]);
  // The first twenty leave the long window thirty seconds after they came.
  expect(long.headers.get("retry-after")).toBe("20");
  tick(20_000);
  expect((await property("SHOP-42", 1)).status).toBe(200);
});

test("what is refused is not counted, so the next try after the wait gets through", async () => {
  await limit({ perIssue: { per2s: 1 } });
  await label("SHOP-42", "first");
  tick(1_000);
  expect((await label("SHOP-42", "early")).status).toBe(429);
  tick(1_000);
  expect((await label("SHOP-42", "in-time")).status).toBe(204);
});

test("people at the site are never limited, and apps are as people's deputies", async () => {
  await limit({ pointsPerHour: 0, burst: { get: 0 } });
  const mia =
    sandbox
      .site("acme")
      .people()
      .find((one) => one.displayName === "Mia Krause")?.accountId ?? "";
  const person = callAsPerson(sandbox.site("acme").origin(), mia);
  const seen = await person("GET", "/rest/api/3/myself");
  expect(seen.status).toBe(200);
  expect(seen.headers.get("x-ratelimit-limit")).toBeNull();
  const state = sandbox.site("acme").state();
  const installation = sandbox.site("acme").installation("jira", "probe-app");
  state.tokens.push({
    id: "t",
    token: "of-mia",
    appKey: "probe-app",
    clientKey: installation?.clientKey ?? "",
    accountId: mia,
    scopes: ["READ"],
    issuedAt: clock.toISOString(),
    expiresAt: new Date(clock.getTime() + 60_000).toISOString(),
  });
  const through = await fetch(`${sandbox.site("acme").origin()}/rest/api/3/myself`, {
    headers: { authorization: "Bearer of-mia" },
  });
  expect(reasonOf(through)).toEqual([429, "jira-quota-global-based"]);
});

test("other numbers are set in part, wrong ones refused, and the usual ones come back", async () => {
  await limit({ pointsPerHour: 7, burst: { put: 2 } });
  expect((await readUse()).settings).toMatchObject({
    pointsPerHour: 7,
    burst: { get: 100, put: 2 },
    perIssue: { per2s: 20, per30s: 100 },
  });
  expect((await control("PUT", "limits", { pointsPerHour: -1 })).status).toBe(400);
  expect((await control("PUT", "limits", { pointsPerDay: 1 })).status).toBe(400);
  await control("DELETE", "limits");
  expect(await readUse()).toMatchObject({ points: [], settings: { pointsPerHour: 65_000 } });
});
