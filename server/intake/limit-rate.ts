import { LRUCache } from "lru-cache";
import type { Clock } from "../kit/index.ts";

/** Far above what a site sends on its own; it stops one site from taking the door away from the others. */
const DEFAULTS = { perWindow: 3_000, windowMs: 10_000 };

/** True while the site is within its share of the current window. */
export function createRateLimit(clock: Clock, options: Partial<typeof DEFAULTS> = {}) {
  const waitMs = createShare(clock, options);
  return (site: string): boolean => waitMs(site) === 0;
}

/** 0 while the caller of this name is within its share of the current window, else how long that window still lasts. */
export function createShare(clock: Clock, options: Partial<typeof DEFAULTS> = {}) {
  const { perWindow, windowMs } = { ...DEFAULTS, ...options };
  const windows = new LRUCache<string, { began: number; count: number }>({ max: 10_000 });

  return function waitMs(name: string): number {
    const now = clock.now().getTime();
    const current = windows.get(name);
    if (current === undefined || now - current.began >= windowMs) {
      windows.set(name, { began: now, count: 1 });
      return 0;
    }
    current.count += 1;
    return current.count <= perWindow ? 0 : current.began + windowMs - now;
  };
}
