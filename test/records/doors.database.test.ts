import { beforeAll, expect, test } from "vitest";
import { TenantId } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { readEnvelope } from "../../server/intake/webhooks/read-envelope.ts";
import type { Delivery, FreshDelivery } from "../../server/proposals/index.ts";
import { MIA } from "../builders/proposals.ts";
import {
  anInstallation,
  callerOf,
  makeTenant,
  someTenant,
  storeProposal,
  storeRequest,
  storesOver,
} from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

const aDelivery = (tenantId: TenantId, over: Partial<FreshDelivery> = {}): FreshDelivery => ({
  tenantId,
  identifier: newId(),
  event: "jira:issue_created",
  json: `{"issue":{"id":"10042"}}`,
  trace: null,
  receivedAt: new Date(),
  ...over,
});

describeOnEachDatabase("the narrow doors", (open) => {
  const acme = TenantId.parse(newId());
  const globex = TenantId.parse(newId());

  beforeAll(async () => {
    await someTenant(open().db, acme, "https://acme.test");
    await someTenant(open().db, globex, "https://globex.test");
  });

  test("lead from a client key to exactly that installation, its secret opened", async () => {
    const stores = storesOver(open().db);
    const mine = anInstallation(acme, { product: "confluence", sharedSecret: "the wiki's secret" });
    await stores.installations.save(mine, [], []);
    expect(await stores.installations.findByClientKey(mine.clientKey)).toEqual(mine);
    expect(await stores.installations.findByClientKey("nobody's")).toBeUndefined();
  });

  test("answer each question for itself, also beside one that the database cannot even hold", async () => {
    const { installations } = storesOver(open().db);
    const mine = anInstallation(acme, { product: "confluence" });
    await installations.save(mine, [], []);
    const asked = ["no\u0000body's", mine.clientKey, "half \ud800 a letter"];
    const found = await Promise.all(asked.map((key) => installations.findByClientKey(key)));
    expect(found).toEqual([undefined, mine, undefined]);
  });

  test("keep the secret sealed in the table", async () => {
    const { db } = open();
    const mine = anInstallation(acme, { sharedSecret: "never in the clear" });
    await storesOver(db).installations.save(mine, [], []);
    const rows = await open().asTenant(acme, `SELECT * FROM installations WHERE id = '${mine.id}'`);
    expect(JSON.stringify(rows)).not.toContain("never in the clear");
  });

  test("list all tenants by id and tell an origin's", async () => {
    const { tenants } = storesOver(open().db);
    expect(await tenants.list()).toEqual(expect.arrayContaining([acme, globex]));
    expect((await tenants.findByOrigin("https://globex.test"))?.id).toBe(globex);
    expect(await tenants.findByOrigin("https://nobody.test")).toBeUndefined();
  });

  test("are shut to everybody but the application's role", async () => {
    const { rows } = await open().db.apart.query(`
      SELECT p.proname, has_function_privilege('public', p.oid, 'EXECUTE') AS anybody, p.prosecdef AS definer,
        p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp'] AS pinned
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = 'public' AND p.prosecdef ORDER BY 1`);
    const door = { anybody: false, definer: true, pinned: true };
    const names = [
      "append_inbox",
      "find_api_tokens",
      "find_installations",
      "find_tenant_by_origin",
      "list_tenants",
      "list_tenants_to_expire",
      "list_tenants_with_lost_work",
    ];
    expect(rows).toEqual(names.map((proname) => ({ proname, ...door })));
  });

  test("store one delivery once, though it comes ten times at the same moment and within one batch", async () => {
    const stores = storesOver(open().db);
    const delivery = aDelivery(acme);
    await Promise.all(
      Array.from({ length: 10 }, () => stores.appendInbox([delivery, delivery, aDelivery(globex)])),
    );
    const seen: string[] = [];
    await stores.inbox.drain(callerOf(acme), 100, async ({ identifier }) => void seen.push(identifier));
    expect(seen.filter((identifier) => identifier === delivery.identifier)).toHaveLength(1);
    await stores.appendInbox([delivery]);
    expect(await stores.inbox.drain(callerOf(acme), 100, async () => {})).toBe(0);
  });

  test("keep the same identifier of two tenants apart, and leave an unknown tenant out", async () => {
    const stores = storesOver(open().db);
    const identifier = newId();
    const stranger = TenantId.parse(newId());
    await stores.appendInbox([acme, globex, stranger].map((tenantId) => aDelivery(tenantId, { identifier })));
    const seen: string[] = [];
    for (const tenantId of [acme, globex]) {
      await stores.inbox.drain(callerOf(tenantId), 100, async (delivery) => {
        if (delivery.identifier === identifier) seen.push(delivery.tenantId);
      });
    }
    expect(seen).toEqual([acme, globex]);
  });

  test.each([
    ["a NUL character", String.raw`"a\u0000b"`, "ab"],
    ["what only looks like a NUL", String.raw`"\\u0000"`, String.raw`\u0000`],
    ["half a surrogate pair", String.raw`"a\ud800c"`, "a\ufffdc"],
    ["a whole pair", String.raw`"\ud83d\ude00"`, "😀"],
    ["a number beyond all bounds", "[1e999999, -1e999999, 1e-999999]", [null, null, 0]],
    ["a number of a hundred thousand digits", "9".repeat(200_000), null],
    ["a name twice", `{"a":1,"a":2}`, { a: 2 }],
    ["a name of a prototype", `{"__proto__":{"a":1}}`, JSON.parse(`{"__proto__":{"a":1}}`)],
    ["quotes and line ends", JSON.stringify(`'"$1 $$ \\ \n\u2028`), `'"$1 $$ \\ \n\u2028`],
  ])("keep a body with %s", async (_what, text, kept) => {
    const stores = storesOver(open().db);
    const bytes = Buffer.from(`{"webhookEvent":"jira:issue_created","text":${text}}`);
    const headers = { "x-atlassian-webhook-identifier": newId() };
    await stores.appendInbox([readEnvelope({ headers, bytes }, acme, new Date())]);
    const bodies: unknown[] = [];
    await stores.inbox.drain(callerOf(acme), 100, async ({ body }) => void bodies.push(body));
    expect(bodies).toEqual([{ webhookEvent: "jira:issue_created", text: kept }]);
  });
});

