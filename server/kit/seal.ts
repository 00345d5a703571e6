import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { parseKeyRing, type SealKey } from "./parse-key-ring.ts";

/** Where a sealed value lives. It is part of the proof, so a value copied into another row does not open. */
export type SealPlace = { tenantId: string; field: string };

/** `stale`: sealed with an older key than the ring's first, so it should be sealed again. */
export type Opened = { text: string; stale: boolean };

export type Sealer = {
  seal(text: string, place: SealPlace): string;
  /** Throws `SealFault` when the value was altered, moved, or sealed with a key that is gone. */
  open(sealed: string, place: SealPlace): Opened;
};

/** Never carries the value or a key. */
export class SealFault extends Error {
  override readonly name = "SealFault";
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
const ENVELOPE = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]+)$/;

/**
 * Seals short secrets with AES-256-GCM as `v1.<key id>.<base64url(iv|tag|ciphertext)>`.
 * `ring` is `k2:<base64 of 32 bytes>,k1:…`: the first key seals, all of them open.
 */
export function createSealer(ring: string): Sealer {
  const keys = parseKeyRing(ring);
  const newest = keys[0];
  if (newest === undefined) throw new SealFault("The key ring is empty");
  return {
    seal: (text, place) => sealWith(newest, text, place),
    open(sealed, place) {
      const [, kid, payload] = ENVELOPE.exec(sealed) ?? [];
      const key = keys.find((candidate) => candidate.kid === kid);
      if (key === undefined || payload === undefined) throw new SealFault(`No key opens ${place.field}`);
      return { text: openWith(key, Buffer.from(payload, "base64url"), place), stale: key !== newest };
    },
  };
}

const boundTo = ({ tenantId, field }: SealPlace) => Buffer.from(`${tenantId}/${field}`, "utf8");

function sealWith(key: SealKey, text: string, place: SealPlace): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, iv, { authTagLength: TAG_BYTES }).setAAD(
    boundTo(place),
  );
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `v1.${key.kid}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url")}`;
}

function openWith(key: SealKey, payload: Buffer, place: SealPlace): string {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key.bytes, payload.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(boundTo(place))
      .setAuthTag(payload.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([
      decipher.update(payload.subarray(IV_BYTES + TAG_BYTES)),
      decipher.final(),
    ]).toString("utf8");
  } catch (cause) {
    throw new SealFault(`${place.field} does not open: altered, moved, or sealed with another key`, {
      cause,
    });
  }
}
