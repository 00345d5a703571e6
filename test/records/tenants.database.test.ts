import { expect, test } from "vitest";
import { TenantId } from "../../server/contract/index.ts";
import { createSealer, newId, newKeyRing } from "../../server/kit/index.ts";
import { createStores, resealSecrets } from "../../server/records/index.ts";
import {
  anInstallation,
  callerOf,
  notingQueue,
  someTenant,
  storeProposal,
  storeRequest,
  storesOver,
  testSealer,
} from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

const anOrigin = () => `https://${newId()}.test`;
const made = () => ({ at: new Date(), eraseAfter: new Date(Date.now() + 3_600_000) });

describeOnEachDatabase("stored tenants", (open) => {
  test("are one per origin, though two installs come at once", async () => {
    const { tenants } = storesOver(open().db);
    const origin = anOrigin();
    const found = await Promise.all(Array.from({ length: 6 }, () => tenants.findOrCreate(origin, made())));
    expect(new Set(found.map(({ id }) => id)).size).toBe(1);
    expect(await tenants.findByOrigin(origin)).toEqual(found[0]);
  });

  test("keep as whom Jira is changed, and say in the log who was told otherwise", async () => {
    const { tenants, audit } = storesOver(open().db);
    const { id } = await tenants.findOrCreate(anOrigin(), made());
    expect(await tenants.actAs(id)).toBeNull();
    expect(await tenants.setActAs(id, "person-only")).toBe(true);
    expect(await tenants.actAs(id)).toBe("person-only");
    expect(await tenants.setActAs(id, null)).toBe(true);
    expect(await tenants.actAs(id)).toBeNull();
    expect((await audit.list(callerOf(id), { limit: 5 })).map((entry) => entry.entry)).toMatchObject([
      { type: "policy-changed", policy: "act-as", to: "default" },
      { type: "policy-changed", policy: "act-as", to: "person-only" },
    ]);
    expect(await tenants.setActAs(TenantId.parse(newId()), "person-only")).toBe(false);
  });

  test("move to a new origin unless another has it", async () => {
    const { tenants } = storesOver(open().db);
    const [one, two] = [
      await tenants.findOrCreate(anOrigin(), made()),
      await tenants.findOrCreate(anOrigin(), made()),
    ];
    expect(await tenants.setOrigin(one.id, two.origin)).toBe(false);
    expect(await tenants.setOrigin(one.id, one.origin)).toBe(true);
    const fresh = anOrigin();
    expect(await tenants.setOrigin(one.id, fresh)).toBe(true);
    expect((await tenants.findByOrigin(fresh))?.id).toBe(one.id);
  });

  test("are erased when due, with everything but the nameless chain, and never before", async () => {
    const { db } = open();
    const stores = storesOver(db);
    const id = TenantId.parse(newId());
    const other = TenantId.parse(newId());
    await someTenant(db, id, anOrigin());
    await someTenant(db, other, anOrigin());
    const now = new Date();
    await stores.tenants.setErasure(id, { uninstalledAt: now, eraseAfter: now });
    expect(await stores.tenants.listToErase(now)).toEqual([id]);
    expect(await stores.tenants.erase(id, new Date(now.getTime() - 1))).toBe(false);
    expect(await stores.tenants.erase(other, now)).toBe(false);
    expect(await stores.tenants.erase(id, now)).toBe(true);
    for (const table of [
      "installations",
      "inbox",
      "requests",
      "proposals",
      "ledger",
      "audit_secrets",
      "tenant_engines",
      "model_usage",
      "model_reservations",
      "batches",
      "batch_items",
    ]) {
      expect(await open().asTenant(id, `SELECT 1 FROM ${table}`), table).toEqual([]);
      expect(await open().asTenant(other, `SELECT 1 FROM ${table}`), table).not.toEqual([]);
    }
    const entries = await stores.audit.list(callerOf(id), { limit: 10 });
    expect(entries.map(({ entry }) => entry.by)).toContain("erased");
    expect(await stores.audit.verifyChain(callerOf(id))).toMatchObject({ whole: true });
  });
});

