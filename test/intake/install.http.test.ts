import jwt from "jsonwebtoken";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { installBody, startHttpApp, type TestApp } from "../builders/http-app.ts";
import { startAtlassianHost, type AtlassianHost, type Site } from "../fakes/atlassian-host.ts";

let host: AtlassianHost;
let app: TestApp;
let site: Site;

beforeEach(async () => {
  host = await startAtlassianHost();
  app = await startHttpApp(host);
  site = host.newSite();
});
afterEach(async () => {
  await app.stop();
  await host.stop();
});

const stateOf = (of: Site) => app.memory.rows.get(of.clientKey)?.state;
const installed = (of: Site) => app.installFully(of);
const post = (path: string, body: unknown, token: string) =>
  app.postJson(path, body, { authorization: `JWT ${token}` });

describe("a signed install", () => {
  test("is taken, and counts once its address has answered a signed call", async () => {
    host.script("/rest/atlassian-connect/1/addons/ticketsmith", { status: 404 });
    expect((await app.install(site)).status).toBe(204);
    expect(stateOf(site)).toBe("unverified");
    expect(app.memory.followUps).toMatchObject([{ do: "verify-installation" }]);
    await vi.waitFor(() => expect(stateOf(site)).toBe("enabled"), 5_000);
    expect(app.memory.entries.map((entry) => "change" in entry && entry.change)).toEqual([
      "installed",
      "verified",
    ]);
    expect([...app.memory.tenants.values()]).toMatchObject([{ origin: host.origin, eraseAfter: null }]);
  });

  test("stays unverified while the address refuses the secret", async () => {
    expect((await app.install(site, { sharedSecret: "not-the-one-it-knows" })).status).toBe(204);
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(stateOf(site)).toBe("unverified");
  });

  const times = { iat: Math.floor(Date.now() / 1_000) };
  test.each<[string, Record<string, unknown>, Record<string, unknown>, number]>([
    ["another audience", {}, { aud: ["https://elsewhere.example"] }, 401],
    ["another site's token", { clientKey: "somebody-else" }, {}, 401],
    ["a hash of another route", {}, { qsh: "0".repeat(64) }, 401],
    ["an old token", {}, { iat: times.iat - 300, exp: times.iat - 120 }, 401],
    ["a token from the future", {}, { iat: times.iat + 3_600, exp: times.iat + 3_700 }, 401],
    ["no end", {}, { exp: undefined }, 401],
    ["a host that is not allowed", { baseUrl: "https://evil.example" }, {}, 403],
    ["a host that only ends like an allowed one", { baseUrl: "https://127.0.0.1.evil.example" }, {}, 403],
    ["an address with credentials", { baseUrl: "http://a:b@127.0.0.1" }, {}, 400],
    ["an address that would end a header's directive", { baseUrl: "http://127.0.0.1;sandbox" }, {}, 400],
    ["an address with a query", { baseUrl: "http://127.0.0.1/?a=b" }, {}, 400],
    ["no secret", { sharedSecret: undefined }, {}, 400],
    ["another app", { key: "other" }, {}, 400],
  ])("with %s is refused", async (_what, body, claims, status) => {
    const clean = Object.fromEntries(
      Object.entries({ iat: times.iat, exp: times.iat + 60, ...claims }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    const token =
      "exp" in claims && claims["exp"] === undefined
        ? jwt.sign({ iss: site.clientKey, aud: [app.baseUrl], iat: times.iat, qsh: "0" }, host.privateKey, {
            algorithm: "RS256",
            keyid: host.kid,
          })
        : host.signInstall(site, { baseUrl: app.baseUrl, path: "/connect/installed" }, clean);
    expect((await post("/connect/installed", installBody(site, body), token)).status).toBe(status);
    expect(app.memory.rows.size).toBe(0);
  });

  test("with an audience that is almost ours is refused", async () => {
    for (const aud of [app.baseUrl.slice(0, -1), `${app.baseUrl}0`, `${app.baseUrl}/`]) {
      expect((await app.install(site, {}, { aud: [aud] })).status, aud).toBe(401);
    }
  });

  test("with a token that ended within the leeway is taken", async () => {
    const claims = { iat: times.iat - 100, exp: Math.floor(Date.now() / 1_000) - 10 };
    expect((await app.install(site, {}, claims)).status).toBe(204);
  });

  test("with any algorithm but RS256 is refused, also when the public key serves as its secret", async () => {
    const claims = { iss: site.clientKey, aud: [app.baseUrl], iat: times.iat, exp: times.iat + 60, qsh: "0" };
    const head = Buffer.from(JSON.stringify({ alg: "none", kid: host.kid })).toString("base64url");
    const unsigned = `${head}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.`;
    const symmetric = jwt.sign(claims, site.sharedSecret, { algorithm: "HS256", keyid: host.kid });
    for (const token of [unsigned, symmetric]) {
      expect((await post("/connect/installed", installBody(site), token)).status).toBe(401);
    }
    expect(host.seen).toHaveLength(0);
  });

  test.each([
    "../../etc/passwd",
    "..%2f..%2fx",
    "a?b",
    "a#b",
    "http://evil.example/key",
    "",
    "a//b",
    "/a",
    "x".repeat(500),
  ])("with the key id %j asks nobody for a key", async (kid) => {
    const to = { baseUrl: app.baseUrl, path: "/connect/installed" };
    const token = host.signInstall(site, to, {}, { kid });
    expect((await post("/connect/installed", installBody(site), token)).status).toBe(401);
    expect(host.seen).toHaveLength(0);
  });

  test("with an unknown key id is refused, and a key host that is down makes the site try again", async () => {
    const to = { baseUrl: app.baseUrl, path: "/connect/installed" };
    const unknown = host.signInstall(site, to, {}, { kid: "unknown" });
    expect((await post("/connect/installed", installBody(site), unknown)).status).toBe(401);
    host.script(`/keys/${host.kid}`, { status: 500 });
    expect((await app.install(site)).status).toBe(503);
    expect((await app.install(site)).status).toBe(204);
  });

  test("asks for the same key once", async () => {
    await Promise.all([app.install(site), app.install(site), app.install(site)]);
    await app.install(site);
    expect(host.seen.filter(({ url }) => url.startsWith("/keys/"))).toHaveLength(1);
  });
});

describe("a token that was used", () => {
  const tokenFor = (path: string) => host.signInstall(site, { baseUrl: app.baseUrl, path });

  test("installs nothing else, and the same once more", async () => {
    const token = tokenFor("/connect/installed");
    expect((await post("/connect/installed", installBody(site), token)).status).toBe(204);
    await installed(site);
    for (const over of [
      { sharedSecret: "known-to-the-thief-alone" },
      { baseUrl: "http://localhost:1" },
      { oauthClientId: "x" },
    ]) {
      expect((await post("/connect/installed", installBody(site, over), token)).status).toBe(401);
    }
    expect(app.memory.rows.get(site.clientKey)).toMatchObject({
      ...{ sharedSecret: site.sharedSecret, baseUrl: site.baseUrl, state: "enabled" },
    });
    expect((await post("/connect/installed", installBody(site), token)).status).toBe(204);
    expect(stateOf(site)).toBe("enabled");
  });

  test("uninstalls nobody who came back", async () => {
    await installed(site);
    const token = tokenFor("/connect/uninstalled");
    expect((await post("/connect/uninstalled", installBody(site), token)).status).toBe(204);
    expect(stateOf(site)).toBe("uninstalled");
    await installed(site);
    expect((await post("/connect/uninstalled", installBody(site), token)).status).toBe(204);
    expect(stateOf(site)).toBe("enabled");
  });
});

describe("a re-install", () => {
  test("makes the new secret count at once, and the old one no more", async () => {
    await installed(site);
    const rotated = { ...site, sharedSecret: "a-secret-that-is-quite-new" };
    expect((await app.sendSigned(site, "POST", "/connect/enabled", {})).status).toBe(204);
    host.sites.set(site.clientKey, rotated);
    expect((await app.install(rotated)).status).toBe(204);
    expect(stateOf(site)).toBe("enabled");
    expect((await app.sendSigned(rotated, "POST", "/connect/enabled", {})).status).toBe(204);
    expect((await app.sendSigned(site, "POST", "/connect/enabled", {})).status).toBe(401);
    expect(app.memory.entries.at(-1)).toMatchObject({ change: "secret-rotated" });
  });

  test("through another process is noticed by the next token", async () => {
    await installed(site);
    expect((await app.sendSigned(site, "POST", "/connect/enabled", {})).status).toBe(204);
    const row = app.memory.rows.get(site.clientKey);
    if (row === undefined) throw new Error("not installed");
    app.memory.rows.set(site.clientKey, { ...row, sharedSecret: "set-by-another-process" });
    const rotated = { ...site, sharedSecret: "set-by-another-process" };
    expect((await app.sendSigned(rotated, "POST", "/connect/enabled", {})).status).toBe(204);
  });

  test("that names another address may do nothing until that address has answered", async () => {
    await installed(site);
    const moved = { ...site, baseUrl: `http://localhost:${new URL(host.origin).port}` };
    host.script(
      "/rest/atlassian-connect/1/addons/ticketsmith",
      { status: 500 },
      { status: 500 },
      { status: 500 },
    );
    expect((await app.install(moved)).status).toBe(204);
    expect(stateOf(site)).toBe("unverified");
    expect(
      (await app.sendSigned(moved, "POST", "/webhooks/jira", { webhookEvent: "jira:issue_created" })).status,
    ).toBe(503);
  });

  test("of a renamed site keeps its tenant under the new origin", async () => {
    await installed(site);
    const before = app.memory.rows.get(site.clientKey)?.tenantId;
    const renamed = { ...site, baseUrl: host.origin.replace("127.0.0.1", "localhost") };
    host.sites.set(site.clientKey, renamed);
    await installed(renamed);
    expect(app.memory.rows.get(site.clientKey)?.tenantId).toBe(before);
    expect([...app.memory.tenants.values()]).toMatchObject([{ origin: renamed.baseUrl }]);
  });

  test("joins the tenant of its origin, whichever product came first", async () => {
    await installed(site);
    const wiki = host.newSite({ productType: "confluence", baseUrl: `${host.origin}/wiki` });
    await installed(wiki);
    expect(app.memory.tenants.size).toBe(1);
  });
});

describe("an uninstall", () => {
  test("keeps everything for thirty days, and a re-install finds it again", async () => {
    await installed(site);
    expect((await app.uninstall(site)).status).toBe(204);
    expect(stateOf(site)).toBe("uninstalled");
    const [tenant] = app.memory.tenants.values();
    const days = ((tenant?.eraseAfter?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(30, 2);

    expect(
      (await app.sendSigned(site, "POST", "/webhooks/jira", { webhookEvent: "jira:issue_created" })).status,
    ).toBe(401);
    await installed(site);
    await vi.waitFor(() =>
      expect([...app.memory.tenants.values()]).toMatchObject([{ id: tenant?.id, eraseAfter: null }]),
    );
  });

  test("of one product keeps the tenant that still has another", async () => {
    await installed(site);
    const wiki = host.newSite({ productType: "confluence", baseUrl: `${host.origin}/wiki` });
    await installed(wiki);
    await app.uninstall(wiki);
    expect([...app.memory.tenants.values()]).toMatchObject([{ eraseAfter: null }]);
  });

  test("that is not signed by Atlassian is refused", async () => {
    await installed(site);
    expect((await app.sendSigned(site, "POST", "/connect/uninstalled", installBody(site))).status).toBe(401);
    expect(stateOf(site)).toBe("enabled");
  });

  test("of one site is not one of another", async () => {
    await installed(site);
    const other = host.newSite();
    const token = host.signInstall(other, { baseUrl: app.baseUrl, path: "/connect/uninstalled" });
    expect((await post("/connect/uninstalled", installBody(site), token)).status).toBe(401);
    expect(stateOf(site)).toBe("enabled");
  });

  test("is followed by a late `disabled` without a token, which changes nothing", async () => {
    await installed(site);
    const before = app.memory.rows.get(site.clientKey);
    expect((await app.postJson("/connect/disabled", installBody(site))).status).toBe(204);
    expect(app.memory.rows.get(site.clientKey)).toEqual(before);
  });
});

test("disabling closes the doors and enabling opens them again", async () => {
  await installed(site);
  const webhook = () =>
    app.sendSigned(site, "POST", "/webhooks/jira", { webhookEvent: "jira:issue_created" });
  expect((await webhook()).status).toBe(204);
  expect((await app.sendSigned(site, "POST", "/connect/disabled", {})).status).toBe(204);
  expect((await webhook()).status).toBe(401);
  expect((await app.sendSigned(site, "POST", "/connect/enabled", {})).status).toBe(204);
  expect((await webhook()).status).toBe(204);
});

test("no secret, token or address with its query is in the log", async () => {
  await installed(site);
  await app.sendSigned(site, "POST", "/webhooks/jira?secret=in-the-query", {
    webhookEvent: "jira:issue_created",
  });
  await app.send("GET", `/panel/issue?issueId=1&jwt=${host.signToken(site, "wrong")}`);
  expect(app.log()).toContain("/webhooks/jira");
  expect(app.log()).not.toContain(site.sharedSecret);
  expect(app.log()).not.toContain("in-the-query");
  expect(app.log()).not.toContain("eyJ");
});
