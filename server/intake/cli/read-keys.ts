import { createPublicKey, createSecretKey, X509Certificate, type KeyObject } from "node:crypto";
import * as z from "zod";
import { ok, refuse, type Result } from "../../kit/index.ts";

const Jwk = z.object({
  kty: z.string(),
  kid: z.string().optional(),
  use: z.string().optional(),
  alg: z.string().optional(),
  key_ops: z.array(z.string()).optional(),
  k: z.string().optional(),
  n: z.string().optional(),
  e: z.string().optional(),
});
type Jwk = z.infer<typeof Jwk>;

const JwkFile = z.union([
  z.object({ keys: z.array(Jwk).max(1_000) }).transform(({ keys }) => keys),
  Jwk.transform((key) => [key]),
]);

/** The keys in a file that may prove a token of this algorithm: several in a JWK set. */
export function readKeys(file: Buffer, alg: "HS256" | "RS256"): Result<KeyObject[]> {
  if (file.length === 0) return refuse("the key file is empty");
  const jwks = readJwks(file);
  if (jwks === "unreadable") return refuse("the key file holds no JWK that can be read");
  if (jwks !== undefined) {
    const flaw = flawOf(jwks);
    if (flaw !== undefined) return refuse(flaw);
    const keys = jwks.filter((jwk) => isFor(jwk, alg)).flatMap((jwk) => keyOf(jwk) ?? []);
    return keys.length > 0 ? ok(keys) : refuse(`the key file holds no JWK for ${alg} signatures`);
  }
  const publicKey = readPublicKey(file);
  if (alg === "RS256")
    return publicKey === undefined ? refuse("the key file holds no public key") : ok([publicKey]);
  // Whoever knows a public key could make tokens with it, if it ever counted as a secret.
  if (publicKey !== undefined || file.includes("-----BEGIN ") || isFromSsh(file)) {
    return refuse("a key of a pair is no secret for HS256");
  }
  return ok(secretsIn(file).map((secret) => createSecretKey(secret)));
}

/** An editor ends a file with a line end, and it is not for us to know whether it belongs to the secret. */
function secretsIn(file: Buffer): Buffer[] {
  const end = file.toString("latin1").search(/\r?\n$/);
  return end > 0 ? [file, file.subarray(0, end)] : [file];
}

/** Undefined: it is nothing of the kind. */
function readJwks(file: Buffer): Jwk[] | "unreadable" | undefined {
  const json = readJson(file);
  const isMeant = typeof json === "object" && json !== null && ("kty" in json || "keys" in json);
  // What is meant as public keys must not be taken for a secret, only because one of them is odd.
  return isMeant ? (JwkFile.safeParse(json).data ?? "unreadable") : undefined;
}

function readJson(file: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(file));
  } catch {
    return undefined;
  }
}

const isFromSsh = (file: Buffer): boolean => /^(?:ssh|sk-ssh|ecdsa-sha2)-/.test(file.toString("latin1"));

/** What a set of keys must not leave open: which key is meant, and whether it may be shown around. */
function flawOf(jwks: readonly Jwk[]): string | undefined {
  // Keys of different kinds may share a kid, as each other's stand-in (RFC 7517).
  const ids = jwks.flatMap(({ kid, kty }) => (kid === undefined ? [] : JSON.stringify([kty, kid])));
  if (new Set(ids).size < ids.length) return "the key file has two keys of one kid";
  const secrets = jwks.filter(({ kty }) => kty === "oct").length;
  if (secrets > 0 && secrets < jwks.length) return "the key file mixes secrets with public keys";
  return undefined;
}

function isFor({ kty, use = "sig", alg: keyAlg, key_ops: operations }: Jwk, alg: "HS256" | "RS256"): boolean {
  return (
    kty === (alg === "HS256" ? "oct" : "RSA") &&
    use === "sig" &&
    (keyAlg ?? alg) === alg &&
    (operations === undefined || operations.some((one) => one === "verify" || one === "sign"))
  );
}

function keyOf({ k, n, e }: Jwk): KeyObject | undefined {
  try {
    if (k !== undefined) return secretOf(Buffer.from(k, "base64url"));
    return n === undefined || e === undefined
      ? undefined
      : createPublicKey({ key: { kty: "RSA", n, e }, format: "jwk" });
  } catch {
    return undefined;
  }
}

/** RFC 7518, by which a JWK goes, asks for as many bytes as the digest has. A secret of any other origin is as it is. */
const secretOf = (bytes: Buffer): KeyObject | undefined =>
  bytes.length < 32 ? undefined : createSecretKey(bytes);

function readPublicKey(file: Buffer): KeyObject | undefined {
  for (const read of [
    () => createPublicKey(file),
    () => createPublicKey({ key: file, format: "der", type: "spki" }),
    () => createPublicKey({ key: file, format: "der", type: "pkcs1" }),
    () => new X509Certificate(file).publicKey,
  ]) {
    try {
      return read();
    } catch {
      // Not in this form: the next one may fit.
    }
  }
  return undefined;
}
