import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AccountId, TenantId } from "../../server/contract/index.ts";
import { newId, TransportFault, type Transport } from "../../server/kit/index.ts";
import { startHttpApp, type TestApp } from "../builders/http-app.ts";
import { startAtlassianHost, type AtlassianHost, type Site } from "../fakes/atlassian-host.ts";

let host: AtlassianHost;
let app: TestApp;
let site: Site;
let tenantId: TenantId;

const MIA = { kind: "person", accountId: AccountId.parse("mia") } as const;
const APP = { kind: "app" } as const;
const MYSELF = { method: "GET", path: "/rest/api/3/myself", template: "/rest/api/3/myself" } as const;

beforeEach(async () => {
  host = await startAtlassianHost();
  app = await startHttpApp(host);
  site = host.newSite();
  await app.installFully(site);
  tenantId = TenantId.parse(app.memory.rows.get(site.clientKey)?.tenantId);
});
afterEach(async () => {
  await app.stop();
  await host.stop();
});

async function transport(
  as: typeof MIA | typeof APP,
  product: "jira" | "confluence" = "jira",
): Promise<Transport> {
  const found = await app.platform.transportFor({ tenantId }, { product, as });
  if (!found.ok) throw new Error(found.reason);
  return found.value;
}
const last = () => host.seen.at(-1);

describe("a call as the app", () => {
  test("is signed so that the site accepts it, whatever is in its query", async () => {
    const send = await transport(APP);
    const answer = await send({
      method: "POST",
      path: "/rest/api/3/issue/10001/properties/com.atlassian.jira.issue:ticketsmith:panel:status",
      template: "/rest/api/3/issue/{issueIdOrKey}/properties/{propertyKey}",
      query: { jql: `text ~ "a & b, c*" AND x = 'ü'`, ids: ["2", "1"], n: 5, flag: true },
      body: { a: 1 },
      trace: "ts:mark",
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { ok: true },
      headers: { "content-type": "application/json" },
    });
    expect(last()).toMatchObject({ body: '{"a":1}', headers: { "x-atlassian-webhook-trace": "ts:mark" } });
  });

  test("leaves the context path of Confluence out of its hash", async () => {
    await app.installFully(host.newSite({ productType: "confluence", baseUrl: `${host.origin}/wiki` }));
    const send = await transport(APP, "confluence");
    expect((await send({ ...MYSELF, path: "/api/v2/pages" })).status).toBe(200);
    expect(last()?.url).toBe("/wiki/api/v2/pages");
  });

  test("is tried once more with the newest secret when the site says 401", async () => {
    const send = await transport(APP);
    await send(MYSELF);
    const rotated = { ...site, sharedSecret: "rotated-by-another-process" };
    host.sites.set(site.clientKey, rotated);
    const row = app.memory.rows.get(site.clientKey);
    if (row === undefined) throw new Error("not installed");
    app.memory.rows.set(site.clientKey, { ...row, sharedSecret: rotated.sharedSecret });
    expect((await send(MYSELF)).status).toBe(200);
  });

  test("gives what came back as it is: text that is no JSON, a redirect, nothing", async () => {
    const send = await transport(APP);
    host.script(MYSELF.path, { status: 502, body: "<html>", headers: { "content-type": "text/html" } });
    expect(await send(MYSELF)).toMatchObject({ status: 502, body: "<html>" });
    host.script(MYSELF.path, { status: 302, body: "", headers: { location: "https://elsewhere.example" } });
    expect(await send(MYSELF)).toMatchObject({
      status: 302,
      headers: { location: "https://elsewhere.example" },
    });
    host.script(MYSELF.path, { status: 200, body: "{half", headers: { "content-type": "application/json" } });
    expect(await send(MYSELF)).toMatchObject({ status: 200, body: "{half" });
    host.script(MYSELF.path, { status: 204 });
    expect((await send(MYSELF)).body).toBeUndefined();
  });

  test("throws a fault that says whether time or the connection ran out", async () => {
    const send = await transport(APP);
    host.script(MYSELF.path, { status: 200, delayMs: 2_000 });
    await expect(send({ ...MYSELF, timeoutMs: 50 })).rejects.toMatchObject({
      name: "TransportFault",
      kind: "timeout",
    });
    await host.stop();
    await expect(send(MYSELF)).rejects.toBeInstanceOf(TransportFault);
  });

  test.each(["rest", "//evil.example/rest", "/a/../b", "/a?b=c", "/a#b", "/a\\b"])(
    "refuses the path %s",
    async (path) => {
      const send = await transport(APP);
      await expect(send({ ...MYSELF, path })).rejects.toThrow("product path");
    },
  );

  test("is not possible for another tenant, or after an uninstall", async () => {
    const other = { tenantId: TenantId.parse(newId()) };
    expect(await app.platform.transportFor(other, { product: "jira", as: APP })).toEqual({
      ok: false,
      reason: "not-installed",
    });
    await app.uninstall(site);
    expect(await app.platform.transportFor({ tenantId }, { product: "jira", as: APP })).toMatchObject({
      ok: false,
    });
  });
});

describe("a call as a person", () => {
  const grants = () => host.seen.filter(({ url }) => url === "/oauth2/token").length;

  test("carries a token of theirs, which is asked for once", async () => {
    const [first, second] = await Promise.all([transport(MIA), transport(MIA)]);
    expect((await first(MYSELF)).status).toBe(200);
    expect((await second(MYSELF)).status).toBe(200);
    expect(last()?.headers.authorization).toMatch(/^Bearer /);
    expect(grants()).toBe(1);
  });

  test("gets a new token when the site has withdrawn the old one", async () => {
    const send = await transport(MIA);
    host.state.tokens.clear();
    expect((await send(MYSELF)).status).toBe(200);
    expect(grants()).toBe(2);
  });

  test("is refused as a value where the site does not offer it", async () => {
    host.state.impersonation = false;
    expect(await app.platform.transportFor({ tenantId }, { product: "jira", as: MIA })).toEqual({
      ok: false,
      reason: "impersonation-refused",
    });
  });

  test("throws a fault when the authorization server is broken, which is no refusal", async () => {
    host.script("/oauth2/token", { status: 503 });
    await expect(
      app.platform.transportFor({ tenantId }, { product: "jira", as: MIA }),
    ).rejects.toBeInstanceOf(TransportFault);
  });
});
