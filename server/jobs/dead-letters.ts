import type { JobWithMetadata, PgBoss } from "pg-boss";
import * as z from "zod";
import type { OnDead } from "./queue.ts";

/** Where jobs go that have used up their tries. */
export const DEAD_LETTERS = "dead-letters";

const Output = z.object({ message: z.string() });

/** Hands each dead job to `onDead`, which puts it in front of a person. */
export async function workOnDeadLetters(boss: InstanceType<typeof PgBoss>, onDead: OnDead): Promise<void> {
  const options = {
    includeMetadata: true,
    pollingIntervalSeconds: 2,
    notifyPollingIntervalSeconds: 2,
  } as const;
  await boss.work(DEAD_LETTERS, options, async (jobs: JobWithMetadata<object>[]) => {
    for (const { sourceName, data, sourceOutput } of jobs) {
      const output = Output.safeParse(sourceOutput);
      // Without words of its own it was a worker that died, or a handler that ran out of time.
      await onDead(
        sourceName ?? DEAD_LETTERS,
        data,
        output.success ? output.data.message : "The work was cut off.",
      );
    }
  });
}
