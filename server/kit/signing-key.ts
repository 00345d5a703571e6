import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";

/** What AUDIT_SIGNING_KEY must look like, for the message that a person reads. */
export const SIGNING_KEY_SHAPE = "a private Ed25519 key, as PKCS8 in PEM or its base64 in one line";

/** PKCS8 in PEM (line ends may be written as \n), or the base64 of it. Undefined for anything else. */
export function readSigningKey(text: string): KeyObject | undefined {
  const given = text.trim().replaceAll("\\n", "\n");
  return ed25519(() =>
    given.startsWith("-----BEGIN PRIVATE KEY-----")
      ? createPrivateKey(given)
      : createPrivateKey({ key: derOf(given), format: "der", type: "pkcs8" }),
  );
}

/** A public key as PEM, or the base64 of it. A private one is refused, for it should be nowhere near. */
export function readPublicKey(text: string): KeyObject | undefined {
  const given = text.trim();
  return ed25519(() =>
    given.startsWith("-----BEGIN PUBLIC KEY-----")
      ? createPublicKey(given)
      : createPublicKey({ key: derOf(given), format: "der", type: "spki" }),
  );
}

/** A fresh key, as its base64 in one line. */
export const newSigningKey = (): string =>
  generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");

export const publicPemOf = (key: KeyObject): string =>
  publicOf(key).export({ format: "pem", type: "spki" }).toString();

/** Sixteen hex digits by which people tell keys apart. */
export const keyIdOf = (key: KeyObject): string =>
  createHash("sha256")
    .update(publicOf(key).export({ format: "der", type: "spki" }))
    .digest("hex")
    .slice(0, 16);

const publicOf = (key: KeyObject): KeyObject => (key.type === "public" ? key : createPublicKey(key));

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
function derOf(base64: string): Buffer {
  if (!BASE64.test(base64)) throw new TypeError("Not base64");
  return Buffer.from(base64, "base64");
}

function ed25519(read: () => KeyObject): KeyObject | undefined {
  try {
    const key = read();
    return key.asymmetricKeyType === "ed25519" ? key : undefined;
  } catch {
    return undefined;
  }
}
