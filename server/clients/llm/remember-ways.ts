import { LRUCache } from "lru-cache";
import type { Way } from "./write-params.ts";

/** A server is brought up to date now and then, so what it could not do is tried again after this. */
const KEPT_MS = 60 * 60_000;

/** `owner`: whose server it is, for nothing that one tenant's server does may count for another's. */
export type ServerKey = { owner: string; baseUrl: string; model: string };

export type KnownWays = {
  wayOf(server: ServerKey): Way;
  note(server: ServerKey, way: Way): void;
};

const keyOf = ({ owner, baseUrl, model }: ServerKey) => JSON.stringify([owner, baseUrl, model]);

/** The best way a server is known to answer in; until something is known, the strictest. */
export function createKnownWays(now: () => number = Date.now): KnownWays {
  const ways = new LRUCache<string, Way>({ max: 5_000, ttl: KEPT_MS, perf: { now }, ttlResolution: 0 });
  return {
    wayOf: (server) => ways.get(keyOf(server)) ?? "schema",
    note(server, way) {
      // Noted once and not again at each call, or it would never be forgotten.
      if (ways.get(keyOf(server)) !== way) ways.set(keyOf(server), way);
    },
  };
}
