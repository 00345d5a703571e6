/**
 * Lets so many run at once and so many wait, the newest of them first. Where there is no room left to wait the oldest
 * is told `givenUp` in place of its result.
 */
export function createTurns<T>(atOnce: number, mostWaiting: number) {
  type Waiting = { work: () => Promise<T>; givenUp: T; settle: (result: T | Promise<T>) => void };
  const waiting: Waiting[] = [];
  let running = 0;

  function start({ work, settle }: Pick<Waiting, "work" | "settle">): void {
    running += 1;
    settle(
      work().finally(() => {
        running -= 1;
        const next = waiting.pop();
        if (next !== undefined) start(next);
      }),
    );
  }

  return function inTurn(work: () => Promise<T>, givenUp: T): Promise<T> {
    const { promise, resolve: settle } = Promise.withResolvers<T>();
    if (running < atOnce) start({ work, settle });
    else {
      waiting.push({ work, givenUp, settle });
      if (waiting.length > mostWaiting) {
        const oldest = waiting.shift();
        oldest?.settle(oldest.givenUp);
      }
    }
    return promise;
  };
}
