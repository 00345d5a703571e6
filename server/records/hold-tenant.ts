import type pg from "pg";
import type { Transaction } from "sequelize";
import * as z from "zod";
import type { TenantId } from "../contract/index.ts";
import { sqlInTransaction } from "./run-sql.ts";

/** Whose transaction a connection is in. */
const held = new WeakMap<object, TenantId>();

const Connected = z.object({
  connection: z.custom<object>((value) => typeof value === "object" && value !== null),
});
const connectionOf = (transaction: Transaction) => Connected.parse(transaction).connection;

/**
 * Shows the rows of this tenant to what follows in the transaction. Until `letGo` its connection also refuses to send
 * anything that does not name the tenant: a query that somebody forgot to narrow never reaches the database.
 */
export async function holdTenant(transaction: Transaction, tenantId: TenantId): Promise<void> {
  held.set(connectionOf(transaction), tenantId);
  await sqlInTransaction(transaction).query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
}

export const letGo = (transaction: Transaction): void => void held.delete(connectionOf(transaction));

/** Makes a fresh client keep to this. */
export function sendOnlyForTenant(client: pg.Client): void {
  const send = client.query.bind(client);
  Object.assign(client, {
    query(...given: unknown[]): unknown {
      const tenantId = held.get(client);
      if (tenantId !== undefined && !names(given, tenantId))
        throw new Error("A statement in a tenant's transaction does not name that tenant");
      return Reflect.apply(send, client, given);
    },
  });
}

/** In its text or among its values, wherever in them: the queue's are JSON. */
const names = (given: readonly unknown[], tenantId: TenantId): boolean =>
  given.some((part) => {
    if (typeof part === "string") return part.includes(tenantId);
    if (Array.isArray(part)) return names(part, tenantId);
    return typeof part === "object" && part !== null && JSON.stringify(part).includes(tenantId);
  });
