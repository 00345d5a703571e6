import { AsyncLocalStorage } from "node:async_hooks";
import type { Sequelize, Transaction } from "sequelize";
import type { TenantId } from "../contract/index.ts";
import type { SqlSession } from "../kit/index.ts";
import type { Caller } from "../tenants/index.ts";
import { holdTenant, letGo } from "./hold-tenant.ts";
import { onFreeConnection, sqlInTransaction } from "./run-sql.ts";

/** One open transaction in which the database shows the rows of one tenant and no other. */
export type Tx = SqlSession & { tenantId: TenantId; transaction: Transaction };

type Scope = { tx: Tx | undefined; open: boolean };

export type TenantRunner = {
  /**
   * Runs `work` in a transaction of one tenant. Inside another of the same tenant it joins that one; inside another
   * tenant's it throws. Keep network calls out: on the embedded database every other query waits meanwhile.
   */
  withTenant<T>(who: Caller | TenantId, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A transaction without a tenant: it sees no rows, and may only knock on the narrow doors. */
  unscoped<T>(work: (sql: SqlSession) => Promise<T>): Promise<T>;
  /** Each query on its own, in nobody's transaction. Refused inside one, where it would wait for itself. */
  apart: SqlSession;
  /** Runs `work` as if no transaction were open here: for what a query sets off by chance, such as a notification. */
  outside<T>(work: () => T): T;
};

export function createTenantRunner(sequelize: Sequelize): TenantRunner {
  const scopes = new AsyncLocalStorage<Scope>();

  const refuseInside = (what: string) => {
    if (scopes.getStore()?.open === true) throw new Error(`${what} inside an open transaction`);
  };

  const inTransaction = <T>(work: (transaction: Transaction, scope: Scope) => Promise<T>) =>
    sequelize.transaction(async (transaction) => {
      const scope: Scope = { tx: undefined, open: true };
      try {
        return await scopes.run(scope, () => work(transaction, scope));
      } finally {
        scope.open = false;
        letGo(transaction);
      }
    });

  /** What runs on after its transaction ended would find the connection in the hands of somebody else. */
  const whileOpen = (scope: Scope, sql: SqlSession): SqlSession => ({
    async query(text, values) {
      if (!scope.open) throw new Error("A query after the end of its transaction");
      return sql.query(text, values);
    },
  });

  return {
    async withTenant(who, work) {
      const tenantId = typeof who === "string" ? who : who.tenantId;
      const outer = scopes.getStore();
      if (outer?.open === true) {
        if (outer.tx?.tenantId !== tenantId)
          throw new Error("One tenant's work inside the transaction of another");
        return work(outer.tx);
      }
      return inTransaction(async (transaction, scope) => {
        await holdTenant(transaction, tenantId);
        scope.tx = { ...whileOpen(scope, sqlInTransaction(transaction)), tenantId, transaction };
        return work(scope.tx);
      });
    },
    async unscoped(work) {
      refuseInside("A narrow door");
      return inTransaction((transaction, scope) => work(whileOpen(scope, sqlInTransaction(transaction))));
    },
    apart: {
      async query(text, values) {
        refuseInside("A query of its own");
        return onFreeConnection(sequelize, async (sql) => {
          try {
            return await sql.query(text, values);
          } catch (error) {
            // A text that brings its own BEGIN leaves the connection in a failed transaction for the next one.
            await sql.query("ROLLBACK");
            throw error;
          }
        });
      },
    },
    outside: (work) => scopes.exit(work),
  };
}
