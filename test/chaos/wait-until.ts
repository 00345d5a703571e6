import { setTimeout as wait } from "node:timers/promises";

/** Looks again and again until it is so. Throws, naming what was waited for. */
export async function waitUntil(
  what: string,
  isSo: () => Promise<boolean>,
  { seconds = 60, everyMs = 100 }: { seconds?: number; everyMs?: number } = {},
): Promise<void> {
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    if (await isSo()) return;
    await wait(everyMs);
  }
  throw new Error(`Waited in vain for ${what}`);
}
