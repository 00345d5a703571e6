import type { KeyObject } from "node:crypto";

/** RFC 7518 asks for no less. */
const SMALLEST_BITS = 2_048;

/** Whether this public key can prove anything: whoever looks at a weak one can sign for it. */
export function fitsRsa(key: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  return (
    key.type === "public" &&
    key.asymmetricKeyType === "rsa" &&
    modulusLength >= SMALLEST_BITS &&
    // With 1 every signature is its own message.
    publicExponent >= 3n &&
    publicExponent % 2n === 1n &&
    !isFromBrokenChip(modulusOf(key))
  );
}

const modulusOf = (key: KeyObject): bigint =>
  BigInt(`0x${Buffer.from(key.export({ format: "jwk" }).n ?? "", "base64url").toString("hex")}`);

/** Of all small primes those where the powers of 65537 are so few that they tell something. */
const TELLING_PRIMES = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];

/**
 * ROCA (CVE-2017-15361): some chips made moduli that are powers of 65537 modulo every small prime, which can be factored.
 * Of honest keys one in a hundred million looks so.
 */
const isFromBrokenChip = (modulus: bigint): boolean =>
  TELLING_PRIMES.every((prime) => isPowerOf65537(Number(modulus % BigInt(prime)), prime));

function isPowerOf65537(rest: number, prime: number): boolean {
  for (let power = 1, tries = 1; tries < prime; tries += 1) {
    if (power === rest) return true;
    power = (power * 65_537) % prime;
  }
  return false;
}
