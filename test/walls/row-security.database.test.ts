import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { TenantId, type Proposal } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { someTenant } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { readTenantTables, type TenantTable } from "./read-catalog.ts";

/** Row-level security alone: SQL that names no tenant, or another's, sent as the application's role past our own session. */

const NOT_ALLOWED = "42501";
const text = (value: unknown) => `'${JSON.stringify(value).replaceAll("'", "''")}'`;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "accepted",
    (error: unknown) => z.object({ code: z.string() }).parse(error).code,
  );

describeOnEachDatabase("row-level security alone", (open) => {
  const acme = TenantId.parse(newId());
  const globex = TenantId.parse(newId());
  let tables: TenantTable[];
  let theirs: Proposal;
  /** Columns that follow from others: nobody can write them, so nobody inserts them. */
  let generated: Set<string>;

  beforeAll(async () => {
    await someTenant(open().db, acme, "https://acme.test");
    theirs = await someTenant(open().db, globex, "https://globex.test");
    tables = await readTenantTables(open().db.apart);
    const found = await open().db.apart.query(
      "SELECT attrelid::regclass || '.' || attname AS name FROM pg_attribute WHERE attgenerated <> ''",
    );
    const Names = z.array(z.object({ name: z.string() }));
    generated = new Set(Names.parse(found.rows).map(({ name }) => name));
  });

  const asAcme = (statement: string) => open().asTenant(acme, statement);
  const withoutTenant = async (statement: string) => (await open().db.apart.query(statement)).rows;
  const rowOf = async (tenant: TenantId, table: string, change: Record<string, unknown> = {}) => {
    const rows = await open().asTenant(tenant, `SELECT to_jsonb(t) AS row FROM ${table} t LIMIT 1`);
    const [{ row }] = z.tuple([z.object({ row: z.record(z.string(), z.unknown()) })]).parse(rows);
    return { ...row, ...change };
  };
  const insert = (table: string, row: Record<string, unknown>) => {
    const columns = Object.keys(row).filter((name) => !generated.has(`${table}.${name}`));
    return `INSERT INTO ${table} (${columns.join(", ")}) OVERRIDING SYSTEM VALUE
      SELECT ${columns.join(", ")} FROM jsonb_populate_record(NULL::${table}, ${text(row)})`;
  };

  describe("what a session without a tenant gets", () => {
    test.each(["", "RESET app.tenant_id;", "SET app.tenant_id = '';"])(
      "no row of any table (%s)",
      async (before) => {
        for (const { name } of tables)
          expect(await withoutTenant(`${before} SELECT 1 FROM ${name}`), name).toEqual([]);
      },
    );

    test("no way to write one", async () => {
      for (const { name } of tables) {
        const row = await rowOf(globex, name);
        expect(await codeOf(withoutTenant(insert(name, row))), name).toBe(NOT_ALLOWED);
      }
    });
  });

  describe("what a tenant gets of another", () => {
    test("its own rows and no other, however it asks", async () => {
      for (const { name, column } of tables) {
        const mine = await asAcme(`SELECT DISTINCT ${column} AS tenant FROM ${name}`);
        expect(mine, name).toEqual([{ tenant: acme }]);
        for (const asked of [
          `SELECT 1 FROM ${name} WHERE ${column} = '${globex}'`,
          `SELECT 1 FROM ${name} WHERE ${column} = '${globex}' OR ${column} <> '${acme}'`,
          `SELECT 1 FROM ONLY ${name} WHERE ${column} <> '${acme}' LIMIT 1`,
          `WITH all_of_it AS MATERIALIZED (SELECT * FROM ${name}) SELECT 1 FROM all_of_it WHERE ${column} <> '${acme}'`,
          `SELECT 1 FROM tenants mine RIGHT JOIN ${name} other ON false WHERE other.${column} <> '${acme}'`,
        ])
          expect(await asAcme(asked), asked).toEqual([]);
      }
    });

    test("no change of its rows: update, delete, lock and returning find none", async () => {
      for (const { name, column } of tables) {
        for (const tried of [
          `UPDATE ${name} SET ${column} = ${column} WHERE ${column} = '${globex}' RETURNING *`,
          `UPDATE ${name} SET ${column} = '${acme}' WHERE ${column} <> '${acme}' RETURNING *`,
          `DELETE FROM ${name} WHERE ${column} = '${globex}' RETURNING *`,
          `SELECT * FROM ${name} WHERE ${column} = '${globex}' FOR UPDATE`,
        ]) {
          const got = await asAcme(tried).catch(
            (error: unknown) => z.object({ code: z.string() }).parse(error).code,
          );
          expect([[], NOT_ALLOWED], `${tried}: ${JSON.stringify(got)}`).toContainEqual(got);
        }
        expect(await open().asTenant(globex, `SELECT 1 FROM ${name}`), name).not.toEqual([]);
      }
    });

    test("no row in its name: not inserted, not moved there, not over a conflict, not copied in", async () => {
      for (const { name, column } of tables) {
        const row = await rowOf(globex, name);
        for (const tried of [
          insert(name, row),
          `${insert(name, row)} ON CONFLICT DO NOTHING`,
          `${insert(name, row)} ON CONFLICT DO NOTHING RETURNING 1`,
          `UPDATE ${name} SET ${column} = '${globex}'`,
          `TRUNCATE ${name} CASCADE`,
        ])
          expect(await codeOf(asAcme(tried)), tried).toBe(NOT_ALLOWED);
        // 0A000: COPY FROM is not there at all under row-level security.
        expect(["0A000", NOT_ALLOWED], name).toContain(await codeOf(asAcme(`COPY ${name} FROM STDIN`)));
        for (const file of ["'/tmp/rows'", "PROGRAM 'cat'"])
          expect(await codeOf(asAcme(`COPY ${name} TO ${file}`)), name).toBe(NOT_ALLOWED);
      }
    });

    test("no word from a unique key: a row of its own with another's ids is taken", async () => {
      const before = await open().asTenant(globex, "SELECT id FROM proposals");
      expect(before).toContainEqual({ id: theirs.id });
      const request = await rowOf(globex, "requests", { tenant_id: acme });
      expect(await asAcme(`${insert("requests", request)} RETURNING 1`)).toHaveLength(1);
      const proposal = await rowOf(globex, "proposals", { tenant_id: acme });
      expect(await asAcme(`${insert("proposals", proposal)} RETURNING 1`)).toHaveLength(1);
      const line = await rowOf(globex, "ledger", { tenant_id: acme, proposal_id: proposal["id"] });
      expect(await asAcme(`${insert("ledger", line)} RETURNING 1`)).toHaveLength(1);
      const installation = await rowOf(globex, "installations", { tenant_id: acme, client_key: newId() });
      expect(await asAcme(`${insert("installations", installation)} RETURNING 1`)).toHaveLength(1);
      expect(await open().asTenant(globex, "SELECT id FROM proposals")).toEqual(before);
    });

    test("no word from a reference: another's request is refused like one that is nowhere", async () => {
      const tryWith = (request: string) =>
        rowOf(acme, "proposals", { id: newId(), request_id: request }).then(async (row) => {
          const error = await asAcme(insert("proposals", row)).catch((thrown: unknown) => thrown);
          const { code, message, constraint } = z
            .object({ code: z.string(), message: z.string(), constraint: z.string() })
            .parse(error);
          return { code, message, constraint };
        });
      const [other] = z
        .array(z.object({ id: z.string() }))
        .parse(
          await open().asTenant(
            globex,
            `INSERT INTO requests SELECT (jsonb_populate_record(r, '${JSON.stringify({ id: newId(), dedupe_key: newId() })}')).* FROM requests r LIMIT 1 RETURNING id`,
          ),
        );
      const refused = await tryWith(other?.id ?? "");
      expect(refused).toEqual(await tryWith(newId()));
      expect(refused.code).toBe("23503");
    });

    test("no look through a function of its own that would tell of each row it is shown", async () => {
      for (const { name, column } of tables) {
        const leak = `CREATE OR REPLACE FUNCTION pg_temp.tells(seen uuid) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS
          $leak$ BEGIN IF seen <> '${acme}' THEN RAISE EXCEPTION 'seen %', seen; END IF; RETURN true; END $leak$`;
        const rows = await asAcme(`${leak}; SELECT 1 FROM ${name} WHERE pg_temp.tells(${column})`);
        expect(rows.length, name).toBeGreaterThan(0);
      }
      await withoutTenant("DISCARD TEMP").catch(() => {});
    });

    test("nothing from the planner's notes about values", async () => {
      await open().asOwner(tables.map(({ name }) => `ANALYZE ${name}`).join("; "));
      const noted = `SELECT tablename FROM pg_stats WHERE schemaname = 'public' AND tablename <> 'schema_migrations'`;
      expect(await asAcme(noted)).toEqual([]);
      expect(await codeOf(asAcme("SELECT * FROM pg_statistic"))).toBe(NOT_ALLOWED);
    });
  });

  describe("how it is switched off", () => {
    test("not by the application's role", async () => {
      const owner = open().db.kind === "embedded" ? "postgres" : "ticketsmith_test_owner";
      for (const { name } of tables) {
        for (const tried of [
          `SET LOCAL row_security = off; SELECT 1 FROM ${name}`,
          `ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY`,
          `ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`,
          `ALTER TABLE ${name} OWNER TO ticketsmith_app`,
          `CREATE POLICY mine ON ${name} USING (true)`,
          `DROP POLICY own_tenant ON ${name}`,
          `CREATE TRIGGER mine BEFORE INSERT ON ${name} EXECUTE FUNCTION refuse_audit_change()`,
        ])
          expect(await codeOf(asAcme(tried)), tried).toBe(NOT_ALLOWED);
      }
      for (const tried of [
        `SET LOCAL ROLE ${owner}`,
        "ALTER ROLE ticketsmith_app BYPASSRLS",
        `GRANT ${owner} TO ticketsmith_app`,
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER FUNCTION list_tenants() SECURITY INVOKER",
        "CREATE TABLE jobs.mine (id int)",
        "ALTER TABLE jobs.job ADD COLUMN mine int",
        "INSERT INTO schema_migrations (name) VALUES ('x')",
        "SELECT pg_read_file('/etc/hostname')",
        "SET LOCAL session_replication_role = replica",
        // The embedded one begins as a superuser in the same process and can go back: it is for one developer.
        ...(open().db.kind === "embedded" ? [] : [`SET LOCAL SESSION AUTHORIZATION ${owner}`]),
      ])
        expect(await codeOf(asAcme(tried)), tried).toBe(NOT_ALLOWED);
    });

    test("not by a table of the same name in a place that is looked at earlier", async () => {
      const fake = `CREATE TEMP TABLE installations (LIKE public.installations) ON COMMIT DROP;
        CREATE TEMP TABLE tenants (id uuid, erase_after timestamptz) ON COMMIT DROP;
        INSERT INTO pg_temp.tenants VALUES (gen_random_uuid(), NULL)`;
      const rows = z
        .array(z.object({ id: z.string() }))
        .parse(await asAcme(`${fake}; SELECT id FROM list_tenants()`));
      expect(rows.map(({ id }) => id).toSorted()).toEqual([acme, globex].toSorted());
    });
  });
});
