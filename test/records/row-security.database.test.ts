import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { TenantId } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { someTenant } from "../builders/records.ts";

/** Holds no tenant's data: names of migrations. */
const NOT_A_TENANTS = ["schema_migrations"];

const Tables = z.array(z.object({ name: z.string(), forced: z.boolean(), policies: z.coerce.number() }));

describeOnEachDatabase("row-level security", (open) => {
  const acme = TenantId.parse(newId());
  const globex = TenantId.parse(newId());

  beforeAll(async () => {
    await someTenant(open().db, acme, "https://acme.test");
    await someTenant(open().db, globex, "https://globex.test");
  });

  const listTables = async () => {
    const { rows } = await open().db.apart.query(`
      SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
        (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'own_tenant') AS policies
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1`);
    return Tables.parse(rows).filter(({ name }) => !NOT_A_TENANTS.includes(name));
  };

  test("is forced on every table there is, with a policy for the tenant's own rows", async () => {
    const tables = await listTables();
    expect(tables.map(({ name }) => name)).toContain("proposals");
    expect(tables.filter(({ forced, policies }) => !forced || policies !== 1)).toEqual([]);
  });

  test("shows nothing without a tenant, in any table", async () => {
    const { db } = open();
    for (const { name } of await listTables()) {
      const { rows } = await db.unscoped((sql) => sql.query(`SELECT 1 FROM ${name}`));
      expect(rows, name).toEqual([]);
    }
  });

  test("shows a tenant its own rows and no other's, in any table", async () => {
    const { db } = open();
    for (const { name } of await listTables()) {
      const column = name === "tenants" ? "id" : "tenant_id";
      const { rows } = await db.withTenant(acme, (tx) =>
        tx.query(`SELECT DISTINCT ${column} AS tenant FROM ${name}`),
      );
      expect(rows, name).toEqual([{ tenant: acme }]);
    }
  });

  test("refuses a row written in another tenant's name", async () => {
    const { db } = open();
    const steal = db.withTenant(acme, (tx) => tx.query("UPDATE requests SET tenant_id = $1", [globex]));
    await expect(steal).rejects.toMatchObject({ code: "42501" });
    const plant = db.withTenant(acme, (tx) =>
      tx.query("INSERT INTO audit_heads (tenant_id, seq, hash) VALUES ($1, 1, 'x')", [newId()]),
    );
    await expect(plant).rejects.toMatchObject({ code: "42501" });
  });

  test("changes and deletes nothing of another tenant, even when asked by id", async () => {
    const { db } = open();
    const asked = await db.withTenant(acme, async (tx) => [
      (await tx.query("UPDATE tenants SET origin = 'https://evil.test' WHERE id = $1 RETURNING 1", [globex]))
        .rows,
      (await tx.query("DELETE FROM installations WHERE tenant_id = $1 RETURNING 1", [globex])).rows,
    ]);
    expect(asked).toEqual([[], []]);
  });

  test("gives the application a role that cannot switch it off, and no more grants than it needs", async () => {
    const { db } = open();
    const { rows } = await db.apart.query(
      "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user",
    );
    expect(rows).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false },
    ]);
    for (const forbidden of [
      "ALTER TABLE proposals DISABLE ROW LEVEL SECURITY",
      "DELETE FROM audit_log",
      "UPDATE audit_log SET hash = ''",
      "TRUNCATE inbox",
      "INSERT INTO inbox (tenant_id, identifier, event, received_at) VALUES (gen_random_uuid(), 'i', 'e', now())",
      "INSERT INTO schema_migrations (name) VALUES ('x')",
      "CREATE TABLE public.mine (id int)",
      "ALTER TABLE jobs.job ADD COLUMN x int",
    ]) {
      await expect(db.apart.query(forbidden), forbidden).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("forgets the tenant with the transaction, also after sixty at once", async () => {
    const { db } = open();
    const seen = await Promise.all(
      Array.from({ length: 60 }, (_, at) => {
        const tenant = at % 2 === 0 ? acme : globex;
        return db.withTenant(tenant, async (tx) => {
          const { rows } = await tx.query("SELECT id FROM tenants");
          return { tenant, rows };
        });
      }),
    );
    for (const { tenant, rows } of seen) expect(rows).toEqual([{ id: tenant }]);
    const { rows } = await db.apart.query("SELECT current_setting('app.tenant_id', true) AS left_over");
    expect([[{ left_over: "" }], [{ left_over: null }]]).toContainEqual(rows);
  });

  test("joins the same tenant's transaction and refuses another's inside it", async () => {
    const { db } = open();
    const nested = db.withTenant(acme, () => db.withTenant(globex, async () => "seen"));
    await expect(nested).rejects.toThrow("One tenant's work inside the transaction of another");
    await db.withTenant(acme, (outer) =>
      db.withTenant(acme, async (inner) => expect(inner.transaction).toBe(outer.transaction)),
    );
  });

  test("lets no model query run outside a transaction", async () => {
    await expect(open().db.models.proposals.findAll()).rejects.toThrow("outside a tenant's transaction");
  });
});
