import { decodeAsymmetric, AsymmetricAlgorithm, getKeyId } from "atlassian-jwt";
import jwt from "jsonwebtoken";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { installApp, rotateSecret, setAppEnabled, uninstallApp } from "../../sandbox/apps/install-app.ts";
import { signContextToken, signIssuePanels } from "../../sandbox/apps/module-url.ts";
import { qshOf } from "../../sandbox/apps/verify-app-token.ts";
import { createSandbox, type Sandbox } from "../../sandbox/create-sandbox.ts";
import { callAsApp, signFor } from "./jira-client.ts";
import { startTestApp, type TestApp } from "./test-app.ts";

let sandbox: Sandbox;
let app: TestApp;

beforeEach(async () => {
  app = await startTestApp();
  sandbox = createSandbox({ port: 0 });
  await sandbox.start();
});
afterEach(async () => {
  await sandbox.stop();
  await app.stop();
});

const Install = z.looseObject({
  clientKey: z.string(),
  sharedSecret: z.string(),
  baseUrl: z.string(),
  productType: z.string(),
  oauthClientId: z.string(),
});
const site = () => sandbox.site("acme");
const tokenOf = (header: unknown) => String(header).replace("JWT ", "");
const sent = (path: string) => app.received.filter((one) => one.path === path);

function installed() {
  const found = site().installation("jira", "probe-app");
  if (found === undefined) throw new Error("the app is not installed");
  return found;
}

function mia() {
  const found = site()
    .people()
    .find((one) => one.displayName === "Mia Krause");
  if (found === undefined) throw new Error("Mia is gone");
  return found;
}

test("an install is signed RS256 with a key that the key host serves, bound to app, site and address", async () => {
  const result = await installApp(site(), app.descriptorUrl, ["jira", "confluence"]);
  expect(result.ok).toBe(true);
  const calls = sent("/installed");
  expect(calls.map((one) => Install.parse(one.body).productType)).toEqual(["jira", "confluence"]);
  for (const call of calls) {
    const token = tokenOf(call.headers["authorization"]);
    const pem = await (await fetch(`${site().origin()}/_keys/${String(getKeyId(token))}`)).text();
    const claims = z
      .object({
        iss: z.string(),
        aud: z.array(z.string()),
        exp: z.number(),
        iat: z.number(),
        qsh: z.string(),
      })
      .parse(decodeAsymmetric(token, pem, AsymmetricAlgorithm.RS256));
    expect(claims.iss).toBe(Install.parse(call.body).clientKey);
    expect(claims.aud).toEqual([app.baseUrl]);
    expect(claims.qsh).toBe(qshOf("POST", "/installed", ""));
  }
  const [inJira, inConfluence] = calls.map((one) => Install.parse(one.body));
  expect(inJira?.clientKey).not.toBe(inConfluence?.clientKey);
  expect(inJira?.sharedSecret).not.toBe(inConfluence?.sharedSecret);
  expect(inConfluence?.baseUrl).toBe(`${site().origin()}/wiki`);
  expect(sent("/enabled")).toHaveLength(2);
});

test("an install that the app refuses is not kept, and a refused re-install leaves the old one standing", async () => {
  app.answers.set("/installed", [500]);
  expect((await installApp(site(), app.descriptorUrl, ["jira"])).ok).toBe(false);
  expect(site().installations()).toEqual([]);
  await installApp(site(), app.descriptorUrl, ["jira"]);
  const before = installed().sharedSecret;
  app.answers.set("/installed", [401]);
  expect((await rotateSecret(site(), "jira", "probe-app")).ok).toBe(false);
  expect(installed().sharedSecret).toBe(before);
});

test("a descriptor without signed installs is refused in words", async () => {
  app.descriptor["apiMigrations"] = {};
  const result = await installApp(site(), app.descriptorUrl, ["jira"]);
  expect(result.ok ? "" : result.refusal.errorMessages.join()).toContain("descriptor is not valid");
});

test("a rotated secret keeps the client key and shuts the old secret out", async () => {
  await installApp(site(), app.descriptorUrl, ["jira"]);
  const old = { ...installed() };
  const call = callAsApp(site().origin(), () => old);
  expect((await call("GET", "/rest/api/3/myself")).status).toBe(200);
  await rotateSecret(site(), "jira", "probe-app");
  expect(installed().clientKey).toBe(old.clientKey);
  expect(installed().sharedSecret).not.toBe(old.sharedSecret);
  expect((await call("GET", "/rest/api/3/myself")).status).toBe(401);
});

