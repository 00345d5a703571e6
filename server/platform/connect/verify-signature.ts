import { createHmac, createPublicKey, timingSafeEqual, verify, type KeyObject } from "node:crypto";
import { fitsRsa } from "./fits-rsa.ts";
import { findTimeFlaw, type TimeFlaw } from "./find-time-flaw.ts";
import { readCompact, type Compact } from "./read-compact.ts";
import { isJsonObject, parseStrictJson } from "./strict-json.ts";

export type Algorithm = "HS256" | "RS256";

export type SignatureFlaw =
  | "malformed"
  | "wrong-algorithm"
  | "unknown-extension"
  | "unfit-key"
  | "forged"
  | TimeFlaw;

type Verified = { ok: true; claims: unknown } | { ok: false; why: SignatureFlaw };

export type VerifySignature = typeof verifySignature;

/**
 * The claims, when the signature holds with exactly this algorithm and the token is neither too old nor too new. What
 * the token says of keys (`jwk`, `jku`, `x5u`) is not looked at. A payload that is no JSON object has no claims.
 */
export function verifySignature(
  token: string,
  proof: { key: string | KeyObject; algorithm: Algorithm; now: Date },
): Verified {
  const compact = readCompact(token);
  if (compact === undefined) return { ok: false, why: "malformed" };
  const { alg, typ, cty, kid, crit, b64 = true } = compact.header;
  if (![typ, cty, kid].every(isTextOrAbsent)) return { ok: false, why: "malformed" };
  if (alg !== proof.algorithm) return { ok: false, why: "wrong-algorithm" };
  // `crit` names what a reader must understand, and there is nothing of that kind that we do.
  if (crit !== undefined || b64 !== true) return { ok: false, why: "unknown-extension" };
  const signed = proof.algorithm === "HS256" ? holdsHmac(compact, proof.key) : holdsRsa(compact, proof.key);
  if (signed !== true) return { ok: false, why: signed === undefined ? "unfit-key" : "forged" };

  const claims = parseStrictJson(compact.payload);
  if (!isJsonObject(claims)) {
    const claimsToBeJwt = typeof typ === "string" && typ.toUpperCase() === "JWT";
    return claimsToBeJwt || looksLikeObject(compact.payload)
      ? { ok: false, why: "malformed" }
      : { ok: true, claims: undefined };
  }
  if (!hasPlainNames(claims)) return { ok: false, why: "malformed" };
  const flaw = findTimeFlaw(claims, proof.now);
  return flaw === undefined ? { ok: true, claims } : { ok: false, why: flaw };
}

/** Undefined: no secret to speak of. An empty one is known to everybody. */
function holdsHmac({ signed, signature }: Compact, key: string | KeyObject): boolean | undefined {
  const isSecret = typeof key === "string" ? key !== "" : key.type === "secret" && key.symmetricKeySize !== 0;
  if (!isSecret) return undefined;
  const made = createHmac("sha256", key).update(signed).digest();
  return made.length === signature.length && timingSafeEqual(made, signature);
}

/** Undefined: not an RSA key that can prove anything. */
function holdsRsa({ signed, signature }: Compact, given: string | KeyObject): boolean | undefined {
  const key = typeof given === "string" ? readPublicKey(given) : given;
  if (key === undefined || !fitsRsa(key)) return undefined;
  return verify("sha256", Buffer.from(signed), key, signature);
}

function readPublicKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

/** Who a token is by, about and for is text (RFC 7519). One that names no audience may say so. */
function hasPlainNames({ iss, sub, jti, aud }: Readonly<Record<string, unknown>>): boolean {
  const audience: unknown[] = Array.isArray(aud) ? aud : [aud ?? undefined];
  return [iss, sub, jti, ...audience].every(isTextOrAbsent);
}

const isTextOrAbsent = (value: unknown) => value === undefined || typeof value === "string";

/** What begins like claims and cannot be read as such (a name twice, say) is not a payload of another kind. */
const looksLikeObject = (payload: Buffer) =>
  /^(?:\xef\xbb\xbf)?\s*\{/.test(payload.subarray(0, 64).toString("latin1"));
