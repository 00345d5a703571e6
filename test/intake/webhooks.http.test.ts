import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FreshDelivery } from "../../server/proposals/index.ts";
import { startHttpApp, type TestApp } from "../builders/http-app.ts";
import { canonicalHash, startAtlassianHost, type AtlassianHost, type Site } from "../fakes/atlassian-host.ts";

let host: AtlassianHost;
let app: TestApp;
let site: Site;
let inbox: Map<string, FreshDelivery>;
let batches: number[];
let fail: ((deliveries: readonly FreshDelivery[]) => boolean) | undefined;

beforeEach(async () => {
  inbox = new Map();
  batches = [];
  fail = undefined;
  host = await startAtlassianHost();
  app = await startHttpApp(host, {
    async append(deliveries) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (fail?.(deliveries) === true) throw new Error("the database is away");
      batches.push(deliveries.length);
      for (const one of deliveries) {
        const key = `${one.tenantId}/${one.identifier}`;
        if (!inbox.has(key)) inbox.set(key, one);
      }
    },
  });
  site = host.newSite();
  await app.installFully(site);
});
afterEach(async () => {
  await app.stop();
  await host.stop();
});

const event = (over: Record<string, unknown> = {}) => ({
  webhookEvent: "jira:issue_created",
  timestamp: 1,
  ...over,
});
const deliver = (identifier: string, body: unknown = event(), headers: Record<string, string> = {}) =>
  app.sendSigned(site, "POST", "/webhooks/jira", body, {
    "x-atlassian-webhook-identifier": identifier,
    ...headers,
  });

describe("a webhook", () => {
  test("ten times at once is stored once, and every one is answered 204", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => deliver("same")));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(10).fill(204));
    expect(inbox.size).toBe(1);
  });

  test("is answered only after it is stored, then its tenant's inbox is woken", async () => {
    expect((await deliver("one", event(), { "x-atlassian-webhook-trace": "ts:mark" })).status).toBe(204);
    const [stored] = inbox.values();
    expect(stored).toMatchObject({
      identifier: "one",
      event: "jira:issue_created",
      trace: "ts:mark",
      json: JSON.stringify(event()),
    });
    expect(app.woken).toEqual([stored?.tenantId]);
  });

  test("in a burst wakes the inbox a few times, the last time after the last one", async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => deliver(`n${n}`)));
    const before = app.woken.length;
    expect(before).toBeLessThan(40);
    await deliver("last");
    await vi.waitFor(() => expect(app.woken.length).toBeGreaterThan(before), 3_000);
  });

  test("that comes with many others is stored together with them", async () => {
    await Promise.all(Array.from({ length: 60 }, (_, n) => deliver(`n${n}`)));
    expect(inbox.size).toBe(60);
    expect(batches.length).toBeLessThan(60);
  });

  test("that cannot be stored is answered 503, so that Jira delivers again", async () => {
    fail = () => true;
    const answer = await deliver("lost");
    expect(answer.status).toBe(503);
    fail = undefined;
    expect((await deliver("lost")).status).toBe(204);
    expect(inbox.size).toBe(1);
  });

  test("that the database does not take costs no other its place", async () => {
    fail = (batch) => batch.some(({ identifier }) => identifier === "poison");
    const [poison, ...rest] = await Promise.all(["poison", "a", "b", "c"].map((name) => deliver(name)));
    expect(poison?.status).toBe(503);
    expect(rest.map(({ status }) => status)).toEqual([204, 204, 204]);
  });

  test("without an identifier is known by its body", async () => {
    const send = () => app.sendSigned(site, "POST", "/webhooks/jira", event({ timestamp: 7 }));
    await send();
    await send();
    expect([...inbox.values()].map(({ identifier }) => identifier)).toEqual([
      expect.stringMatching(/^body:[0-9a-f]{64}$/),
    ]);
  });

  test("with characters that a database cannot keep is stored without them", async () => {
    await deliver("odd", event({ issue: { fields: { summary: "a\0b\ud800c", "k\0": 1 } } }));
    expect([...inbox.values()].map(({ json }) => JSON.parse(json))).toMatchObject([
      { issue: { fields: { summary: "ab\ufffdc", k: 1 } } },
    ]);
  });

  test("of Confluence at the same address is left alone", async () => {
    const wiki = host.newSite({ productType: "confluence", baseUrl: `${host.origin}/wiki` });
    await app.installFully(wiki);
    expect((await app.sendSigned(wiki, "POST", "/webhooks/jira", event())).status).toBe(204);
    expect(inbox.size).toBe(0);
  });

  test.each([
    ["no JSON", "{", 400],
    ["no event", "{}", 400],
    ["too much", JSON.stringify({ webhookEvent: "jira:issue_created", text: "x".repeat(13_000_000) }), 413],
  ])("with %s is refused for good", async (_what, body, status) => {
    const authorization = `JWT ${host.signToken(site, canonicalHash("POST", "/webhooks/jira"))}`;
    const answer = await app.send("POST", "/webhooks/jira", { body, headers: { authorization } });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ said: expect.any(String) });
    expect(inbox.size).toBe(0);
  });

  test("never comes back with a session token", async () => {
    expect((await deliver("x")).headers.get("x-acpt")).toBeNull();
  });

  test("does not get in with ACE's session token", async () => {
    const token = host.signToken(site, "", { iss: "ticketsmith", aud: [site.clientKey], qsh: undefined });
    const answer = await app.postJson("/webhooks/jira", event(), { "x-acpt": token });
    expect(answer.status).toBe(401);
    expect((await app.postJson(`/webhooks/jira?acpt=${token}`, event())).status).toBe(401);
  });
});
