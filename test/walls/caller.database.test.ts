import { beforeAll, expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import { TenantId } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import type { Stores } from "../../server/records/index.ts";
import type { AuditLog } from "../../server/audit/index.ts";
import type {
  AnswerStore,
  ApiTokenStore,
  Caller,
  InstallationStore,
  TenantStore,
} from "../../server/tenants/index.ts";
import type { Tx } from "../../server/records/run-in-tenant.ts";
import { callerOf, someTenant } from "../builders/records.ts";
import { describeStripped, type Statement } from "../environment/stripped-database.ts";
import { readTenantTables } from "./read-catalog.ts";
import { ATTACKS } from "./store-attacks.ts";
import { makeTwoTenants } from "./two-tenants.ts";

/** Of a store's methods, those that do not begin with whose rows they are about. */
type NamesNobody<Store> = {
  [Method in keyof Store]: Store[Method] extends (who: infer Who, ...rest: never[]) => unknown
    ? Who extends Caller | TenantId
      ? never
      : Method
    : never;
}[keyof Store];

const NAMES_NOBODY = "A statement in a tenant's transaction does not name that tenant";

/**
 * The caller alone: row-level security is bypassed, and the tenant is taken out of the queries, or another's put in.
 * What is left is that a store works for its caller, in a transaction that sends nothing which does not name the tenant.
 */
describeStripped("stores made for one caller, alone", { session: "on" }, (open) => {
  const acme = TenantId.parse(newId());
  const globex = TenantId.parse(newId());
  beforeAll(async () => {
    await someTenant(open().db, acme, "https://acme.test");
    await someTenant(open().db, globex, "https://globex.test");
  });

  test("no store is made, and none can be asked, without saying for whom", () => {
    expectTypeOf<Parameters<Stores["requests"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["quarantine"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["proposals"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["queue"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["batches"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["settings"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["ledger"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["ledgerStore"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["engines"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["health"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["feedback"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["licences"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["budgets"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["usage"]>>().toEqualTypeOf<[caller: Caller]>();
    expectTypeOf<Parameters<Stores["inbox"]["drain"]>[0]>().toEqualTypeOf<Caller>();
    // Besides the doors: what begins with an open transaction, or with an installation, which names its tenant.
    expectTypeOf<NamesNobody<AuditLog>>().toEqualTypeOf<"append" | "forgetWords">();
    expectTypeOf<NamesNobody<InstallationStore>>().toEqualTypeOf<
      "findByClientKey" | "save" | "setState" | "move"
    >();
    expectTypeOf<NamesNobody<TenantStore>>().toEqualTypeOf<
      "findOrCreate" | "findByOrigin" | "list" | "listToErase" | "listToExpire" | "listWithLostWork"
    >();
    expectTypeOf<NamesNobody<ApiTokenStore>>().toEqualTypeOf<"findByDigest">();
    expectTypeOf<NamesNobody<AnswerStore>>().toEqualTypeOf<never>();
    expectTypeOf<keyof Stores>().toEqualTypeOf<
      | (
          | "requests"
          | "quarantine"
          | "proposals"
          | "queue"
          | "batches"
          | "settings"
          | "policies"
          | "stops"
          | "ledger"
          | "ledgerStore"
          | "feedback"
          | "engines"
          | "health"
          | "usage"
          | "budgets"
          | "licences"
        )
      | ("audit" | "inbox" | "appendInbox" | "installations" | "tenants")
      | ("apiTokens" | "apiAnswers")
    >();
  });

  /** What each method sent, and for whom, when it was handed another tenant's ids. */
  const heardOf = async (name: string) => {
    const attack = ATTACKS[name];
    if (attack === undefined || "door" in attack) throw new Error(`${name} is no attack`);
    const { db, sent } = open();
    const two = await makeTwoTenants(db);
    sent.length = 0;
    await attack.act(two).catch(() => {});
    return { ...two, during: sent.splice(0) };
  };
  const attacks = Object.entries(ATTACKS).flatMap(([name, attack]) => ("act" in attack ? [name] : []));

  test.each(attacks)("%s works for its caller, and for nobody whose ids it is given", async (name) => {
    const { during, mine } = await heardOf(name);
    const tenants = during.flatMap(({ text, values }) =>
      text.includes("set_config('app.tenant_id'") ? values : [],
    );
    expect(new Set(tenants), name).toEqual(new Set([mine]));
  });

  test.each(attacks)(
    "%s sends nothing that still goes through with the tenant taken out of it",
    async (name) => {
      const { db, sent } = open();
      const { during, mine, theirs } = await heardOf(name);
      const tables = (await readTenantTables(db.apart)).map((table) => table.name).join("|");
      const queries = during.filter(({ text }) => new RegExp(`\\b(${tables})\\b`).test(text));
      // Jobs alone go through the queue, which only notes them here.
      expect(queries.length > 0).toBe(name !== "proposals.follow");
      for (const query of queries) {
        for (const other of [theirs, "00000000-0000-0000-0000-000000000000", ""]) {
          const { text, values } = exchange(query, mine, other);
          sent.length = 0;
          const tried = db.withTenant(mine, (tx) => tx.query(text, [...values]));
          await expect(tried, text).rejects.toThrow(NAMES_NOBODY);
          expect(sent.map((statement) => statement.text).filter((one) => one === text)).toEqual([]);
        }
      }
    },
  );

  test("no query of a model goes through either, of whatever kind", async () => {
    const { models, withTenant } = open().db;
    const where = { tenantId: globex };
    const careless: ((tx: Tx) => Promise<unknown>)[] = [
      ({ transaction }) => models.proposals.findAll({ transaction }),
      ({ transaction }) => models.proposals.findAll({ where, transaction }),
      ({ transaction }) => models.proposals.findOne({ where: { planHash: "x" }, transaction }),
      ({ transaction }) => models.ledger.count({ transaction }),
      ({ transaction }) => models.requests.max("createdAt", { transaction }),
      ({ transaction }) => models.tenants.update({ origin: "x" }, { where: { id: globex }, transaction }),
      ({ transaction }) => models.installations.destroy({ where, transaction }),
      ({ transaction }) => models.inbox.increment("attempts", { where, transaction }),
      ({ transaction }) =>
        models.auditHeads.create({ tenantId: globex, seq: "9", hash: "x" }, { transaction }),
    ];
    for (const query of careless)
      await expect(withTenant(acme, query), String(query)).rejects.toThrow(NAMES_NOBODY);
    await expect(models.proposals.findAll()).rejects.toThrow("outside a tenant's transaction");
  });

  test("another tenant's work inside the transaction of one is refused, the same one's joins it", async () => {
    const { db } = open();
    const nested = db.withTenant(acme, () => db.withTenant(globex, async () => "seen"));
    await expect(nested).rejects.toThrow("One tenant's work inside the transaction of another");
    const door = db.withTenant(acme, () => db.unscoped(async () => "seen"));
    await expect(door).rejects.toThrow("inside an open transaction");
    const unscoped = db.unscoped(() => db.withTenant(acme, async () => "seen"));
    await expect(unscoped).rejects.toThrow("One tenant's work inside the transaction of another");
    await db.withTenant(acme, (outer) =>
      db.withTenant(callerOf(acme), async (inner) => expect(inner.transaction).toBe(outer.transaction)),
    );
  });

  test("what runs on after a tenant's transaction ended does not run in the next one's", async () => {
    const { db } = open();
    const gate = Promise.withResolvers<void>();
    const late: Promise<unknown>[] = [];
    const own = "SELECT id FROM proposals WHERE tenant_id = $1";
    await db.withTenant(acme, async (tx) => {
      late.push(
        gate.promise.then(() => tx.query(own, [acme])),
        gate.promise.then(() => tx.query(own, [globex])),
        gate.promise.then(() =>
          db.models.proposals.findAll({ where: { tenantId: acme }, transaction: tx.transaction }),
        ),
      );
    });
    const anew = gate.promise.then(() =>
      db.withTenant(acme, (tx) => tx.query("SELECT $1::uuid AS tenant", [tx.tenantId])),
    );
    const rows = await db.withTenant(globex, async (tx) => {
      gate.resolve();
      const settled = await Promise.allSettled(late);
      expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
      return (await tx.query("SELECT DISTINCT tenant_id FROM proposals WHERE tenant_id = $1", [globex])).rows;
    });
    expect(rows).toEqual([{ tenant_id: globex }]);
    expect((await anew).rows).toEqual([{ tenant: acme }]);
  });

  test("what runs on beside a failed one is refused too", async () => {
    const { db } = open();
    const gate = Promise.withResolvers<void>();
    let late: Promise<unknown> | undefined;
    const failed = db.withTenant(acme, async (tx) => {
      late = gate.promise.then(() => tx.query("UPDATE tenants SET origin = 'x' WHERE id = $1", [acme]));
      throw new Error("rolled back");
    });
    await expect(failed).rejects.toThrow("rolled back");
    gate.resolve();
    await expect(late).rejects.toThrow("after the end of its transaction");
  });

  test("the tenant is forgotten with the transaction, also after sixty at once", async () => {
    const { db } = open();
    const Seen = z.array(z.object({ tenant: z.string(), mine: z.string() }));
    const seen = await Promise.all(
      Array.from({ length: 60 }, (_, at) => {
        const tenant = at % 2 === 0 ? acme : globex;
        return db.withTenant(tenant, async (tx) =>
          Seen.parse(
            (await tx.query("SELECT current_setting('app.tenant_id') AS tenant, $1::text AS mine", [tenant]))
              .rows,
          ),
        );
      }),
    );
    for (const [row] of seen) expect(row?.tenant).toBe(row?.mine);
    const { rows } = await db.apart.query("SELECT current_setting('app.tenant_id', true) AS left_over");
    expect([[{ left_over: "" }], [{ left_over: null }]]).toContainEqual(rows);
  });
});

function exchange({ text, values }: Statement, from: string, to: string): Statement {
  const deep = (value: unknown): unknown => (typeof value === "string" ? value.replaceAll(from, to) : value);
  return { text: text.replaceAll(from, to), values: values.map(deep) };
}
