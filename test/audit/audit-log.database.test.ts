import { beforeAll, expect, test } from "vitest";
import { RequestId, TenantId, type AuditEntry } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import type { Caller } from "../../server/tenants/index.ts";
import { ANA, MIA, issueRef } from "../builders/proposals.ts";
import { callerOf, makeTenant, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

const anEntry = (by: AuditEntry["by"], words?: string): AuditEntry => ({
  type: "request-received",
  by,
  request: RequestId.parse(newId()),
  issue: issueRef().key,
  origin: "sentence",
  ...(words === undefined ? {} : { words }),
});

describeOnEachDatabase("the audit log", (open) => {
  const aTenant = async (): Promise<Caller> => {
    const tenantId = TenantId.parse(newId());
    await makeTenant(open().db, tenantId, `https://${tenantId}.test`);
    return callerOf(tenantId);
  };
  const append = (caller: Caller, ...entries: AuditEntry[]) => {
    const { audit } = storesOver(open().db);
    return open().db.withTenant(caller, (tx) => audit.append(tx, caller, entries));
  };
  let acme: Caller;
  beforeAll(async () => {
    acme = await aTenant();
    await append(acme, anEntry(ANA, "assign it to Mia"), anEntry("app"), anEntry(MIA));
  });

  test("is read back newest first, with people and words", async () => {
    const { audit } = storesOver(open().db);
    const entries = await audit.list(acme, { limit: 10 });
    expect(entries.map(({ seq, entry }) => [seq, entry.by, entry.words])).toEqual([
      [3, MIA, undefined],
      [2, "app", undefined],
      [1, ANA, "assign it to Mia"],
    ]);
    expect((await audit.list(acme, { limit: 1, before: 3 })).map(({ seq }) => seq)).toEqual([2]);
  });

  test("names no person and holds no free words in the chain itself", async () => {
    const rows = await open().asTenant(acme.tenantId, "SELECT entry FROM audit_log");
    const stored = JSON.stringify(rows);
    for (const secret of [ANA, MIA, "assign it"]) expect(stored).not.toContain(secret);
    const sealed = await open().asTenant(acme.tenantId, "SELECT * FROM audit_secrets");
    expect(JSON.stringify(sealed)).not.toContain("assign it");
  });

  test("stays whole when many append at once", async () => {
    const caller = await aTenant();
    await Promise.all(Array.from({ length: 25 }, () => append(caller, anEntry(ANA, "hello"), anEntry(MIA))));
    expect(await storesOver(open().db).audit.verifyChain(caller)).toEqual({ whole: true, length: 50 });
  });

  test("cannot be changed, deleted or emptied, not even by the owner of the tables", async () => {
    for (const forbidden of [
      "UPDATE audit_log SET hash = 'x'",
      "DELETE FROM audit_log",
      "TRUNCATE audit_log",
    ]) {
      const owned = `ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY; ${forbidden}`;
      await expect(open().asOwner(owned), forbidden).rejects.toThrow("audit_log is append-only");
      await expect(open().asTenant(acme.tenantId, forbidden), forbidden).rejects.toMatchObject({
        code: "42501",
      });
    }
  });

  test.each([
    [
      "altered",
      `UPDATE audit_log SET entry = entry || '{"origin":"webhook"}' WHERE seq = 2`,
      { seq: 2, why: "altered" },
    ],
    [
      "altered and hashed anew",
      "UPDATE audit_log SET hash = repeat('0', 64) WHERE seq = 2",
      { seq: 2, why: "altered" },
    ],
    ["taken out of the middle", "DELETE FROM audit_log WHERE seq = 2", { seq: 2, why: "missing" }],
    ["cut off at the end", "DELETE FROM audit_log WHERE seq = 4", { seq: 4, why: "missing" }],
    ["moved", "UPDATE audit_log SET seq = CASE seq WHEN 2 THEN 3 ELSE 2 END WHERE seq IN (2, 3)", { seq: 2 }],
  ])("shows an entry that was %s behind its back", async (_how, tampering, found) => {
    const caller = await aTenant();
    await append(caller, anEntry(ANA), anEntry(MIA), anEntry("app"), anEntry(ANA));
    const scoped = tampering.replace("WHERE", `WHERE tenant_id = '${caller.tenantId}' AND`);
    await open().asOwner(`
      ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE audit_log DISABLE TRIGGER USER;
      ALTER TABLE audit_log DROP CONSTRAINT audit_log_pkey;
      ${scoped};
      ALTER TABLE audit_log ADD PRIMARY KEY (tenant_id, seq);
      ALTER TABLE audit_log ENABLE TRIGGER USER;
      ALTER TABLE audit_log FORCE ROW LEVEL SECURITY`);
    expect(await storesOver(open().db).audit.verifyChain(caller)).toMatchObject({ whole: false, ...found });
  });

  test("forgets an erased person and what they wrote, and stays whole", async () => {
    const { audit } = storesOver(open().db);
    const caller = await aTenant();
    const other = await aTenant();
    await append(other, anEntry(ANA, "kept"));
    await append(caller, anEntry(ANA, "secret words"), anEntry(MIA, "mine"), anEntry(ANA, "more words"));
    expect(await audit.erasePerson(caller, ANA)).toBe(3);
    const entries = (await audit.list(caller, { limit: 10 })).map(({ entry }) => [entry.by, entry.words]);
    expect(entries).toEqual([
      ["erased", undefined],
      [MIA, "mine"],
      ["erased", undefined],
    ]);
    expect(await audit.verifyChain(caller)).toEqual({ whole: true, length: 3 });
    expect((await audit.list(other, { limit: 1 }))[0]?.entry).toMatchObject({ by: ANA, words: "kept" });
  });

  test("gives the same person another digest in every tenant", async () => {
    const { tenants } = storesOver(open().db);
    const made = { at: new Date(), eraseAfter: new Date() };
    const one = callerOf((await tenants.findOrCreate(`https://${newId()}.test`, made)).id);
    const two = callerOf((await tenants.findOrCreate(`https://${newId()}.test`, made)).id);
    for (const caller of [one, two]) await append(caller, anEntry(ANA));
    const digest = async (caller: Caller) =>
      JSON.stringify(await open().asTenant(caller.tenantId, "SELECT entry ->> 'by' AS by FROM audit_log"));
    expect(await digest(one)).not.toEqual(await digest(two));
  });
});
