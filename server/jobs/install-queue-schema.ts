import { PgBoss } from "pg-boss";
import type { SqlSession } from "../kit/index.ts";
import { QUEUE_SCHEMA } from "./queue-database.ts";

/** Makes or upgrades the queue's tables as their owner, and lets `role` use them but not change their shape. */
export async function installQueueSchema(owner: SqlSession, role: string): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => owner.query(text, values) },
    schema: QUEUE_SCHEMA,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  const faults: unknown[] = [];
  boss.on("error", (error) => faults.push(error));
  await boss.start();
  await boss.stop({ graceful: false, close: false });
  if (faults.length > 0) throw new AggregateError(faults, "The queue's tables could not be made");
  await owner.query(`
    GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO ${role};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${QUEUE_SCHEMA} TO ${role}`);
}
