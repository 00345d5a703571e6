import { createHmac } from "node:crypto";
import { Readable } from "node:stream";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import {
  createAuditExporter,
  createAuditSigner,
  linkAfter,
  verifyExport,
  type AuditQuery,
} from "../../server/audit/index.ts";
import {
  AccountId,
  ProposalId,
  RequestId,
  StepId,
  TenantId,
  type AuditEntry,
} from "../../server/contract/index.ts";
import {
  createSealer,
  newId,
  newKeyRing,
  newSigningKey,
  systemClock,
  type Sealer,
} from "../../server/kit/index.ts";
import { createSigningKeyStore, resealSecrets } from "../../server/records/index.ts";
import type { Caller } from "../../server/tenants/index.ts";
import { aSigner } from "../builders/audit.ts";
import { ANA, MIA, issueRef } from "../builders/proposals.ts";
import { callerOf, makeTenant, storesOver, testSealer } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

const STEP = StepId.parse("s1");
const asBytes = (chunks: AsyncIterable<string>) =>
  Readable.from(chunks).map((chunk: string) => Buffer.from(chunk));

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
      ["app", undefined],
      ["erased", undefined],
      [MIA, "mine"],
      ["erased", undefined],
    ]);
    expect((await audit.list(caller, { limit: 1 }))[0]?.entry).toEqual({
      ...{ by: "app", type: "person-erased", values: 3 },
    });
    expect(await audit.verifyChain(caller)).toEqual({ whole: true, length: 4 });
    expect((await audit.list(other, { limit: 1 }))[0]?.entry).toMatchObject({ by: ANA, words: "kept" });
  });

  test("writes nobody down again who erases themselves, and forgets what was done and said for them", async () => {
    const { audit } = storesOver(open().db);
    const caller = await aTenant();
    const proposal = ProposalId.parse(newId());
    const failed = {
      type: "step-failed",
      proposal,
      step: STEP,
      direction: "do",
      action: "transition",
    } as const;
    await append(caller, { ...failed, by: "app", for: ANA, words: "Ana Ruiz may not" });
    expect(await audit.list(caller, { limit: 1 })).toMatchObject([
      { entry: { for: ANA, words: "Ana Ruiz may not" } },
    ]);
    const ana = { ...caller, actor: { kind: "person", accountId: ANA } } as const;
    expect(await audit.erasePerson(ana, ANA)).toBe(2);
    const stored = await open().asTenant(caller.tenantId, "SELECT * FROM audit_secrets");
    expect(stored).toEqual([]);
    expect((await audit.list(caller, { limit: 5 }))[1]?.entry).toMatchObject({ by: "app", for: "erased" });
  });

  test("keeps of what went to Jira its shape, and of people their digests", async () => {
    const caller = await aTenant();
    const proposal = ProposalId.parse(newId());
    const body = {
      fields: {
        assignee: { accountId: MIA },
        priority: { id: "3" },
        labels: ["mia-krause"],
        customfield_10010: 85_000,
        summary: "Mia's salary",
        description: { type: "doc", version: 1, content: [{ type: "text", text: "secret" }] },
      },
      properties: [{ key: `ticketsmith-mark-${proposal}`, value: { marks: ["0123456789abcdef"] } }],
    };
    await append(caller, {
      ...{ type: "step-performed", by: ANA, proposal, step: STEP, direction: "do", action: "edit-fields" },
      ...{ actedAs: "person", mark: "m" },
      sent: [{ method: "PUT", path: "/rest/api/3/issue/10042", status: 204, body }],
      readBack: { assignee: MIA, fields: { summary: { kind: "text", text: "Mia's salary" } } },
    });
    const [{ entry }] = z
      .tuple([z.object({ entry: z.record(z.string(), z.unknown()) })])
      .parse(await open().asTenant(caller.tenantId, "SELECT entry FROM audit_log"));
    const person = expect.stringMatching(/^person-2:[0-9a-f]{64}$/) as unknown;
    expect(entry["sent"]).toEqual([
      {
        ...{ method: "PUT", path: "/rest/api/3/issue/10042", status: 204 },
        body: {
          fields: {
            assignee: { accountId: person },
            priority: { id: "3" },
            labels: ["(text of 10)"],
            customfield_10010: "(number)",
            summary: "(text of 12)",
            description: expect.stringMatching(/^\(document of \d+\)$/) as unknown,
          },
          properties: [{ key: `ticketsmith-mark-${proposal}`, value: { marks: ["(text of 16)"] } }],
        },
      },
    ]);
    expect(entry["readBack"]).toEqual({
      assignee: person,
      fields: { summary: { kind: "text", text: "(text of 12)" } },
    });
  });

  describe("asked for a part of it", () => {
    let caller: Caller;
    const [one, two] = [ProposalId.parse(newId()), ProposalId.parse(newId())];
    const retried = (by: AuditEntry["by"], proposal: ProposalId, more: { for?: typeof ANA } = {}) =>
      ({ type: "retry-asked", by, proposal, ...more }) as const;
    const created = (proposal: ProposalId, issue: string) =>
      ({ type: "proposal-created", by: "app", proposal, issue, planHash: "x" }) as const;
    beforeAll(async () => {
      caller = await aTenant();
      await append(caller, created(one, "SHOP-1"), created(two, "SHOP-2"), anEntry(ANA));
      await append(caller, retried(ANA, one), retried("app", two, { for: ANA }), retried(MIA, two));
      await append(caller, retried(ANA, one, { for: ANA }));
    });
    const seqs = async (query: Omit<AuditQuery, "limit">, limit = 10) =>
      (await storesOver(open().db).audit.list(caller, { ...query, limit })).map(({ seq }) => seq);

    test.each<[string, () => Omit<AuditQuery, "limit">, number[]]>([
      ["what a person did, or was done for them", () => ({ who: ANA }), [7, 5, 4, 3]],
      ["what nobody did", () => ({ who: AccountId.parse("nobody") }), []],
      ["some types", () => ({ types: ["proposal-created", "request-received"] }), [3, 2, 1]],
      ["one type", () => ({ types: ["retry-asked"] }), [7, 6, 5, 4]],
      ["a proposal", () => ({ proposal: two }), [6, 5, 2]],
      ["an issue, with its proposals", () => ({ issue: "SHOP-1" }), [7, 4, 1]],
      ["an issue without any", () => ({ issue: "SHOP-42" }), [3]],
      ["all of these at once", () => ({ who: ANA, issue: "SHOP-2", types: ["retry-asked"] }), [5]],
      ["a time that has passed", () => ({ to: new Date(0) }), []],
      ["a time to come", () => ({ from: new Date(Date.now() + 1e6) }), []],
      ["all time", () => ({ from: new Date(0), to: new Date(Date.now() + 1e6) }), [7, 6, 5, 4, 3, 2, 1]],
      ["what stands before a line", () => ({ before: 3 }), [2, 1]],
    ])("gives %s", async (_what, query, expected) => {
      expect(await seqs(query())).toEqual(expected);
    });

    test("finds a time also where the clocks of two processes differ", async () => {
      const other = await aTenant();
      const hours = [10, 12, 11, 13, 12, 14];
      for (const hour of hours) {
        const { audit } = storesOver(open().db, {
          clock: { now: () => new Date(Date.UTC(2026, 0, 5, hour)) },
        });
        await audit.note(other, anEntry(MIA));
      }
      const at = (hour: number) => new Date(Date.UTC(2026, 0, 5, hour));
      const { audit } = storesOver(open().db);
      const between = async (query: Omit<AuditQuery, "limit">) =>
        (await audit.list(other, { ...query, limit: 10 })).map(({ seq }) => seq);
      expect(await between({ from: at(12) })).toEqual([6, 5, 4, 2]);
      expect(await between({ to: at(12) })).toEqual([3, 1]);
      expect(await between({ from: at(11), to: at(13) })).toEqual([5, 3, 2]);
    });

    test("goes on where the page before ended, without a gap or a line twice", async () => {
      const walked: number[] = [];
      for (let page = await seqs({ who: ANA }, 1); page.length > 0; ) {
        walked.push(...page);
        page = await seqs({ who: ANA, before: walked.at(-1) }, 1);
      }
      expect(walked).toEqual([7, 5, 4, 3]);
    });

    test("finds and erases a person whom older lines name by the older digest", async () => {
      const { audit } = storesOver(open().db);
      const other = await aTenant();
      const old = `person:${createHmac("sha256", "an audit key").update(`person\n${ANA}`).digest("hex")}`;
      await append(other, { ...anEntry(ANA) });
      const values = `('${other.tenantId}', '${old}', '${old}', '${testSealer.seal(ANA, { tenantId: other.tenantId, field: `audit_secrets.value/${old}` })}')`;
      await open().asTenant(
        other.tenantId,
        `INSERT INTO audit_secrets (tenant_id, digest, about, value_sealed) VALUES ${values}`,
      );
      const link = linkAfter(await audit.head(other), {
        ...{ tenantId: other.tenantId, at: new Date(), entry: { type: "retry-asked", by: old } },
      });
      await open().asTenant(
        other.tenantId,
        `INSERT INTO audit_log (tenant_id, seq, at, entry, prev_hash, hash)
           VALUES ('${other.tenantId}', 2, '${link.at.toISOString()}', '${JSON.stringify(link.entry)}', '${link.prevHash}', '${link.hash}');
         UPDATE audit_heads SET seq = 2, hash = '${link.hash}' WHERE tenant_id = '${other.tenantId}'`,
      );
      const found = await audit.list(other, { who: ANA, limit: 10 });
      expect(found.map(({ seq, entry }) => [seq, entry.by])).toEqual([
        [2, ANA],
        [1, ANA],
      ]);
      // What only the key can show is given without a proof, and counted as such.
      const signed = aSigner();
      const exportLog = createAuditExporter({
        ...{ audit, tenants: storesOver(open().db).tenants, signer: signed.signer, clock: systemClock },
      });
      const { chunks } = await exportLog(other, "jsonl");
      const checked = await verifyExport(asBytes(chunks), await signed.publicKey());
      expect(checked).toMatchObject({ whole: true, lines: 3, onTrust: 1 });
      expect(await audit.erasePerson(other, ANA)).toBe(2);
      expect(await audit.list(other, { who: ANA, limit: 10 })).toMatchObject([
        { entry: { by: "erased" } },
        { entry: { by: "erased" } },
      ]);
    });
  });

  test("is exported page by page while others write, and what they wrote meanwhile is in the next export", async () => {
    const { audit, tenants } = storesOver(open().db);
    const caller = await aTenant();
    const many = Array.from({ length: 1_203 }, (_, at) =>
      at % 2 === 0 ? anEntry(ANA, `${at}`) : anEntry(MIA),
    );
    await append(caller, ...many);
    const { signer, publicKey } = aSigner();
    const exportLog = createAuditExporter({ audit, tenants, signer, clock: systemClock });
    const { chunks } = await exportLog(caller, "jsonl");
    await append(caller, anEntry(ANA, "written meanwhile"));
    const seen: string[] = [];
    for await (const chunk of chunks) seen.push(chunk);
    expect(seen).toHaveLength(3);
    expect(seen.join("")).not.toContain("written meanwhile");
    const all = [Buffer.from(seen.join(""))];
    const whole = { whole: true, lines: 1_204, onTrust: 0, head: { seq: 1_204, tenantId: caller.tenantId } };
    expect(await verifyExport(Readable.from(all), await publicKey())).toMatchObject(whole);
    const again = await exportLog(caller, "jsonl");
    const next = await verifyExport(asBytes(again.chunks), await publicKey());
    expect(next).toMatchObject({ whole: true, lines: 1_206 });
  });

  test("is not exported to a signed end when a line is missing from it", async () => {
    const { audit, tenants } = storesOver(open().db);
    const caller = await aTenant();
    await append(caller, anEntry(ANA), anEntry(MIA), anEntry(ANA));
    await open().asOwner(`
      ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE audit_log DISABLE TRIGGER USER;
      DELETE FROM audit_log WHERE tenant_id = '${caller.tenantId}' AND seq = 2;
      ALTER TABLE audit_log ENABLE TRIGGER USER;
      ALTER TABLE audit_log FORCE ROW LEVEL SECURITY`);
    const exportLog = createAuditExporter({ audit, tenants, signer: aSigner().signer, clock: systemClock });
    const { chunks } = await exportLog(caller, "jsonl");
    const reading = async () => {
      for await (const chunk of chunks) expect(chunk).not.toContain("signature");
    };
    await expect(reading()).rejects.toThrow("lacks lines after");
  });

  test("is signed by one key, whichever process of a deployment is first, and it outlives a new sealing", async () => {
    const { db } = open();
    const processes = [1, 2, 3].map(() =>
      createAuditSigner(undefined, createSigningKeyStore({ db, sealer: testSealer, clock: systemClock })),
    );
    const ids = await Promise.all(processes.map(async (signer) => (await signer()).keyId));
    expect(new Set(ids).size).toBe(1);
    const [{ sealed }] = z
      .tuple([z.object({ sealed: z.string() })])
      .parse((await db.apart.query("SELECT value_sealed AS sealed FROM deployment_secrets")).rows);
    expect(sealed).toMatch(/^v1\./);
    // Sealed with a newer key, by whom the older is forgotten then.
    const [older, newer] = [newKeyRing("old"), newKeyRing("new")];
    const first = createSealer(older);
    await open().asOwner("DELETE FROM deployment_secrets");
    const store = (sealer: Sealer) => createSigningKeyStore({ db, sealer, clock: systemClock });
    const made = await createAuditSigner(undefined, store(first))();
    await resealSecrets({ db, sealer: createSealer(`${newer},${older}`), tenants: { list: async () => [] } });
    const later = await createAuditSigner(undefined, store(createSealer(newer)))();
    expect(later.keyId).toBe(made.keyId);
    const given = newSigningKey();
    expect((await createAuditSigner(given, store(first))()).keyId).not.toBe(made.keyId);
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
