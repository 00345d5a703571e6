import { LRUCache } from "lru-cache";
import type { Clock } from "../../kit/index.ts";
import { EngineFault, type EngineFaultReason } from "./engine-fault.ts";

const FAULTS_UNTIL_REST = 3;
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 15 * 60_000;

/** Faults that the next question will meet as well, whatever it asks. */
const OF_THE_SERVER: ReadonlySet<EngineFaultReason> = new Set([
  ...(["timeout", "unreachable", "broken-off", "busy", "failed"] as const),
  ...(["not-allowed", "no-such-model", "no-credit"] as const),
]);

type Health = { faults: number; restUntil: number };

export type Circuit = {
  /** Throws `EngineFault` while the server rests. */
  check(tenantId: string, baseUrl: string): void;
  note(tenantId: string, baseUrl: string, fault: EngineFault | null): void;
};

/**
 * A server that failed a few times in a row is not asked for a while, longer each time; then one question tries it.
 * A server that says how long it wants to be left alone is left alone that long.
 */
export function createCircuit(clock: Clock): Circuit {
  const servers = new LRUCache<string, Health>({ max: 5_000, ttl: 2 * LONGEST_REST_MS });
  const keyOf = (tenantId: string, baseUrl: string) => JSON.stringify([tenantId, baseUrl]);
  return {
    check(tenantId, baseUrl) {
      const key = keyOf(tenantId, baseUrl);
      const health = servers.get(key);
      const now = clock.now().getTime();
      if (health === undefined || now >= health.restUntil) {
        // After a rest one question goes through; the others wait for what comes of it.
        if (health !== undefined && health.faults >= FAULTS_UNTIL_REST)
          servers.set(key, { ...health, restUntil: now + FIRST_REST_MS });
        return;
      }
      throw new EngineFault("resting", "The model's server is left alone for a while");
    },
    note(tenantId, baseUrl, fault) {
      const key = keyOf(tenantId, baseUrl);
      if (fault === null) return void servers.delete(key);
      if (!OF_THE_SERVER.has(fault.reason)) return;
      const faults = (servers.get(key)?.faults ?? 0) + 1;
      const restMs =
        faults < FAULTS_UNTIL_REST ? 0 : FIRST_REST_MS * 2 ** Math.min(faults - FAULTS_UNTIL_REST, 10);
      const wantedMs = Math.max(restMs, fault.retryAfterMs ?? 0);
      servers.set(key, { faults, restUntil: clock.now().getTime() + Math.min(wantedMs, LONGEST_REST_MS) });
    },
  };
}
