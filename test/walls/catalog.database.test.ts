import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { openDatabase } from "../../server/records/index.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { readRelations, readTenantTables, type TenantTable } from "./read-catalog.ts";

/** Asked of the catalog, so that a table, role, view or function made tomorrow has to answer too. */

const WITHOUT_A_TENANT: Readonly<Record<string, string>> = {
  "public.schema_migrations": "names of migrations",
  "public.deployment_secrets": "the deployment's own, each sealed",
  "jobs.*": "the queue's own; a payload is ids only",
};

/** A unique key over all tenants tells a tenant that another has the same. These may, since a door says so anyway. */
const UNIQUE_OVER_ALL: Readonly<Record<string, string>> = {
  tenants_pkey: "the tenant itself",
  tenants_origin_key: "find_tenant_by_origin answers that question",
  installations_client_key_key: "find_installations answers that question",
  api_tokens_digest_key: "find_api_tokens answers that question",
  deployment_secrets_pkey: "names of ours, of no tenant",
  inbox_pkey: "counted by the database, nobody can choose one",
};

const DEFINERS: Readonly<Record<string, string>> = {
  append_inbox: "webhooks of many tenants are stored in one batch",
  find_api_tokens: "a program shows a token before anybody knows whose it is",
  find_installations: "a token names a client key before anybody knows whose it is",
  find_tenant_by_origin: "an install names a site before anybody knows whose it is",
  list_tenants: "work over all tenants begins with their ids",
  list_tenants_to_expire: "what expires by the clock begins with the ids of whose it is",
  list_tenants_with_lost_work: "looking for what a dead worker left begins with the ids of whose it is",
};

describeOnEachDatabase("what the catalog says of row-level security", (open) => {
  let tables: TenantTable[];
  beforeAll(async () => {
    tables = await readTenantTables(open().db.apart);
  });

  const ask = async <T>(shape: z.ZodType<T>, statement: string) =>
    z.array(shape).parse((await open().db.apart.query(statement)).rows);

  test("every table is walled off, or has a reason not to be", async () => {
    const relations = await readRelations(open().db.apart);
    const open_ = relations.filter(
      ({ schema, name, forced, tenantColumn }) =>
        !(forced && tenantColumn !== null) &&
        !(`${schema}.${name}` in WITHOUT_A_TENANT) &&
        !(`${schema}.*` in WITHOUT_A_TENANT),
    );
    expect(open_.filter(({ kind }) => kind !== "sequence")).toEqual([]);
    expect(tables.map(({ name }) => name)).toContain("proposals");
    // A view answers as its owner, for whom other policies hold.
    expect(relations.filter(({ kind }) => kind === "view" || kind === "other")).toEqual([]);
  });

  test("each has one policy for everybody, over its tenant column, and none that widens it for the application", async () => {
    const Policy = z.object({
      table: z.string(),
      name: z.string(),
      command: z.string(),
      shown: z.string().nullable(),
      written: z.string().nullable(),
      app: z.boolean(),
    });
    const policies = await ask(
      Policy,
      `SELECT c.relname AS table, p.polname AS name, p.polcmd AS command,
           pg_get_expr(p.polqual, p.polrelid) AS shown, pg_get_expr(p.polwithcheck, p.polrelid) AS written,
           EXISTS (SELECT FROM unnest(p.polroles) r WHERE r = 0 OR pg_has_role(current_user, r, 'member')) AS app
         FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid`,
    );
    const own = (column: string) =>
      expect.stringMatching(new RegExp(`^\\(${column} = .*app\\.tenant_id.*\\)$`));
    for (const { name, column } of tables) {
      const counting = policies.filter(({ table, app }) => table === name && app);
      const only = {
        table: name,
        name: "own_tenant",
        command: "*",
        shown: own(column),
        written: null,
        app: true,
      };
      expect(counting, name).toEqual([only]);
    }
  });

  test("nobody but the owner and the application's role has any right to a table, column or sequence", async () => {
    const Grant = z.object({ grantee: z.string() });
    const grants = await ask(
      Grant,
      `SELECT DISTINCT coalesce(r.rolname, 'everybody') AS grantee FROM (
           SELECT c.relowner, c.relacl AS acl FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname IN ('public', 'jobs')
           UNION ALL SELECT c.relowner, a.attacl FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('public', 'jobs')
         ) o, aclexplode(o.acl) g LEFT JOIN pg_roles r ON r.oid = g.grantee WHERE g.grantee <> o.relowner`,
    );
    expect(grants).toEqual([{ grantee: "ticketsmith_app" }]);
    const Sequence = z.object({ name: z.string() });
    const usable = await ask(
      Sequence,
      `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND
           CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'USAGE, SELECT, UPDATE') ELSE false END`,
    );
    expect(usable).toEqual([]);
  });

  test("the application's role owns nothing, makes nothing, and can become nobody who sees more", async () => {
    const Role = z.object({
      free: z.boolean(),
      owns: z.coerce.number(),
      makes: z.boolean(),
      of: z.array(z.string()),
    });
    const [role] = await ask(
      Role,
      `SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication AS free,
           (SELECT count(*) FROM pg_class WHERE relowner = r.oid) AS owns,
           has_schema_privilege('public', 'CREATE') OR has_schema_privilege('jobs', 'CREATE') AS makes,
           ARRAY(SELECT rolname::text FROM pg_roles o WHERE o.oid <> r.oid AND pg_has_role(r.oid, o.oid, 'member')
             ORDER BY 1) AS of
         FROM pg_roles r WHERE rolname = current_user`,
    );
    // Nobody tidies up behind the embedded database; neither role reads a row.
    const of = open().db.kind === "embedded" ? ["pg_checkpoint", "pg_maintain"] : [];
    expect(role).toEqual({ free: false, owns: 0, makes: false, of });
  });

  test("every function that runs as its owner has a reason, a pinned search path, and is shut to everybody else", async () => {
    const Definer = z.object({ name: z.string(), pinned: z.boolean(), anybody: z.boolean() });
    const definers = await ask(
      Definer,
      `SELECT p.proname AS name, coalesce(p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false) AS pinned,
           has_function_privilege('public', p.oid, 'EXECUTE') AS anybody
         FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND p.prosecdef ORDER BY 1`,
    );
    expect(definers).toEqual(Object.keys(DEFINERS).map((name) => ({ name, pinned: true, anybody: false })));
  });

  test("a unique key or a reference from table to table includes the tenant, or has a reason not to", async () => {
    const Key = z.object({ name: z.string() });
    const unique = await ask(
      Key,
      `SELECT i.relname AS name FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
         JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relname <> 'schema_migrations' AND x.indisunique AND NOT EXISTS (
           SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.attnum = ANY (x.indkey))`,
    );
    expect(unique.map(({ name }) => name).toSorted()).toEqual(Object.keys(UNIQUE_OVER_ALL).toSorted());
    const references = await ask(
      Key,
      `SELECT k.conname AS name FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
         AND NOT EXISTS (SELECT FROM unnest(k.conkey, k.confkey) AS pair (mine, other)
           JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.mine
           JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.other
           WHERE a.attname = 'tenant_id' AND b.attname = CASE k.confrelid::regclass::text WHEN 'tenants' THEN 'id' ELSE 'tenant_id' END)`,
    );
    expect(references).toEqual([]);
  });

  test("a role that is the tables' owner, or could become it, is not let in", async () => {
    const { config } = open();
    if (config?.kind !== "server") return;
    const asOwner = openDatabase({ ...config, url: config.migrationUrl ?? "" }, { onError: () => {} });
    await expect(asOwner).rejects.toThrow("which sees past row-level security");
  });
});
