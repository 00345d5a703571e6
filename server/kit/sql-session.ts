/**
 * Where SQL runs: one open transaction, or a pool of connections. Values are bound as `$1`, `$2`, …
 * Several statements in one text give the rows of all of them. Rows are untrusted until parsed.
 */
export type SqlSession = { query(text: string, values?: readonly unknown[]): Promise<{ rows: unknown[] }> };
