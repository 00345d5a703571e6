import { createHash } from "node:crypto";
import * as z from "zod";
import { hashCanonical, hostMatches, ok, refuse, type Clock, type Result } from "../../kit/index.ts";
import type { InstallNotice, OnceToken } from "../../tenants/index.ts";
import type { FetchInstallKey } from "./fetch-install-key.ts";
import type { Incoming } from "../prove-person.ts";
import { LEEWAY_S } from "./find-time-flaw.ts";
import { hashQuery } from "./hash-query.ts";
import { APP_KEY } from "./read-descriptor.ts";
import { readToken, readUnproven } from "./read-token.ts";
import { hasSaneTimes, InstallClaims } from "./token-claims.ts";
import { verifySignature } from "./verify-signature.ts";

export type InstallRefusal =
  | "no-token"
  | "not-a-token"
  | "unknown-key"
  | "no-answer"
  | "forged"
  | "expired"
  | "wrong-audience"
  | "wrong-request"
  | "wrong-site"
  | "insane-times"
  | "bad-body"
  | "host-not-allowed"
  | "used-before";

const clientKey = z
  .string()
  .max(255)
  .regex(/^[\x21-\x7e]+$/);
/** Strict, since it ends up in headers of ours: a URL parser lets `;` and quotes pass in a host name. */
const siteAddress = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:\/[\w-]+)*\/?$/i)
  .refine((url) => URL.canParse(url))
  .transform((url) => url.replace(/\/$/, ""));

const InstalledBody = z.object({
  key: z.literal(APP_KEY),
  clientKey,
  sharedSecret: z.string().min(16).max(1_000),
  baseUrl: siteAddress,
  displayUrl: siteAddress.optional().catch(undefined),
  productType: z.enum(["jira", "confluence"]),
  oauthClientId: z.string().min(1).max(1_000).optional(),
});
const UninstalledBody = z.object({ key: z.literal(APP_KEY), clientKey });

export type VerifyInstallDeps = {
  fetchKey: FetchInstallKey;
  baseUrl: string;
  allowedHosts: readonly string[];
  clock: Clock;
};

/** Proves the RS256-signed calls with which Atlassian installs and uninstalls us. The body is not signed. */
export function createInstallVerifier(deps: VerifyInstallDeps) {
  async function verifyInstall(
    incoming: Incoming,
    body: unknown,
  ): Promise<Result<{ notice: InstallNotice; token: OnceToken }, InstallRefusal>> {
    const site = await proveIssuer(deps, incoming);
    if (!site.ok) return site;
    const parsed = InstalledBody.safeParse(body);
    if (!parsed.success) return refuse("bad-body");
    const { clientKey: from, baseUrl, displayUrl, productType, oauthClientId, sharedSecret } = parsed.data;
    if (from !== site.value.issuer) return refuse("wrong-site");
    if (!isAllowed(baseUrl, deps.allowedHosts)) return refuse("host-not-allowed");
    const notice = {
      ...{ product: productType, clientKey: from, baseUrl, displayUrl: displayUrl ?? null },
      ...{ sharedSecret, oauthClientId: oauthClientId ?? null },
    };
    return ok({ notice, token: site.value.tokenWith(notice) });
  }

  async function verifyUninstall(
    incoming: Incoming,
    body: unknown,
  ): Promise<Result<{ clientKey: string; token: OnceToken }, InstallRefusal>> {
    const site = await proveIssuer(deps, incoming);
    if (!site.ok) return site;
    const parsed = UninstalledBody.safeParse(body);
    if (!parsed.success) return refuse("bad-body");
    const { clientKey: from } = parsed.data;
    if (from !== site.value.issuer) return refuse("wrong-site");
    return ok({ clientKey: from, token: site.value.tokenWith({ uninstalled: from }) });
  }

  return { verifyInstall, verifyUninstall };
}

async function proveIssuer(
  deps: VerifyInstallDeps,
  incoming: Incoming,
): Promise<Result<{ issuer: string; tokenWith: (body: object) => OnceToken }, InstallRefusal>> {
  const token = readToken(incoming, "header");
  if (token === undefined) return refuse("no-token");
  const { header } = readUnproven(token) ?? {};
  const kid = header?.["kid"];
  if (header?.["alg"] !== "RS256" || typeof kid !== "string") return refuse("not-a-token");

  const key = await deps.fetchKey(kid);
  if (!key.ok) return refuse(key.reason === "no-answer" ? "no-answer" : "unknown-key");
  const now = deps.clock.now();
  const signed = verifySignature(token, { key: key.value, algorithm: "RS256", now });
  if (!signed.ok) return refuse(signed.why === "expired" ? "expired" : "forged");

  const claims = InstallClaims.safeParse(signed.claims);
  if (!claims.success) return refuse("not-a-token");
  if (!claims.data.aud.includes(deps.baseUrl)) return refuse("wrong-audience");
  if (claims.data.qsh !== hashQuery(incoming.method, incoming.url, deps.baseUrl))
    return refuse("wrong-request");
  if (!hasSaneTimes(claims.data, now)) return refuse("insane-times");
  const { iss: issuer, exp } = claims.data;
  return ok({
    issuer,
    tokenWith: (beside) => ({
      digest: createHash("sha256").update(token).digest("hex"),
      bodyDigest: hashCanonical(beside),
      until: new Date((exp + LEEWAY_S) * 1_000),
    }),
  });
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Only sites of an allowed host, and without encryption only where nothing leaves the machine. */
function isAllowed(baseUrl: string, patterns: readonly string[]): boolean {
  const url = new URL(baseUrl);
  if (url.protocol !== "https:" && !LOOPBACK.has(url.hostname)) return false;
  return patterns.some((pattern) => hostMatches(pattern, url.hostname));
}
