/**
 * Many single questions as few queries: what is asked while one query is under way goes into the next one. An answer
 * is never older than its question. `load` leaves out what is not there.
 */
export function createBatchedLookup<V>(
  load: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
): (key: string) => Promise<V | undefined> {
  let waiting = new Map<string, PromiseWithResolvers<V | undefined>>();
  let busy = false;

  async function loadNext(): Promise<void> {
    busy = true;
    // Whoever asks in the same turn shall come along.
    await Promise.resolve();
    while (waiting.size > 0) {
      const batch = waiting;
      waiting = new Map();
      try {
        const found = await load([...batch.keys()]);
        for (const [key, { resolve }] of batch) resolve(found.get(key));
      } catch (error) {
        for (const { reject } of batch.values()) reject(error);
      }
    }
    busy = false;
  }

  return function lookUp(key) {
    const asked = waiting.get(key) ?? Promise.withResolvers<V | undefined>();
    waiting.set(key, asked);
    if (!busy) void loadNext();
    return asked.promise;
  };
}
