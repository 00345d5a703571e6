import { PgBoss } from "pg-boss";
import { ALL_JOBS, ALL_SWEEPS, type Job } from "./define-job.ts";
import { systemClock, type Clock } from "../kit/index.ts";
import type { TenantId } from "../contract/index.ts";
import { DEAD_LETTERS, workOnDeadLetters } from "./dead-letters.ts";
import { QUEUE_SCHEMA, type QueueDatabase } from "./queue-database.ts";
import { readStats } from "./read-stats.ts";
import type { OnDead, Queue, SendOptions } from "./queue.ts";
import { tellOfFaults } from "./tell-of-faults.ts";
import { runBatch, type JobEnded } from "./run-batch.ts";

export type QueueDeps = {
  db: QueueDatabase;
  onDead: OnDead;
  /** Told of what fails in the background, such as a lost connection. */
  onError: (error: unknown) => void;
  onJobEnded?: (ended: JobEnded) => void;
  /** This process takes jobs up. A process that only sends says no, and leaves supervision to the others. */
  works?: boolean;
  clock?: Clock;
};

type Boss = InstanceType<typeof PgBoss>;

const RETRY = { retryLimit: 5, retryDelay: 2, retryBackoff: true, retryDelayMax: 120 };

/** A worker that has died is noticed after HEARTBEAT and one look, and its jobs are tried again. */
const LIFE = { expireInSeconds: 300, heartbeatSeconds: 15, deleteAfterSeconds: 24 * 60 * 60 };
const LOOK_SECONDS = 10;

/** A NOTIFY wakes the workers at once; this is for jobs that wait for a time, and for a message that was lost. */
const POLL = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1 };

/**
 * The queue over pg-boss, in the database it shares with everything else, so that a job is sent in the
 * transaction of the change it belongs to. Call `start` before anything is sent.
 */
export function createQueue({
  db,
  onDead,
  onError,
  onJobEnded,
  works = true,
  clock = systemClock,
}: QueueDeps): Queue {
  const boss = new PgBoss({
    db: {
      executeSql: async (text, values) => db.apart.query(text, values),
      listen: async (channel, heard, reconnected) => ({
        close: await db.listen(channel, heard, reconnected),
      }),
    },
    ...(db.kind === "embedded" ? { backend: "pglite" as const } : {}),
    schema: QUEUE_SCHEMA,
    migrate: false,
    createSchema: false,
    useListenNotify: true,
    supervise: works,
    schedule: works,
    registerInstance: false,
    // Both need the tables' owner; the embedded database is tidied elsewhere.
    reindex: false,
    monitorVacuum: false,
    monitorIntervalSeconds: LOOK_SECONDS,
    superviseIntervalSeconds: LOOK_SECONDS,
    openTelemetry: { enabled: false },
  });
  boss.on("error", tellOfFaults(onError, clock));

  return {
    send: (job, payload, options = {}) => sendJob(boss, job, payload, options, clock),
    async sendMany(job, payloads) {
      await boss.insert(
        job.name,
        payloads.map((data) => ({ data, ...placeOf(job, data) })),
      );
    },

    async work(job, handler, { concurrency = 8, perTenant = 2 } = {}) {
      // A batch is over with its slowest job. So one tenant may hold half of the fetchers and never all of them:
      // whatever its Jira does, somebody is free to take up the next tenant's job.
      const localConcurrency = Math.max(2 * perTenant, 2);
      const batchSize = Math.max(1, Math.ceil(concurrency / localConcurrency));
      const options = { ...POLL, batchSize, localConcurrency, localGroupConcurrency: perTenant } as const;
      await boss.work(
        job.name,
        { ...options, burstWhenBatchFull: batchSize > 1, perJobResults: true },
        (jobs) =>
          runBatch(jobs, (data, context) => handler(job.payload.parse(data), context), {
            queue: job.name,
            clock,
            onJobEnded,
          }),
      );
    },

    async onSweep(sweep, handler) {
      await boss.schedule(sweep.name, sweep.cron, null, { tz: "UTC" });
      await boss.work(sweep.name, { ...POLL, perJobResults: true }, (jobs) =>
        runBatch(jobs, (_data, context) => handler(context), { queue: sweep.name, clock, onJobEnded }),
      );
    },

    async start() {
      await boss.start();
      await makeQueues(boss);
      if (!works) return;
      await workOnDeadLetters(boss, onDead);
      // What a worker that died left behind is looked for now, and not first when the clock comes round.
      await boss.supervise().catch(onError);
    },

    stop: (graceMs) => boss.stop({ graceful: true, close: false, timeout: graceMs }),
    stats: () => readStats(db.apart),
  };
}

async function makeQueues(boss: Boss): Promise<void> {
  const known = new Set((await boss.getQueues()).map(({ name }) => name));
  const ensure = async (name: string, options: NonNullable<Parameters<Boss["createQueue"]>[1]>) => {
    const { policy, ...changeable } = options;
    if (known.has(name)) await boss.updateQueue(name, changeable);
    else await boss.createQueue(name, { ...changeable, ...(policy === undefined ? {} : { policy }) });
  };
  await ensure(DEAD_LETTERS, { ...LIFE, ...RETRY, retryLimit: 20, notify: true });
  for (const job of ALL_JOBS) {
    const policy = job.oneWaitingPer === undefined ? "standard" : "short";
    await ensure(job.name, { ...LIFE, ...RETRY, policy, deadLetter: DEAD_LETTERS, notify: true });
  }
  // No retries: the next time comes round by itself, and a second one is not started while the first runs.
  for (const sweep of ALL_SWEEPS)
    await ensure(sweep.name, { ...LIFE, retryLimit: 0, policy: "exclusive", notify: true });
}

async function sendJob<P extends { tenantId: TenantId }>(
  boss: Boss,
  job: Job<P>,
  payload: P,
  { startAfterMs, first, tx }: SendOptions,
  clock: Clock,
): Promise<void> {
  await boss.send(job.name, payload, {
    ...placeOf(job, payload),
    ...(first === true ? { priority: 1 } : {}),
    ...(startAfterMs === undefined ? {} : { startAfter: new Date(clock.now().getTime() + startAfterMs) }),
    ...(tx === undefined
      ? {}
      : { db: { executeSql: async (text: string, values?: unknown[]) => tx.query(text, values) } }),
  });
}

/** Whose turn it is, and what would be the same job again. */
const placeOf = <P extends { tenantId: TenantId }>(job: Job<P>, payload: P) => ({
  group: { id: payload.tenantId },
  ...(job.oneWaitingPer === undefined ? {} : { singletonKey: job.oneWaitingPer(payload) }),
});
