import { readdir, rm } from "node:fs/promises";
import path from "node:path";

/** Compiled code is the same after a fresh start, and making it again costs seconds. */
const KEPT = new Set(["compile-cache"]);

/** Erases the embedded database, the sandbox's site, keys and logs. */
export async function eraseData(dataDir: string): Promise<void> {
  for (const entry of await readdir(dataDir).catch(() => [])) {
    if (!KEPT.has(entry))
      await rm(path.join(dataDir, entry), { recursive: true, force: true, maxRetries: 5 });
  }
}
