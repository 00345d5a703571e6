import type { Job as QueuedJob, JobResult } from "pg-boss";
import { describeError, type Clock } from "../kit/index.ts";
import type { JobContext } from "./queue.ts";

/** How one try of a job ended. */
export type JobEnded = { queue: string; jobId: string; attempt: number; ms: number; error: unknown };

type Surroundings = { queue: string; clock: Clock; onJobEnded: ((ended: JobEnded) => void) | undefined };

/** Runs jobs side by side, each with an end of its own: one that fails takes no other with it. */
export function runBatch(
  jobs: readonly QueuedJob<unknown>[],
  run: (data: unknown, context: JobContext) => Promise<void>,
  { queue, clock, onJobEnded }: Surroundings,
): Promise<JobResult[]> {
  const runOne = async ({ id, data, retryCount, signal }: QueuedJob<unknown>): Promise<JobResult> => {
    const startedAt = clock.now().getTime();
    const attempt = retryCount + 1;
    const ended = (error: unknown) =>
      onJobEnded?.({ queue, jobId: id, attempt, ms: clock.now().getTime() - startedAt, error });
    try {
      await run(data, { jobId: id, attempt, signal });
      ended(undefined);
      return { id, status: "completed" };
    } catch (error) {
      ended(error);
      return { id, status: "failed", output: describeError(error) };
    }
  };
  return Promise.all(jobs.map(runOne));
}
