import pg from "pg";

type Row = Readonly<Record<string, unknown>>;

const pools = new Map<string, pg.Pool>();

/** Asks a database as the server's superuser, for whom no tenant's wall stands. Connections are kept until `hangUp`. */
export async function ask(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const { rows } = await poolOf(url).query<Row>(text, values);
  return rows;
}

export async function hangUp(url: string): Promise<void> {
  const pool = pools.get(url);
  pools.delete(url);
  await pool?.end();
}

function poolOf(url: string): pg.Pool {
  const known = pools.get(url);
  if (known !== undefined) return known;
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  // A server that is restarted ends idle connections too; the next question opens another.
  pool.on("error", () => {});
  pools.set(url, pool);
  return pool;
}
