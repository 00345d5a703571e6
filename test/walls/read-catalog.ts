import * as z from "zod";
import type { SqlSession } from "../../server/kit/index.ts";

const Relations = z.array(
  z.object({
    schema: z.string(),
    name: z.string(),
    kind: z.enum(["table", "view", "sequence", "other"]),
    forced: z.boolean(),
    tenantColumn: z.string().nullable(),
  }),
);
export type Relation = z.infer<typeof Relations>[number];

/** Everything of ours that can hold or show rows. The column that names the tenant is `tenant_id`, in `tenants` its `id`. */
export async function readRelations(sql: SqlSession): Promise<Relation[]> {
  const { rows } = await sql.query(`
    SELECT n.nspname AS schema, c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
      CASE WHEN c.relkind IN ('r', 'p') THEN 'table' WHEN c.relkind IN ('v', 'm') THEN 'view'
        WHEN c.relkind = 'S' THEN 'sequence' ELSE 'other' END AS kind,
      CASE WHEN n.nspname = 'public' AND c.relname = 'tenants' THEN 'id' ELSE (SELECT a.attname FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped) END AS "tenantColumn"
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind NOT IN ('i', 'I', 'c', 't')
    ORDER BY 1, 2`);
  return Relations.parse(rows);
}

export type TenantTable = { name: string; column: string };

/** Tables that hold rows of tenants. */
export async function readTenantTables(sql: SqlSession): Promise<TenantTable[]> {
  return (await readRelations(sql)).flatMap(({ schema, name, kind, tenantColumn }) =>
    schema === "public" && kind === "table" && tenantColumn !== null ? [{ name, column: tenantColumn }] : [],
  );
}
