import { expect, test } from "vitest";
import { TenantId } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { anInstallation, makeTenant, someToken, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

describeOnEachDatabase("tokens that have had their effect", (open) => {
  const aTenant = async () => {
    const tenantId = TenantId.parse(newId());
    await makeTenant(open().db, tenantId, `https://${tenantId}.test`);
    return { tenantId, stores: storesOver(open().db), installation: anInstallation(tenantId) };
  };
  const count = async (tenantId: TenantId) =>
    open().db.withTenant(tenantId, async (tx) => {
      const { rows } = await tx.query("SELECT digest FROM used_tokens WHERE tenant_id = $1", [tenantId]);
      return rows.length;
    });

  test("install nothing else, whichever process they come to", async () => {
    const { tenantId, stores, installation } = await aTenant();
    const token = someToken();
    expect(await stores.installations.save(installation, [], [], token)).toBe(true);
    const other = { ...installation, sharedSecret: "known-to-the-thief-alone" };
    const elsewhere = storesOver(open().db);
    expect(
      await elsewhere.installations.save(other, [], [], { ...token, bodyDigest: someToken().bodyDigest }),
    ).toBe(false);
    expect(await elsewhere.installations.list(tenantId)).toMatchObject([
      { sharedSecret: installation.sharedSecret },
    ]);
    expect(await elsewhere.installations.save(installation, [], [], token)).toBe(true);
  });

  test("of two at once with different bodies one counts", async () => {
    const { tenantId, stores, installation } = await aTenant();
    await stores.installations.save(installation, [], []);
    const token = someToken();
    const tries = ["first-secret-of-two", "second-secret-of-two"].map((sharedSecret) =>
      stores.installations.save({ ...installation, sharedSecret }, [], [], {
        ...token,
        bodyDigest: someToken().bodyDigest,
      }),
    );
    expect(new Set(await Promise.all(tries))).toEqual(new Set([false, true]));
    expect(await count(tenantId)).toBe(1);
  });

  test("change a state once", async () => {
    const { tenantId, stores, installation } = await aTenant();
    await stores.installations.save(installation, [], []);
    const [before] = await stores.installations.list(tenantId);
    if (before === undefined) throw new Error("Not saved");
    const token = someToken();
    const gone = { state: "uninstalled", uninstalledAt: new Date() } as const;
    expect(await stores.installations.setState(before, gone, [], token)).toBe(true);
    await stores.installations.save(installation, [], []);
    expect(await stores.installations.setState(before, gone, [], token)).toBe(false);
  });

  test("are forgotten when they would be refused anyway", async () => {
    const { tenantId, stores, installation } = await aTenant();
    await stores.installations.save(installation, [], [], someToken({ until: new Date(Date.now() - 1_000) }));
    await stores.installations.save(installation, [], [], someToken());
    expect(await count(tenantId)).toBe(1);
  });
});