describeOnEachDatabase("what comes round by the clock", (open) => {
  const tenantOf = async () => {
    const tenantId = TenantId.parse(newId());
    await makeTenant(open().db, tenantId, `https://${tenantId}.test`);
    return { tenantId, caller: callerOf(tenantId), stores: storesOver(open().db) };
  };
  const never = new Date(0);
  const soon = () => new Date(Date.now() + 60_000);

  test("visits nobody who has nothing to do", async () => {
    const { stores, caller, tenantId } = await tenantOf();
    await stores.appendInbox([aDelivery(tenantId)]);
    await stores.inbox.drain(caller, 10, async () => {});
    const waiting = await storeProposal(stores, caller, { expiresAt: soon() });
    await stores.requests(caller).end(waiting.request, { state: "proposed" });
    expect(await stores.tenants.listToExpire(new Date())).not.toContain(tenantId);
    expect(await stores.tenants.listWithLostWork(soon())).not.toContain(tenantId);
  });

  test("visits whose proposal is over time, and not before", async () => {
    const { stores, caller, tenantId } = await tenantOf();
    const { expiresAt } = await storeProposal(stores, caller, { expiresAt: soon() });
    expect(await stores.tenants.listToExpire(new Date(expiresAt.getTime() - 1))).not.toContain(tenantId);
    expect(await stores.tenants.listToExpire(expiresAt)).toContain(tenantId);
  });

  test("visits where a delivery lies, or a request was left alone", async () => {
    const [delivered, asked] = [await tenantOf(), await tenantOf()];
    await delivered.stores.appendInbox([aDelivery(delivered.tenantId)]);
    await storeRequest(asked.stores, asked.caller);
    expect(await delivered.stores.tenants.listWithLostWork(never)).toContain(delivered.tenantId);
    expect(await asked.stores.tenants.listWithLostWork(never)).not.toContain(asked.tenantId);
    expect(await asked.stores.tenants.listWithLostWork(soon())).toContain(asked.tenantId);
  });

  test("visits where a step was approved and nobody carries it out, or takes it back", async () => {
    const [approved, undoing] = [await tenantOf(), await tenantOf()];
    for (const { stores, caller } of [approved, undoing]) {
      const proposal = await storeProposal(stores, caller);
      await stores.requests(caller).end(proposal.request, { state: "proposed" });
      const steps = proposal.plan.steps.map(({ id }) => id);
      if (caller === approved.caller) {
        const state = { status: "approved", by: MIA, at: new Date(), steps } as const;
        await stores.proposals(caller).replace(proposal, { state }, [], []);
      } else {
        const lines = proposal.plan.steps.map(({ id: step, action }) => ({
          ...{ proposal: proposal.id, step, direction: "undo" as const, action: action.type, options: null },
        }));
        await stores.ledgerStore(caller).open(lines, [], []);
      }
    }
    const lost = await approved.stores.tenants.listWithLostWork(soon());
    expect(lost).toEqual(expect.arrayContaining([approved.tenantId, undoing.tenantId]));
    const early = await approved.stores.tenants.listWithLostWork(never);
    expect(early).not.toContain(approved.tenantId);
    expect(early).not.toContain(undoing.tenantId);
  });
});

