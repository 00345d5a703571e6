import { LRUCache } from "lru-cache";
import type { Clock } from "../kit/index.ts";

/** Far above what a site sends on its own; it stops one site from taking the door away from the others. */
const DEFAULTS = { perWindow: 3_000, windowMs: 10_000 };

/** True while the site is within its share of the current window. */
export function createRateLimit(clock: Clock, options: Partial<typeof DEFAULTS> = {}) {
  const { perWindow, windowMs } = { ...DEFAULTS, ...options };
  const windows = new LRUCache<string, { began: number; count: number }>({ max: 10_000 });

  return function allows(site: string): boolean {
    const now = clock.now().getTime();
    const current = windows.get(site);
    if (current === undefined || now - current.began >= windowMs) {
      windows.set(site, { began: now, count: 1 });
      return true;
    }
    current.count += 1;
    return current.count <= perWindow;
  };
}