describeOnEachDatabase("stored installations", (open) => {
  const someStores = async () => {
    const queue = notingQueue();
    const stores = storesOver(open().db, { queue });
    const tenant = await stores.tenants.findOrCreate(anOrigin(), made());
    return { queue, stores, tenant };
  };

  test("keep their id and tenant when the same client key is installed again, with its new secret", async () => {
    const { stores, tenant, queue } = await someStores();
    const elsewhere = await stores.tenants.findOrCreate(anOrigin(), made());
    const first = anInstallation(tenant.id);
    await stores.installations.save(first, [], [{ do: "verify-installation", installation: first.id }]);
    const again = anInstallation(elsewhere.id, {
      clientKey: first.clientKey,
      sharedSecret: "rotated secret",
      baseUrl: "https://new.test",
    });
    const entry = {
      type: "installation-changed",
      by: "app",
      product: "jira",
      change: "secret-rotated",
    } as const;
    await stores.installations.save(again, [entry], []);
    expect(await stores.installations.findByClientKey(first.clientKey)).toEqual({
      ...again,
      id: first.id,
      tenantId: tenant.id,
    });
    expect(await stores.installations.list(elsewhere.id)).toEqual([]);
    expect((await stores.audit.list(callerOf(tenant.id), { limit: 1 }))[0]?.entry).toMatchObject({
      change: "secret-rotated",
    });
    expect(queue.sent).toEqual([
      { job: "verify-installation", payload: { tenantId: tenant.id, installationId: first.id } },
    ]);
  });

  test("change state only from what was seen, and keep a secret that came meanwhile", async () => {
    const { stores, tenant } = await someStores();
    const seen = anInstallation(tenant.id, { state: "unverified" });
    await stores.installations.save(seen, [], []);
    await stores.installations.save({ ...seen, sharedSecret: "a newer secret" }, [], []);
    expect(await stores.installations.setState(seen, { state: "enabled", uninstalledAt: null }, [])).toBe(
      true,
    );
    expect(await stores.installations.setState(seen, { state: "disabled", uninstalledAt: null }, [])).toBe(
      false,
    );
    expect(await stores.installations.find(tenant.id, seen.id)).toMatchObject({
      state: "enabled",
      sharedSecret: "a newer secret",
    });
  });

  test("move to the tenant of another origin with their secret", async () => {
    const { stores, tenant } = await someStores();
    const target = await stores.tenants.findOrCreate(anOrigin(), made());
    const mine = anInstallation(tenant.id);
    await stores.installations.save(mine, [], []);
    await stores.installations.move(mine, target.id);
    expect(await stores.installations.list(tenant.id)).toEqual([]);
    expect(await stores.installations.list(target.id)).toEqual([{ ...mine, tenantId: target.id }]);
  });

  test("give no secret when its row was copied from another installation", async () => {
    const { stores, tenant } = await someStores();
    const [one, two] = [anInstallation(tenant.id), anInstallation(tenant.id, { product: "confluence" })];
    for (const installation of [one, two]) await stores.installations.save(installation, [], []);
    await open().asTenant(
      tenant.id,
      `UPDATE installations SET secret_sealed = (SELECT secret_sealed FROM installations WHERE id = '${one.id}')
       WHERE id = '${two.id}'`,
    );
    expect((await stores.installations.find(tenant.id, two.id))?.sharedSecret).toBeNull();
  });
});

describeOnEachDatabase("rotating the secrets' key", (open) => {
  test("seals every value anew, so that the old key can go", async () => {
    const { db } = open();
    const [k1, k2] = [newKeyRing("k1"), newKeyRing("k2")];
    const over = (ring: string) => createStores({ db, sealer: createSealer(ring), queue: notingQueue() });
    const before = over(k1);
    const tenant = await before.tenants.findOrCreate(anOrigin(), made());
    const mine = anInstallation(tenant.id);
    await before.installations.save(mine, [], []);
    await storeProposal(before, callerOf(tenant.id));
    const caller = callerOf(tenant.id);
    const engine = {
      kind: "openai",
      baseUrl: "https://m.test",
      apiKey: "sk-1",
      model: "m",
      apiVersion: null,
    } as const;
    await before.engines(caller).write({ engine, price: null, monthlyUsd: null, secondLook: null });
    const request = await storeRequest(before, caller);
    await before.requests(caller).end(request, { state: "failed", said: "no", reply: "unread" });
    const entry = {
      type: "installation-changed",
      by: "app",
      product: "jira",
      change: "installed",
      words: "by hand",
    } as const;
    await db.withTenant(tenant.id, (tx) => before.audit.append(tx, callerOf(tenant.id), [entry]));

    const sealer = createSealer(`${k2},${k1}`);
    const only = { list: async () => [tenant.id] };
    expect(await resealSecrets({ db, sealer, tenants: only })).toEqual({ resealed: 5, lost: 0 });
    expect(await resealSecrets({ db, sealer, tenants: only })).toEqual({ resealed: 0, lost: 0 });
    const after = over(k2);
    expect(await after.installations.findByClientKey(mine.clientKey)).toEqual(mine);
    expect((await after.audit.list(callerOf(tenant.id), { limit: 1 }))[0]?.entry.words).toBe("by hand");
    expect((await after.engines(caller).read()).engine).toEqual(engine);
    expect(await after.requests(caller).keptReply(request)).toBe("unread");
    // A key that nothing opens any more is missing, and not a fault: the offline engine goes on.
    expect((await over(k1).engines(caller).read()).engine).toEqual({ ...engine, apiKey: null });
    expect(await resealSecrets({ db, sealer: testSealer, tenants: only })).toEqual({ resealed: 0, lost: 5 });
  });
});
