export type Window = {
  /** How long until there is room for one more; 0 when there is room now. */
  waitMs(key: string, most: number, now: number): number;
  add(key: string, now: number): void;
  /** What was counted lately, the most first. */
  busiest(now: number): { key: string; count: number }[];
};

const SWEEP_ABOVE = 2_000;

/** Counts what happened in the last `lengthMs`, for each key by itself. The clock is the caller's. */
export function createWindow(lengthMs: number): Window {
  const seen = new Map<string, number[]>();
  const recent = (key: string, now: number): number[] => {
    const kept = (seen.get(key) ?? []).filter((at) => at > now - lengthMs);
    if (kept.length === 0) seen.delete(key);
    else seen.set(key, kept);
    return kept;
  };
  return {
    waitMs(key, most, now) {
      const times = recent(key, now);
      if (times.length < most) return 0;
      // Room for one more comes when so many have left that fewer than `most` remain.
      const leaves = times[times.length - Math.max(1, most)] ?? now;
      return Math.max(1, leaves + lengthMs - now);
    },
    add(key, now) {
      if (seen.size > SWEEP_ABOVE) for (const one of [...seen.keys()]) recent(one, now);
      seen.set(key, [...recent(key, now), now]);
    },
    busiest: (now) =>
      [...seen.keys()]
        .map((key) => ({ key, count: recent(key, now).length }))
        .filter((one) => one.count > 0)
        .sort((a, b) => b.count - a.count),
  };
}
