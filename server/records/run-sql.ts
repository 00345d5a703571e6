import type { Sequelize, Transaction } from "sequelize";
import * as z from "zod";
import type { SqlSession } from "../kit/index.ts";

const Rows = z.object({ rows: z.array(z.unknown()).default([]) });
const Results = z.union([z.array(Rows), Rows.transform((one) => [one])]);

type Connection = { query(text: string, values?: readonly unknown[]): Promise<unknown> };

const isConnection = (value: unknown): value is Connection =>
  typeof value === "object" && value !== null && "query" in value && typeof value.query === "function";

/** Speaks to the driver itself: Sequelize would read `$1`, `:name` and `$$` in texts that are not its own. */
export function sqlOn(connection: unknown): SqlSession {
  if (!isConnection(connection)) throw new TypeError("Not a database connection");
  return {
    async query(text, values) {
      const answer = await connection.query(text, values);
      return { rows: Results.parse(answer).flatMap((result) => result.rows) };
    },
  };
}

export const sqlInTransaction = (transaction: Transaction): SqlSession =>
  sqlOn(Reflect.get(transaction, "connection"));

/** Borrows a connection that is in no transaction, for one piece of work. */
export async function onFreeConnection<T>(
  sequelize: Sequelize,
  work: (sql: SqlSession) => Promise<T>,
): Promise<T> {
  const connection = await sequelize.connectionManager.getConnection({ type: "write" });
  try {
    return await work(sqlOn(connection));
  } finally {
    sequelize.connectionManager.releaseConnection(connection);
  }
}
