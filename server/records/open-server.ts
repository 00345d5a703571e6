import pg from "pg";
import type { Backend, OwnerSession } from "./backend.ts";
import { connectSequelize } from "./connect-sequelize.ts";
import { createListener } from "./listen-on-server.ts";
import { sendOnlyForTenant } from "./hold-tenant.ts";
import { unreachable } from "./refuse-unreachable.ts";
import { sqlOn } from "./run-sql.ts";

const POOL = { max: 10, min: 0 };

/**
 * A PostgreSQL server, entered as the application's own role. Whatever it does not answer within `answersWithinMs` has
 * failed, and its connection is given up: when a network goes dark nothing else would ever say so.
 */
export function openServer(
  url: string,
  { onError, answersWithinMs = 20_000 }: { onError: (error: unknown) => void; answersWithinMs?: number },
): Backend {
  const patience = { query_timeout: answersWithinMs, connectionTimeoutMillis: answersWithinMs };
  class ServerClient extends pg.Client {
    constructor(config: pg.ClientConfig) {
      super({
        ...config,
        ...patience,
        connectionString: url,
        application_name: "ticketsmith",
        keepAlive: true,
      });
      sendOnlyForTenant(this);
    }
  }
  const sequelize = connectSequelize({ ...pg, Client: ServerClient }, POOL);
  const listener = createListener({ connectionString: url, ...patience }, onError);
  return {
    kind: "server",
    sequelize,
    listen: listener.listen,
    async close() {
      await listener.close();
      await sequelize.close();
    },
  };
}

/** One connection as the owner of the tables, for as long as `work` takes. */
export async function asOwner<T>(url: string, work: (owner: OwnerSession) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: "ticketsmith-migrate" });
  await client.connect().catch((error: unknown) => {
    throw unreachable("MIGRATION_DATABASE_URL", error);
  });
  try {
    return await work(sqlOn(client));
  } finally {
    await client.end();
  }
}
