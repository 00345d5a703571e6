import { randomUUID } from "node:crypto";
import jwt from "jsonwebtoken";
import type { Installation, Json } from "../state.ts";
import { qshOf } from "./verify-app-token.ts";

export type SignedRequest = { method: string; url: string; now: Date };
export type Claims = { sub?: string; context?: { [key: string]: Json } };

const SHORT = 180;

function contextPathOf(installation: Installation): string {
  return new URL(installation.descriptor.baseUrl).pathname.replace(/\/$/, "");
}

function seconds(now: Date): number {
  return Math.floor(now.getTime() / 1000);
}

/** RS256, as installs and uninstalls are signed: whoever holds the published key can check it, nobody else sign it. */
export function signInstall(installation: Installation, { method, url, now }: SignedRequest): string {
  const iat = seconds(now);
  const claims = {
    iss: installation.clientKey,
    aud: [installation.descriptor.baseUrl],
    iat,
    exp: iat + SHORT,
    qsh: qshOf(method, url, contextPathOf(installation)),
    // RS256 makes the same token of the same claims, and two calls of one second are still two.
    jti: randomUUID(),
  };
  return jwt.sign(claims, installation.privateKeyPem, { algorithm: "RS256", keyid: installation.keyId });
}

/** HS256 with the shared secret, as webhooks and iframe URLs are signed, bound to this one request. */
export function signRequest(
  installation: Installation,
  request: SignedRequest,
  claims: Claims,
  lifetime = SHORT,
): string {
  const iat = seconds(request.now);
  const qsh = qshOf(request.method, request.url, contextPathOf(installation));
  const body = { iss: installation.clientKey, iat, exp: iat + lifetime, qsh, ...claims };
  return jwt.sign(body, installation.sharedSecret, { algorithm: "HS256" });
}

/** What AP.context.getToken() gives: bound to no address, so its hash is a fixed word. */
export function signContext(installation: Installation, now: Date, claims: Claims, lifetime: number): string {
  const iat = seconds(now);
  const body = { iss: installation.clientKey, iat, exp: iat + lifetime, qsh: "context-qsh", ...claims };
  return jwt.sign(body, installation.sharedSecret, { algorithm: "HS256" });
}