describeOnEachDatabase("draining the inbox", (open) => {
  const fill = async (...identifiers: string[]) => {
    const tenantId = TenantId.parse(newId());
    await makeTenant(open().db, tenantId, `https://${tenantId}.test`);
    const stores = storesOver(open().db);
    await stores.appendInbox(
      identifiers.map((identifier, at) =>
        aDelivery(tenantId, { identifier, trace: `trace-${identifier}`, receivedAt: new Date(1_000 + at) }),
      ),
    );
    return { stores, caller: callerOf(tenantId) };
  };

  test("hands over the oldest first, each once, with what came along", async () => {
    const { stores, caller } = await fill("a", "b", "c");
    const seen: Delivery[] = [];
    expect(await stores.inbox.drain(caller, 2, async (delivery) => void seen.push(delivery))).toBe(2);
    expect(await stores.inbox.drain(caller, 9, async (delivery) => void seen.push(delivery))).toBe(1);
    expect(seen.map(({ identifier }) => identifier)).toEqual(["a", "b", "c"]);
    expect(seen[0]).toMatchObject({
      trace: "trace-a",
      event: "jira:issue_created",
      body: { issue: { id: "10042" } },
    });
  });

  test("handles the others when one fails, and gives that one up after five tries", async () => {
    const { stores, caller } = await fill("good", "bad", "fine");
    const tries: string[] = [];
    const handle = async ({ identifier }: Delivery) => {
      tries.push(identifier);
      if (identifier === "bad") throw new Error("cannot");
    };
    for (let round = 0; round < 5; round += 1)
      await expect(stores.inbox.drain(caller, 10, handle)).rejects.toThrow("1 deliveries");
    expect(await stores.inbox.drain(caller, 10, handle)).toBe(0);
    expect(tries.filter((identifier) => identifier === "bad")).toHaveLength(5);
    expect(tries.filter((identifier) => identifier !== "bad")).toEqual(["good", "fine"]);
  });

  test("keeps nothing that a failed handler wrote", async () => {
    const { stores, caller } = await fill("x");
    const drain = stores.inbox.drain(caller, 10, async ({ tenantId }) => {
      await stores.tenants.setErasure(tenantId, { uninstalledAt: new Date(), eraseAfter: null });
      throw new Error("after writing");
    });
    await expect(drain).rejects.toThrow("1 deliveries");
    expect((await stores.tenants.find(caller.tenantId))?.uninstalledAt).toBeNull();
  });

  test("lets two workers share the work without doing any of it twice", async () => {
    const identifiers = Array.from({ length: 20 }, (_, at) => `d${at}`);
    const { stores, caller } = await fill(...identifiers);
    const seen: string[] = [];
    const drain = () => stores.inbox.drain(caller, 50, async ({ identifier }) => void seen.push(identifier));
    await Promise.all([drain(), drain(), drain()]);
    expect(seen.toSorted()).toEqual(identifiers.toSorted());
  });

  test("keeps the content of a webhook no longer than it needs it", async () => {
    const { stores, caller } = await fill("x");
    await stores.inbox.drain(caller, 10, async () => {});
    const rows = await open().asTenant(caller.tenantId, "SELECT body FROM inbox");
    expect(rows).toEqual([{ body: null }]);
  });
});
