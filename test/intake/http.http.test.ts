import { afterAll, beforeAll, expect, test } from "vitest";
import { sendRaw, startHttpApp, type TestApp } from "../builders/http-app.ts";
import { canonicalHash, startAtlassianHost, type AtlassianHost, type Site } from "../fakes/atlassian-host.ts";

let host: AtlassianHost;
let app: TestApp;
let site: Site;
let queueWorks = true;

beforeAll(async () => {
  host = await startAtlassianHost();
  app = await startHttpApp(host, {
    metricsToken: "a-token-for-prometheus",
    checks: { database: async () => true, queue: async () => queueWorks },
  });
  site = host.newSite();
  await app.installFully(site, { displayUrl: "https://jira.acme.example/" });
});
afterAll(async () => {
  await app.stop();
  await host.stop();
});

const openPanel = () => {
  const url = "/panel/issue?issueId=1&issueKey=SHOP-1&lic=active";
  return app.send("GET", `${url}&jwt=${host.signToken(site, canonicalHash("GET", url), { sub: "mia" })}`);
};

test("the panel's page lets in its own scripts by nonce, and its own site as the frame", async () => {
  const [first, second] = await Promise.all([openPanel(), openPanel()]);
  const policy = first.headers.get("content-security-policy") ?? "";
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`script-src 'nonce-${nonce}' 'strict-dynamic';`);
  expect(policy).toContain(`frame-ancestors ${host.origin} https://jira.acme.example;`);
  expect(policy).not.toContain("unsafe");
  expect(second.headers.get("content-security-policy")).not.toContain(nonce);

  const html = await first.text();
  expect(html).toContain(`<script type="module" src="/assets/issue-panel-abc.js" nonce="${nonce}"></script>`);
  expect(html).toContain('<link rel="modulepreload" href="/assets/shared-def.js"');
  expect(html).toContain('<link rel="stylesheet" href="/assets/style-ghi.css" />');
  expect(html).not.toMatch(/\{\{|<script(?![^>]*nonce=)/);
});

test("a display address that is none is left out of the policy", async () => {
  const odd = host.newSite();
  await app.installFully(odd, { displayUrl: "https://jira.example;script-src" });
  const url = "/panel/issue?issueId=1&issueKey=SHOP-1";
  const answer = await app.send(
    "GET",
    `${url}&jwt=${host.signToken(odd, canonicalHash("GET", url), { sub: "mia" })}`,
  );
  expect(answer.headers.get("content-security-policy")).toContain(`frame-ancestors ${host.origin};`);
  await app.installFully(site, { displayUrl: "https://jira.acme.example/" });
});

test("every answer carries the headers that the Marketplace asks for", async () => {
  for (const answer of [
    await openPanel(),
    await app.send("GET", "/healthz"),
    await app.send("GET", "/nothing"),
  ]) {
    expect(answer.headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("cache-control")).toBe("no-store, no-cache");
    expect(answer.headers.get("x-powered-by")).toBeNull();
    expect(answer.headers.get("x-frame-options")).toBeNull();
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test("the descriptor is served with our own address in it", async () => {
  const descriptor = await (await app.send("GET", "/atlassian-connect.json")).json();
  expect(descriptor).toMatchObject({
    key: "ticketsmith",
    baseUrl: app.baseUrl,
    apiMigrations: { "signed-install": true, "context-qsh": true, gdpr: true },
  });
  expect(JSON.stringify(descriptor)).not.toContain("{{");
});

test("built files are kept for ever, and nothing beside them is served", async () => {
  const script = await app.send("GET", "/assets/issue-panel-abc.js");
  expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect((await app.send("GET", "/icon.svg")).headers.get("content-type")).toContain("image/svg+xml");
  for (const path of [
    "/assets/.vite/manifest.json",
    "/assets/../package.json",
    "/assets/%2e%2e/package.json",
    "/assets/",
  ]) {
    expect(await sendRaw(app.baseUrl, path), path).toBeGreaterThanOrEqual(400);
  }
});

test("readiness follows what the app stands on, liveness does not", async () => {
  expect((await app.send("GET", "/readyz")).status).toBe(200);
  queueWorks = false;
  const answer = await app.send("GET", "/readyz");
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({ ok: false, checks: { database: true, queue: false } });
  expect((await app.send("GET", "/healthz")).status).toBe(200);
  queueWorks = true;
});

test("metrics are for who has the token, and name routes and not addresses", async () => {
  expect((await app.send("GET", "/metrics")).status).toBe(401);
  await openPanel();
  const answer = await app.send("GET", "/metrics", {
    headers: { authorization: "Bearer a-token-for-prometheus" },
  });
  const text = await answer.text();
  expect(text).toContain(
    'http_request_duration_seconds_count{method="GET",route="/panel/issue",status="200"}',
  );
  expect(text).toContain('endpoint="/rest/atlassian-connect/1/addons/{addonKey}"');
  expect(text).not.toContain(host.origin);
});

test("an unknown address is answered in words", async () => {
  const answer = await app.send("GET", "/nothing/here");
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({ error: "not_found", said: expect.any(String) });
});

test("ACE leaves no ear of its own for unhandled rejections", () => {
  const ears = process.listeners("unhandledRejection").map(String);
  expect(ears.filter((ear) => ear.includes("Unhandled error:"))).toEqual([]);
});
