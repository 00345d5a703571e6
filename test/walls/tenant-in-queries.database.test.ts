import { expect, test } from "vitest";
import { callerOf, storesOver } from "../builders/records.ts";
import { InstallationId, ProposalId, RequestId, TenantId } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { describeStripped, type Statement } from "../environment/stripped-database.ts";
import { readTenantTables } from "./read-catalog.ts";
import { ATTACKS } from "./store-attacks.ts";
import { makeTwoTenants, secretsBeside } from "./two-tenants.ts";

/** The tenant in every query alone: row-level security is bypassed, and nothing holds a connection to its tenant. */
describeStripped("the tenant in every query, alone", { session: "off" }, (open) => {
  const methodsOf = (name: string, store: object) =>
    Object.entries(store).flatMap(([method, value]) =>
      typeof value === "function" ? [`${name}.${method}`] : [],
    );

  /** Read from the stores themselves, so that a new method has to be attacked or explained here. */
  test("every method of every store is attacked, or is a door with a reason", () => {
    const stores = storesOver(open().db);
    const caller = callerOf(TenantId.parse(newId()));
    const scoped = {
      ...({ requests: 1, proposals: 1, settings: 1, ledger: 1, ledgerStore: 1 } as const),
      ...({ quarantine: 1, queue: 1, batches: 1, policies: 1, stops: 1 } as const),
      ...({ feedback: 1, engines: 1, health: 1, usage: 1, budgets: 1, licences: 1 } as const),
    };
    const isScoped = (name: string): name is keyof typeof scoped => name in scoped;
    const names = Object.entries(stores).flatMap(([name, store]) => {
      if (isScoped(name)) return methodsOf(name, stores[name](caller));
      return typeof store === "function" ? [name] : methodsOf(name, store);
    });
    expect(Object.keys(ATTACKS).toSorted()).toEqual(names.toSorted());
  });

  const heard: { mine: TenantId; theirs: TenantId; during: Statement[] }[] = [];
  const attacks = Object.entries(ATTACKS).flatMap(([name, attack]) =>
    "act" in attack ? [{ name, ...attack }] : [],
  );
  test.each(attacks)("$name neither shows nor touches another tenant's rows", async ({ act, line }) => {
    const { db, sent } = open();
    const two = await makeTwoTenants(db);
    if (line !== undefined) await two.setTheirLine(line);
    const secrets = await secretsBeside(db, two.mine);
    const before = await two.theirRows();
    sent.length = 0;
    const answer = await act(two).catch(String);
    const during = sent.splice(0);
    expect(await two.theirRows()).toBe(before);
    for (const secret of secrets) expect(JSON.stringify(answer) ?? "").not.toContain(secret);
    heard.push({ mine: two.mine, theirs: two.theirs, during });
  });

  test("the same is asked for an id that is another tenant's as for one that nobody has", async () => {
    const { db, sent } = open();
    const { stores, caller, mine, other, otherInstallation } = await makeTwoTenants(db);
    const reads: [foreign: string, read: (id: string) => Promise<unknown>][] = [
      [other.id, (id) => stores.proposals(caller).find(ProposalId.parse(id))],
      [other.request, (id) => stores.requests(caller).find(RequestId.parse(id))],
      [other.id, (id) => stores.ledger(caller).linesOf([ProposalId.parse(id)])],
      [other.id, (id) => stores.ledgerStore(caller).linesOf(ProposalId.parse(id))],
      [otherInstallation.id, (id) => stores.installations.find(mine, InstallationId.parse(id))],
    ];
    for (const [foreign, read] of reads) {
      const asked = async (id: string) => {
        sent.length = 0;
        const answer = await read(id);
        return { answer, sent: JSON.stringify(sent).replaceAll(id, "ID") };
      };
      const [first, second] = [await asked(foreign), await asked(newId())];
      const unnamed = (text: string) =>
        text.replaceAll(/transaction_[0-9a-f-]+|[0-9a-f]{8}-[0-9a-f-]{27}/g, "");
      expect(first.answer).toEqual(second.answer);
      expect(unnamed(first.sent)).toBe(unnamed(second.sent));
    }
  });

  test("every statement that touches a tenant's table narrows each of them to a tenant", async () => {
    const tables = await readTenantTables(open().db.apart);
    const inTable = new RegExp(
      `(?:FROM|JOIN|INTO|UPDATE)\\s+(?:ONLY\\s+)?"?(${tables.map(({ name }) => name).join("|")})"?(?![\\w(])`,
      "gi",
    );
    const touching = heard.flatMap(({ during }) => during).filter(({ text }) => text.search(inTable) >= 0);
    expect(touching.length).toBeGreaterThan(50);
    const careless = touching.filter(({ text }) => {
      const named = [...text.matchAll(inTable)].map(([, table]) => table);
      const column = named[0] === "tenants" ? "id" : "tenant_id";
      const narrowed = new RegExp(`\\b"?${column}"? (?:= (?:\\$\\d|')|IN)|\\("?(?:${column}|id)"?, `);
      const each = [...text.matchAll(new RegExp(`\\b${column}\\b`, "g"))].length >= named.length;
      return !each || !narrowed.test(text);
    });
    expect(careless.map(({ text }) => text)).toEqual([]);
  });
});
