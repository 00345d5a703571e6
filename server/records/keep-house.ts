import type { Sequelize } from "sequelize";
import { onFreeConnection } from "./run-sql.ts";

const EVERY_MS = 5 * 60_000;

/** The embedded database has no checkpointer and no autovacuum of its own. Returns the way to stop. */
export function keepHouse(sequelize: Sequelize, onError: (error: unknown) => void): () => Promise<void> {
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(() => tidy(sequelize)).catch(onError);
  }, EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    return running;
  };
}

/** One statement at a time, with the connection free for others in between: each blocks the event loop. */
export async function tidy(sequelize: Sequelize): Promise<void> {
  for (const statement of ["CHECKPOINT", "VACUUM (ANALYZE)"]) {
    await onFreeConnection(sequelize, (sql) => sql.query(statement));
  }
}
