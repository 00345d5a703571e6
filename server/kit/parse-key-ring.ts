import { randomBytes } from "node:crypto";

export type SealKey = { kid: string; bytes: Buffer };

const ENTRY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/;

/** What SECRET_KEYS must look like, for the message that a person reads. */
export const KEY_RING_SHAPE = "k2:<base64 of 32 bytes>,k1:<base64 of 32 bytes>, newest first, each name once";

/** Reads `k2:<base64>,k1:<base64>`, newest first. Empty when any part is malformed: half a ring is no ring. */
export function parseKeyRing(ring: string): SealKey[] {
  const keys: SealKey[] = [];
  for (const entry of ring.split(",")) {
    const [, kid, base64] = ENTRY.exec(entry.trim()) ?? [];
    if (kid === undefined || base64 === undefined) return [];
    if (keys.some((key) => key.kid === kid)) return [];
    keys.push({ kid, bytes: Buffer.from(base64, "base64") });
  }
  return keys;
}

/** A ring of one fresh key. */
export const newKeyRing = (kid = "k1") => `${kid}:${randomBytes(32).toString("base64")}`;
