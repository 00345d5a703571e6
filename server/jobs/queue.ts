import type { TenantId } from "../contract/index.ts";
import type { SqlSession } from "../kit/index.ts";
import type { Job, Sweep } from "./define-job.ts";

type Payload = { tenantId: TenantId };

export type SendOptions = {
  startAfterMs?: number;
  /** Taken up before others of its kind: a person waits for it. */
  first?: boolean;
  /** The open transaction to send in: the job is there when it commits, and never was when it does not. */
  tx?: SqlSession;
};

export type JobContext = {
  jobId: string;
  /** 1 at the first try. */
  attempt: number;
  /** Aborted when the job has run out of time or the process stops: what happens after that may happen twice. */
  signal: AbortSignal;
};

export type WorkOptions = {
  /** Jobs at once in this process (default 8), and of one tenant (default 2), which is never all of them. */
  concurrency?: number;
  perTenant?: number;
};

export type QueueStats = { queue: string; ready: number; active: number; oldestSeconds: number };

export type Queue = {
  /** At least once: a handler finds out for itself whether its work is done already. */
  send<P extends Payload>(job: Job<P>, payload: P, options?: SendOptions): Promise<void>;
  /** Many of one kind at the price of one. */
  sendMany<P extends Payload>(job: Job<P>, payloads: readonly P[]): Promise<void>;
  work<P extends Payload>(
    job: Job<P>,
    handler: (payload: P, context: JobContext) => Promise<void>,
    options?: WorkOptions,
  ): Promise<void>;
  /** One process at a time runs it when its time has come. */
  onSweep(sweep: Sweep, handler: (context: JobContext) => Promise<void>): Promise<void>;
  start(): Promise<void>;
  /** Lets running jobs end for `graceMs`; what is still running then is tried again later, here or elsewhere. */
  stop(graceMs: number): Promise<void>;
  /** Rejects when the queue cannot be reached. */
  stats(): Promise<QueueStats[]>;
};

/** Told of a job that has used up its tries, once, with the words of its last error. */
export type OnDead = (job: string, payload: unknown, reason: string) => Promise<void>;
