import { AppError } from "../../kit/index.ts";
import type { FreshDelivery, InboxAppender } from "../../proposals/index.ts";

export type BatchOptions = {
  maxBatch: number;
  /** How long the first of a batch waits for others. While another batch is being stored, that time counts. */
  waitMs: number;
  maxWaiting: number;
};

const DEFAULTS: BatchOptions = { maxBatch: 100, waitMs: 5, maxWaiting: 5_000 };

type Waiting = {
  delivery: FreshDelivery;
  since: number;
  stored: () => void;
  failed: (error: unknown) => void;
};

/**
 * Group commit: deliveries that come in close together are stored by one transaction, and each caller is
 * answered once its own is committed. While one batch is being stored the next one gathers.
 */
export function createBatchingAppender(append: InboxAppender, options: Partial<BatchOptions> = {}) {
  const { maxBatch, waitMs, maxWaiting } = { ...DEFAULTS, ...options };
  let waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  let storing = false;

  function plan(): void {
    const [oldest] = waiting;
    if (storing || oldest === undefined) return;
    const leftMs = oldest.since + waitMs - performance.now();
    if (waiting.length >= maxBatch || leftMs <= 0) {
      clearTimeout(timer);
      timer = undefined;
      void storeNext();
    } else {
      timer ??= setTimeout(() => {
        timer = undefined;
        void storeNext();
      }, leftMs);
    }
  }

  async function storeNext(): Promise<void> {
    if (storing) return;
    const batch = waiting.slice(0, maxBatch);
    waiting = waiting.slice(maxBatch);
    storing = true;
    try {
      await storeBatch(append, batch);
    } finally {
      storing = false;
      plan();
    }
  }

  return async function store(delivery: FreshDelivery): Promise<void> {
    // Jira delivers again what is not taken; memory does not grow back.
    if (waiting.length >= maxWaiting)
      throw new AppError("upstream_busy", "Too many webhooks wait to be stored");
    const done = new Promise<void>((stored, failed) =>
      waiting.push({ delivery, since: performance.now(), stored, failed }),
    );
    plan();
    return done;
  };
}

async function storeBatch(append: InboxAppender, batch: readonly Waiting[]): Promise<void> {
  try {
    await append(batch.map(({ delivery }) => delivery));
    for (const { stored } of batch) stored();
  } catch (error) {
    const [first, ...rest] = batch;
    if (first === undefined || rest.length === 0) return first?.failed(error);
    // One delivery that the database does not take must not cost the others theirs.
    for (const one of batch) await storeBatch(append, [one]);
  }
}
