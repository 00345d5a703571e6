import * as z from "zod";
import type { SqlSession } from "../kit/index.ts";
import { QUEUE_SCHEMA } from "./queue-database.ts";
import type { QueueStats } from "./queue.ts";

const Rows = z.array(
  z.object({
    queue: z.string(),
    ready: z.coerce.number(),
    active: z.coerce.number(),
    oldestSeconds: z.coerce.number(),
  }),
);

/** What waits and what runs now. pg-boss keeps such numbers too, but up to a minute old. */
export async function readStats(sql: SqlSession): Promise<QueueStats[]> {
  const { rows } = await sql.query(`
    SELECT q.name AS queue,
      count(j.id) FILTER (WHERE j.state < 'active' AND j.start_after <= now()) AS ready,
      count(j.id) FILTER (WHERE j.state = 'active') AS active,
      coalesce(extract(epoch FROM now() - min(j.start_after)
        FILTER (WHERE j.state < 'active' AND j.start_after <= now())), 0) AS "oldestSeconds"
    FROM ${QUEUE_SCHEMA}.queue q
    LEFT JOIN ${QUEUE_SCHEMA}.job j ON j.name = q.name AND j.state <= 'active'
    WHERE q.name NOT LIKE '\\_\\_%'
    GROUP BY q.name ORDER BY q.name`);
  return Rows.parse(rows);
}
