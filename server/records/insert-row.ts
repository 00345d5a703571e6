import type { SqlSession } from "../kit/index.ts";

type Value = string | number | boolean | Date | null | readonly string[] | { json: unknown };

/** Inserts one row. False when one with the same key is there already. `{ json }` is stored as jsonb. */
export async function insertRow(
  tx: SqlSession,
  table: string,
  row: Readonly<Record<string, Value>>,
): Promise<boolean> {
  const columns = Object.keys(row);
  const places = columns.map((_, at) => `$${at + 1}`);
  const values = Object.values(row).map((value) =>
    value !== null && typeof value === "object" && "json" in value ? toJsonb(value.json) : value,
  );
  const { rows } = await tx.query(
    `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places.join(", ")}) ON CONFLICT DO NOTHING RETURNING 1`,
    values,
  );
  return rows.length > 0;
}

/** The driver would send an array as an SQL array, and text as broken JSON. */
export const toJsonb = (value: unknown) =>
  value === undefined || value === null ? null : JSON.stringify(value);
