import { AccountId } from "../../contract/index.ts";
import { ok, refuse, type Clock, type Result } from "../../kit/index.ts";
import type { Installation, InstallationDirectory, InstallationState } from "../../tenants/index.ts";
import type { Incoming } from "../prove-person.ts";
import { hashQuery } from "./hash-query.ts";
import { APP_KEY } from "./read-descriptor.ts";
import { readToken, readUnproven } from "./read-token.ts";
import { hasSaneTimes, TokenClaims } from "./token-claims.ts";
import { verifySignature } from "./verify-signature.ts";

/**
 * What a token is good for. `url-bound`: this one request (pages, webhooks, lifecycle).
 * `context`: calls of our own panels to our API; it is bound to no address, so it opens nothing else.
 */
export type TokenKind = "url-bound" | "context";

export type Place = { id: string; key: string };

export type TokenProof = {
  installation: Installation;
  /** Absent when the product's viewer is not logged in. */
  accountId: AccountId | undefined;
  issue: Place | undefined;
  project: Place | undefined;
  expiresAt: Date;
};

export type TokenRefusal =
  | "no-token"
  | "not-a-token"
  | "unknown-site"
  | "forged"
  | "expired"
  | "wrong-kind"
  | "wrong-request"
  | "wrong-audience"
  | "insane-times"
  | "not-verified"
  | "not-enabled";

export type VerifyTokenDeps = {
  installations: Pick<InstallationDirectory, "findByClientKey" | "findFresh">;
  baseUrl: string;
  clock: Clock;
};

const CONTEXT_QSH = "context-qsh";

/** Proves a product's HS256 token. `states` are those in which an installation may use this door. */
export function createTokenVerifier({ installations, baseUrl, clock }: VerifyTokenDeps) {
  return async function verifyToken(
    incoming: Incoming,
    kind: TokenKind,
    states: readonly InstallationState[] = ["enabled"],
  ): Promise<Result<TokenProof, TokenRefusal>> {
    const token = readToken(incoming, kind === "context" ? "header" : "header-or-query");
    if (token === undefined) return refuse("no-token");
    const claimed = TokenClaims.safeParse(readUnproven(token)?.claims);
    if (!claimed.success) return refuse("not-a-token");

    const signed = await proveSignature(installations, token, claimed.data.iss, clock.now());
    if (!signed.ok) return signed;

    const claims = TokenClaims.safeParse(signed.value.claims);
    if (!claims.success) return refuse("not-a-token");
    const flaw = findFlaw(claims.data, { incoming, kind, baseUrl, now: clock.now() });
    if (flaw !== undefined) return refuse(flaw);

    const { installation } = signed.value;
    if (!states.includes(installation.state)) {
      return refuse(installation.state === "unverified" ? "not-verified" : "not-enabled");
    }
    return ok(toProof(installation, claims.data));
  };
}

async function proveSignature(
  installations: VerifyTokenDeps["installations"],
  token: string,
  clientKey: string,
  now: Date,
): Promise<Result<{ installation: Installation; claims: unknown }, TokenRefusal>> {
  const known = await installations.findByClientKey(clientKey);
  if (known === undefined) return refuse("unknown-site");
  const first = tryWith(known, token, now);
  if (first.ok || first.reason === "expired") return first;

  // The secret may have been rotated, or the state changed, through another process just now.
  const fresh = await installations.findFresh(clientKey);
  return fresh === undefined || fresh.sharedSecret === known.sharedSecret
    ? first
    : tryWith(fresh, token, now);
}

function tryWith(installation: Installation, token: string, now: Date) {
  const { sharedSecret: key } = installation;
  if (key === null) return refuse<TokenRefusal>("forged");
  const signed = verifySignature(token, { key, algorithm: "HS256", now });
  if (signed.ok) return ok({ installation, claims: signed.claims });
  return refuse<TokenRefusal>(signed.why === "expired" ? "expired" : "forged");
}

type Against = { incoming: Incoming; kind: TokenKind; baseUrl: string; now: Date };

function findFlaw(claims: TokenClaims, { incoming, kind, baseUrl, now }: Against): TokenRefusal | undefined {
  if ((claims.qsh === CONTEXT_QSH) !== (kind === "context")) return "wrong-kind";
  if (kind === "url-bound" && claims.qsh !== hashQuery(incoming.method, incoming.url, baseUrl)) {
    return "wrong-request";
  }
  const audience = [claims.iss, baseUrl, APP_KEY];
  if (claims.aud !== undefined && !claims.aud.some((aud) => audience.includes(aud))) return "wrong-audience";
  return hasSaneTimes(claims, now) ? undefined : "insane-times";
}

function toProof(installation: Installation, claims: TokenClaims): TokenProof {
  return {
    installation,
    accountId: claims.sub === undefined ? undefined : AccountId.parse(claims.sub),
    issue: claims.context?.jira?.issue,
    project: claims.context?.jira?.project,
    expiresAt: new Date(claims.exp * 1_000),
  };
}
