import { setTimeout as delay } from "node:timers/promises";
import { EngineFault } from "./engine-fault.ts";

/** Waits, unless the caller gives up meanwhile. */
export async function waitFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch {
    throw new EngineFault("aborted", "The call was given up");
  }
}
