import { createSecretKey } from "node:crypto";
import jwt from "jsonwebtoken";
import { LEEWAY_S } from "./token-claims.ts";

/** The claims, when the signature holds with exactly this algorithm and the token is neither too old nor too new. */
export function verifySignature(
  token: string,
  proof: { key: string; algorithm: "HS256" | "RS256"; now: Date },
): { ok: true; claims: unknown } | { ok: false; why: "expired" | "forged" } {
  try {
    const claims = jwt.verify(token, keyFor(proof), {
      algorithms: [proof.algorithm],
      clockTolerance: LEEWAY_S,
      clockTimestamp: Math.floor(proof.now.getTime() / 1_000),
    });
    return { ok: true, claims };
  } catch (error) {
    return { ok: false, why: error instanceof jwt.TokenExpiredError ? "expired" : "forged" };
  }
}

/** Given a text, the library tries it as a public key first, which costs more than all the rest. */
const keyFor = ({ key, algorithm }: { key: string; algorithm: "HS256" | "RS256" }) =>
  algorithm === "HS256" ? createSecretKey(key, "utf8") : key;
