import { Router } from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPanelProver } from "../../server/intake/panel/index.ts";
import type { FreshDelivery } from "../../server/proposals/index.ts";
import { startHttpApp, type TestApp } from "../builders/http-app.ts";
import { canonicalHash, startAtlassianHost, type AtlassianHost, type Site } from "../fakes/atlassian-host.ts";

/** Who the caller is comes from the secret that signed, whatever else a request says. */

const stored: FreshDelivery[] = [];
let host: AtlassianHost;
let app: TestApp;
let acme: Site;
let globex: Site;
let tenants: { acme: string; globex: string };

beforeAll(async () => {
  host = await startAtlassianHost();
  app = await startHttpApp(host, {
    append: async (batch) => void stored.push(...batch),
    // Says who it takes the caller for.
    panelApi: (platform) => {
      const prove = createPanelProver(platform);
      return Router().use((request, response, next) => {
        prove(request)
          .then(({ caller, issue }) => response.json({ caller, issue }))
          .catch(next);
      });
    },
  });
  acme = host.newSite();
  globex = host.newSite({ baseUrl: host.origin.replace("127.0.0.1", "localhost") });
  for (const site of [acme, globex]) await app.installFully(site);
  const tenantOf = async ({ clientKey }: Site) =>
    (await app.installations.findByClientKey(clientKey))?.tenantId ?? "";
  tenants = { acme: await tenantOf(acme), globex: await tenantOf(globex) };
  if (tenants.acme === tenants.globex) throw new Error("Both sites are one tenant");
});
afterAll(async () => {
  await app.stop();
  await host.stop();
});

/** All the ways in which a request could say that it is about the other tenant. */
const lies = () => ({
  ...{ tenantId: tenants.globex, tenant: tenants.globex, clientKey: globex.clientKey, iss: globex.clientKey },
  ...{ installationId: tenants.globex, baseUrl: globex.baseUrl, caller: { tenantId: tenants.globex } },
});
const lyingHeaders = () => ({
  ...{ "x-tenant-id": tenants.globex, "x-atlassian-client-key": globex.clientKey, origin: globex.baseUrl },
  ...{ "x-forwarded-host": "localhost", forwarded: "host=localhost", cookie: `tenant=${tenants.globex}` },
});
const person = () => ({ sub: "712020:mia", context: { jira: { issue: { id: "10042", key: "SHOP-42" } } } });
const onlyTheirs = (query: Record<string, unknown>) =>
  new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();

test("a panel's caller is of the tenant whose secret signed the token", async () => {
  for (const [site, mine] of [
    [acme, tenants.acme],
    [globex, tenants.globex],
  ] as const) {
    const token = host.signToken(site, "context-qsh", {
      ...person(),
      tenantId: tenants.globex,
      clientKey: globex.clientKey,
    });
    const response = await app.postJson(
      `/api/panel/issues/10042?${onlyTheirs({ tenantId: tenants.globex, clientKey: globex.clientKey })}`,
      lies(),
      {
        ...lyingHeaders(),
        authorization: `JWT ${token}`,
      },
    );
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      caller: { tenantId: mine, actor: { kind: "person", accountId: "712020:mia" } },
      issue: { id: "10042" },
    });
  }
});

test("a token that names one tenant and is signed by another proves nobody", async () => {
  for (const claims of [
    { iss: globex.clientKey },
    { iss: tenants.globex },
    { iss: "" },
    { iss: [acme.clientKey, globex.clientKey] },
  ]) {
    const token = host.signToken(acme, "context-qsh", { ...person(), ...claims });
    const response = await app.postJson("/api/panel/issues/10042", {}, { authorization: `JWT ${token}` });
    expect(response.status).toBe(401);
  }
});

test("a webhook is stored for the tenant whose secret signed it", async () => {
  stored.length = 0;
  const body = {
    webhookEvent: "jira:issue_created",
    issue: { id: "10042", key: "SHOP-42", self: globex.baseUrl },
    ...lies(),
  };
  const url = `/webhooks/jira?${onlyTheirs({ tenantId: tenants.globex, clientKey: globex.clientKey })}`;
  const { status } = await app.sendSigned(acme, "POST", url, body, lyingHeaders());
  expect(status).toBe(204);
  expect(stored.map(({ tenantId }) => tenantId)).toEqual([tenants.acme]);
  expect(app.woken).not.toContain(tenants.globex);
});

test("a webhook's body cannot end its own row and begin one of another tenant", async () => {
  stored.length = 0;
  const theirs = JSON.stringify({
    tenant_id: tenants.globex,
    identifier: "x",
    event: "jira:issue_created",
    body: {},
  });
  const start = '{"webhookEvent":"jira:issue_created"';
  for (const body of [
    `${start}}},${theirs}`,
    `${start}},${theirs},{"a":1`,
    `${start}}\n,${theirs}`,
    `${start},"a":"\\"}},${theirs}`,
  ]) {
    const url = "/webhooks/jira";
    const response = await app.send("POST", url, {
      headers: {
        "content-type": "application/json",
        authorization: `JWT ${host.signToken(acme, canonicalHash("POST", url))}`,
      },
      body,
    });
    expect(response.status, body).toBe(400);
  }
  expect(stored).toEqual([]);
});
