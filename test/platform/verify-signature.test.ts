import { createPublicKey, createSecretKey, generateKeyPairSync } from "node:crypto";
import jwt from "jsonwebtoken";
import { describe, expect, test } from "vitest";
import { verifySignature } from "../../server/platform/connect/verify-signature.ts";
import { forgedTokens, mutate, sealToken, validVariant, type Lock } from "../builders/hostile-tokens.ts";
import { createRandom } from "../builders/random.ts";

const pair = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const other = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const publicPem = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
const rsaJwk = pair.publicKey.export({ format: "jwk" });
const SECRET = "a-shared-secret-of-some-length";
const NOW = new Date("2026-11-23T10:00:00Z");
const at = NOW.getTime() / 1_000;
const CLAIMS = { iss: "somebody", iat: at - 10, exp: at + 170, qsh: "x" };
const locks: Record<"HS256" | "RS256", Lock & { proof: string }> = {
  HS256: { alg: "HS256", key: SECRET, otherKey: "another-secret", publicPem, proof: SECRET },
  RS256: { alg: "RS256", key: pair.privateKey, otherKey: other.privateKey, publicPem, proof: publicPem },
};
const verdict = (token: string, alg: "HS256" | "RS256", now = NOW) =>
  verifySignature(token, { key: locks[alg].proof, algorithm: alg, now });

describe.each(["HS256", "RS256"] as const)("the proof of %s", (alg) => {
  test.each(forgedTokens(locks[alg], CLAIMS))("refuses: %s", (_what, token) => {
    expect(verdict(token, alg)).toMatchObject({ ok: false });
  });

  test("accepts every right way of writing an honest token", () => {
    const random = createRandom(7);
    for (let n = 0; n < 400; n += 1) {
      const token = validVariant(random, locks[alg], CLAIMS);
      expect({ n, token, ...verdict(token, alg) }).toMatchObject({ ok: true, claims: CLAIMS });
    }
  });

  test("accepts none of some thousand tokens with a few signs changed", () => {
    const random = createRandom(11);
    for (let n = 0; n < 3_000; n += 1) {
      const token = mutate(random, validVariant(random, locks[alg], CLAIMS));
      expect({ n, token, ...verdict(token, alg) }).toMatchObject({ ok: false });
    }
  });

  test("is never wider than another implementation's", () => {
    const random = createRandom(13);
    const agrees = (token: string) => {
      try {
        jwt.verify(token, locks[alg].proof, { algorithms: [alg], clockTimestamp: at, clockTolerance: 30 });
        return true;
      } catch {
        return false;
      }
    };
    for (let n = 0; n < 300; n += 1) {
      const token = validVariant(random, locks[alg], {
        ...CLAIMS,
        exp: at + random.below(200) - 100,
        nbf: at + random.below(200) - 100,
      });
      expect({ n, agrees: agrees(token) || !verdict(token, alg).ok }).toEqual({ n, agrees: true });
    }
  });
});

test.each<[string, Record<string, unknown>, string]>([
  ["ended", { exp: at - 31 }, "expired"],
  ["ended within the leeway", { iat: at - 100, exp: at - 29 }, "ok"],
  ["ends at 0", { exp: 0 }, "expired"],
  ["ends in a string", { exp: String(at + 100) }, "insane-times"],
  ["ends in a list", { exp: [at + 100] }, "insane-times"],
  ["ends never", { exp: 1e99 }, "insane-times"],
  ["ends before all time", { exp: -1 }, "insane-times"],
  ["ends in null", { exp: null }, "insane-times"],
  ["ends at a part of a second", { exp: at + 0.5 }, "ok"],
  ["begins later", { nbf: at + 31 }, "not-yet-valid"],
  ["begins within the leeway", { nbf: at + 29 }, "ok"],
  ["begins in a string", { nbf: "0" }, "insane-times"],
  ["begins after its end", { nbf: at + 20, exp: at + 10 }, "insane-times"],
  ["was made in the future", { iat: at + 31 }, "insane-times"],
  ["was made after its end", { iat: at + 20, exp: at + 10 }, "insane-times"],
  ["was made in a string", { iat: "now" }, "insane-times"],
  ["names no times", { iat: undefined, exp: undefined }, "ok"],
])("a token that %s", (_what, claims, wanted) => {
  const token = sealToken({ alg: "HS256" }, { ...CLAIMS, ...claims }, SECRET);
  const found = verdict(token, "HS256");
  expect(found.ok ? "ok" : found.why).toBe(wanted);
});