test("an uninstall is signed RS256 and followed by a late disabled without any token", async () => {
  await installApp(site(), app.descriptorUrl, ["jira"]);
  const { clientKey } = installed();
  await uninstallApp(site(), "jira", "probe-app");
  const [gone] = sent("/uninstalled");
  const token = tokenOf(gone?.headers["authorization"]);
  expect(jwt.decode(token, { complete: true })?.header.alg).toBe("RS256");
  const pem = await (await fetch(`${site().origin()}/_keys/${String(getKeyId(token))}`)).text();
  expect(
    z.looseObject({ iss: z.string() }).parse(jwt.verify(token, pem, { algorithms: ["RS256"] })).iss,
  ).toBe(clientKey);
  expect(sent("/disabled").map((one) => one.headers["authorization"])).toEqual([undefined]);
  expect(site().installations()).toEqual([]);
});

test("a REST call is refused with a wrong address hash, a past expiry, a foreign secret, or when the app is disabled", async () => {
  await installApp(site(), app.descriptorUrl, ["jira"]);
  const ask = async (token: string, path = "/rest/api/3/myself") =>
    (await fetch(`${site().origin()}${path}`, { headers: { authorization: `JWT ${token}` } })).status;
  const good = signFor(installed(), "GET", "/rest/api/3/myself");
  expect(await ask(good)).toBe(200);
  expect(await ask(good, "/rest/api/3/myself?expand=groups")).toBe(401);
  expect(await ask(signFor(installed(), "POST", "/rest/api/3/myself"))).toBe(401);
  expect(await ask(signFor(installed(), "GET", "/rest/api/3/myself", { exp: 1_700_000_000 }))).toBe(401);
  expect(
    await ask(signFor({ ...installed(), sharedSecret: "another secret" }, "GET", "/rest/api/3/myself")),
  ).toBe(401);
  await setAppEnabled(site(), "jira", "probe-app", false);
  expect(await ask(good)).toBe(401);
});

test("an app without the scope is refused", async () => {
  app.descriptor["scopes"] = ["READ"];
  await installApp(site(), app.descriptorUrl, ["jira"]);
  const call = callAsApp(site().origin(), installed);
  expect((await call("GET", "/rest/api/3/issue/SHOP-42")).status).toBe(200);
  expect((await call("PUT", "/rest/api/3/issue/SHOP-42/assignee", { accountId: null })).status).toBe(403);
});

test("a panel's address is signed for its viewer and names the issue; a context token is bound to no address", async () => {
  await installApp(site(), app.descriptorUrl, ["jira"]);
  const panels = signIssuePanels(site(), mia(), "SHOP-42");
  const panel = panels.ok ? panels.value[0] : undefined;
  const url = new URL(panel?.url ?? "");
  expect(url.searchParams.get("issueKey")).toBe("SHOP-42");
  expect(url.searchParams.get("xdm_e")).toBe(site().origin());
  expect(url.searchParams.get("lic")).toBe("active");
  const Claims = z.looseObject({
    qsh: z.string(),
    sub: z.string(),
    iat: z.number(),
    exp: z.number(),
    context: z.unknown(),
  });
  const claims = Claims.parse(jwt.verify(url.searchParams.get("jwt") ?? "", installed().sharedSecret));
  url.searchParams.delete("jwt");
  expect(claims.qsh).toBe(qshOf("GET", url.href, ""));
  expect(claims.sub).toBe(mia().accountId);
  expect(claims.exp - claims.iat).toBe(900);
  const request = {
    appKey: "probe-app",
    moduleKey: "probe-panel",
    viewer: mia(),
    issueKey: "SHOP-42",
    pageId: null,
  };
  const token = signContextToken(site(), request);
  const context = Claims.parse(jwt.verify(token.ok ? token.value : "", installed().sharedSecret));
  expect(context.qsh).toBe("context-qsh");
  expect(context.context).toMatchObject({ jira: { issue: { key: "SHOP-42" }, project: { key: "SHOP" } } });
});

test("nobody is shown a panel beside an issue they may not see", async () => {
  await installApp(site(), app.descriptorUrl, ["jira"]);
  const noor = site()
    .people()
    .find((one) => one.displayName === "Noor Outside");
  const panels = signIssuePanels(site(), noor ?? mia(), "HR-1");
  expect(panels.ok).toBe(false);
});
