import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { Router } from "express";
import { installApp, rotateSecret, setAppEnabled, uninstallApp } from "../../sandbox/apps/install-app.ts";
import { signContextToken, signIssuePanels } from "../../sandbox/apps/module-url.ts";
import { createSandbox, type Sandbox } from "../../sandbox/create-sandbox.ts";
import { AccountId } from "../../server/contract/index.ts";
import { createPanelProver } from "../../server/intake/panel/prove-panel.ts";
import type { FreshDelivery } from "../../server/proposals/index.ts";
import { startHttpApp, type TestApp } from "../builders/http-app.ts";
import { startAtlassianHost, type AtlassianHost } from "../fakes/atlassian-host.ts";

/** The same doors against the sandbox site, which was written apart from them. */
let unused: AtlassianHost;
let sandbox: Sandbox;
let app: TestApp;
const inbox: FreshDelivery[] = [];

beforeAll(async () => {
  sandbox = createSandbox({ port: 0 });
  const { origins } = await sandbox.start();
  unused = await startAtlassianHost();
  const host = {
    ...unused,
    keysUrl: `${origins.acme}/_keys`,
    tokenUrl: `${origins.acme}/_oauth/oauth2/token`,
  };
  app = await startHttpApp(host, {
    append: async (deliveries) => void inbox.push(...deliveries),
    panelApi: (platform) => {
      const prove = createPanelProver(platform);
      return Router().get("/who", (req, res, next) => void prove(req).then((who) => res.json(who), next));
    },
  });
});
afterAll(async () => {
  await app.stop();
  await sandbox.stop();
  await unused.stop();
});

const site = () => sandbox.site("acme");
const rows = () => [...app.memory.rows.values()].filter(({ state }) => state === "enabled");
const unwrap = <T>(result: { ok: true; value: T } | { ok: false }): T => {
  if (!result.ok) throw new Error(`The sandbox refused: ${JSON.stringify(result)}`);
  return result.value;
};
const someone = () => {
  const found = site()
    .people()
    .find(({ displayName }) => displayName === "Mia Krause");
  if (found === undefined) throw new Error("Mia has left");
  return found;
};
const anIssue = "SHOP-42";

beforeEach(async () => {
  inbox.length = 0;
  unwrap(await installApp(site(), `${app.baseUrl}/atlassian-connect.json`, ["jira", "confluence"]));
  await vi.waitUntil(() => rows().length === 2, 5_000);
});

test("an install in both products makes one tenant, proven by the site itself", () => {
  expect(
    rows()
      .map(({ product }) => product)
      .toSorted(),
  ).toEqual(["confluence", "jira"]);
  expect(new Set(rows().map(({ tenantId }) => tenantId)).size).toBe(1);
});

test("the panel opens from the issue, and its token works on the API", async () => {
  const [panel] = unwrap(signIssuePanels(site(), someone(), anIssue));
  const page = await fetch(panel?.url ?? "");
  expect(page.status).toBe(200);
  expect(page.headers.get("content-security-policy")).toContain(`frame-ancestors ${site().origin()}`);

  const asked = {
    appKey: "ticketsmith",
    moduleKey: "ticketsmith-panel",
    viewer: someone(),
    issueKey: anIssue,
    pageId: null,
  };
  const token = unwrap(signContextToken(site(), asked));
  const who = await app.send("GET", "/api/panel/who", { headers: { authorization: `JWT ${token}` } });
  expect(await who.json()).toMatchObject({
    caller: { actor: { accountId: someone().accountId } },
    issue: { key: anIssue },
  });
});

test("our calls are accepted, as the app and as a person, and what they cause comes back as a webhook", async () => {
  const [row] = rows();
  const caller = { tenantId: row?.tenantId ?? unknownTenant() };
  for (const as of [
    { kind: "app" },
    { kind: "person", accountId: AccountId.parse(someone().accountId) },
  ] as const) {
    const send = unwrap(await app.platform.transportFor(caller, { product: "jira", as }));
    const answer = await send({
      method: "POST",
      path: `/rest/api/3/issue/${anIssue}/comment`,
      template: "/rest/api/3/issue/{issueIdOrKey}/comment",
      query: { expand: "renderedBody, properties" },
      body: {
        body: {
          type: "doc",
          version: 1,
          content: [{ type: "paragraph", content: [{ type: "text", text: "Hello" }] }],
        },
      },
      trace: `ts:${as.kind}`,
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    await vi.waitFor(() => expect(inbox.some(({ trace }) => trace === `ts:${as.kind}`)).toBe(true), 5_000);
  }
  expect(inbox.map(({ event }) => event)).toContain("comment_created");
});

test("a rotated secret, switching off and on, and an uninstall are followed", async () => {
  const [panel] = unwrap(signIssuePanels(site(), someone(), anIssue));
  unwrap(await rotateSecret(site(), "jira", "ticketsmith"));
  expect((await fetch(panel?.url ?? "")).status).toBe(401);
  const [rotated] = unwrap(signIssuePanels(site(), someone(), anIssue));
  expect((await fetch(rotated?.url ?? "")).status).toBe(200);

  unwrap(await setAppEnabled(site(), "jira", "ticketsmith", false));
  await vi.waitFor(() => expect(rows().length).toBe(1));
  unwrap(await setAppEnabled(site(), "jira", "ticketsmith", true));
  await vi.waitFor(() => expect(rows().length).toBe(2));

  unwrap(await uninstallApp(site(), "jira", "ticketsmith"));
  unwrap(await uninstallApp(site(), "confluence", "ticketsmith"));
  expect(rows()).toEqual([]);
  expect([...app.memory.tenants.values()][0]?.eraseAfter).toBeInstanceOf(Date);
});

const unknownTenant = (): never => {
  throw new Error("Nothing is installed");
};