test("the published examples of RFC 7515 hold at their time, and no longer", () => {
  const then = new Date(1_300_819_000_000);
  const k = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
  const key = Buffer.from(k, "base64url");
  const a1 =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const secret = createSecretKey(key);
  expect(verifySignature(a1, { key: secret, algorithm: "HS256", now: then })).toEqual({
    ok: true,
    claims: { iss: "joe", exp: 1_300_819_380, "http://example.com/is_root": true },
  });
  expect(verifySignature(a1, { key: secret, algorithm: "HS256", now: NOW })).toEqual({
    ok: false,
    why: "expired",
  });
});

test("a key that is too small, of another kind, or empty proves nothing", () => {
  const small = generateKeyPairSync("rsa", { modulusLength: 1_024 });
  const curve = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const token = sealToken({ alg: "RS256" }, CLAIMS, small.privateKey, "RS256");
  for (const key of [
    small.publicKey,
    curve.publicKey,
    "no key at all",
    "",
    createPublicKey(curve.privateKey),
  ]) {
    expect(verifySignature(token, { key, algorithm: "RS256", now: NOW })).toEqual({
      ok: false,
      why: "unfit-key",
    });
  }
  const hmac = sealToken({ alg: "HS256" }, CLAIMS, "");
  expect(verifySignature(hmac, { key: "", algorithm: "HS256", now: NOW })).toEqual({
    ok: false,
    why: "unfit-key",
  });
  const confused = sealToken({ alg: "HS256" }, CLAIMS, publicPem);
  expect(verifySignature(confused, { key: pair.publicKey, algorithm: "HS256", now: NOW }).ok).toBe(false);
});

/** What stands in both is made for this: sound keys of these kinds can be had nowhere. */
test.each<[string, bigint, bigint]>([
  ["an exponent of one", 0n, 1n],
  ["an even exponent", 0n, 65_536n],
  ["a modulus of a broken chip", 65_537n ** 11n, 65_537n],
])("a key with %s proves nothing", (_what, chip, exponent) => {
  const small = [11n, 13n, 17n, 19n, 37n, 53n, 61n, 71n, 73n, 79n, 97n, 103n, 107n, 109n, 127n, 151n, 157n];
  const product = small.reduce((all, prime) => all * prime, 2n);
  const honest = BigInt(`0x${Buffer.from(rsaJwk.n ?? "", "base64url").toString("hex")}`);
  const modulus = chip === 0n ? honest : (honest / product) * product + (chip % product);
  const inBase64 = (number: bigint) => {
    const hex = number.toString(16);
    return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex").toString("base64url");
  };
  const jwk = { kty: "RSA", n: inBase64(modulus), e: inBase64(exponent) };
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const token = sealToken({ alg: "RS256" }, CLAIMS, pair.privateKey, "RS256");
  expect(verifySignature(token, { key, algorithm: "RS256", now: NOW })).toEqual({
    ok: false,
    why: "unfit-key",
  });
});

test.each<[string, object, object, boolean]>([
  ["a kid that is a number", { kid: 5 }, {}, false],
  ["a kid that is nothing", { kid: null }, {}, false],
  ["a type that is a list", { typ: ["JWT"] }, {}, false],
  ["an issuer that is a number", {}, { iss: 5 }, false],
  ["a subject that is an object", {}, { sub: { id: "x" } }, false],
  ["an id that is a number", {}, { jti: 5 }, false],
  ["an audience that is a number", {}, { aud: 5 }, false],
  ["an audience with a number in it", {}, { aud: ["x", 5] }, false],
  ["no audience, said so", {}, { aud: null }, true],
  ["names as text", { kid: "k", typ: "JWT", cty: "x" }, { sub: "x", jti: "y", aud: ["x", "y"] }, true],
])("a token with %s", (_what, header, claims, ok) => {
  const token = sealToken({ alg: "HS256", ...header }, { ...CLAIMS, ...claims }, SECRET);
  expect(verdict(token, "HS256")).toMatchObject(ok ? { ok } : { ok, why: "malformed" });
});

test("a payload that is no object has no claims and no times, unless it says it is a JWT", () => {
  for (const payload of ["It's a dangerous business", "", Buffer.from([0, 255]), "[1]", "5"]) {
    expect(verdict(sealToken({ alg: "HS256" }, payload, SECRET), "HS256")).toEqual({
      ok: true,
      claims: undefined,
    });
    expect(verdict(sealToken({ alg: "HS256", typ: "JWT" }, payload, SECRET), "HS256")).toMatchObject({
      ok: false,
    });
  }
});
