import { JqlError, type Clause, type Order } from "../jql/clause.ts";
import { parseJql } from "../jql/parse-jql.ts";

/** The query means nothing; the message is what v1's error body carries. */
export class CqlError extends Error {}

/** CQL has JQL's grammar, and its own words for what is wrong. */
export function parseCql(text: string): { where: Clause; order: Order[] } {
  try {
    const { where, order } = parseJql(text);
    if (where === null) throw new CqlError("The cql query parameter is required and cannot be empty.");
    return { where, order };
  } catch (error) {
    if (error instanceof JqlError) throw new CqlError(`Could not parse cql : ${text}`);
    throw error;
  }
}
