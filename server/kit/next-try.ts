export const MOST_TRIES = 6;
const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 15 * 60_000;

/**
 * Pure: how long until the next try after `tries` of them, or undefined when it was tried often enough. The waits
 * double; `spread` is 0..1 and passed in. What the other side asked for is a floor: coming back sooner only earns
 * another refusal.
 */
export function nextTryInMs(tries: number, spread: number, atLeastMs = 0): number | undefined {
  if (tries >= MOST_TRIES) return undefined;
  const backoff = Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, tries - 1), LONGEST_DELAY_MS);
  return Math.round(Math.max(backoff * (0.7 + spread * 0.6), atLeastMs));
}
