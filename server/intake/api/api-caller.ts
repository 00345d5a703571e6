import type { Request, Response } from "express";
import type { ApiScope } from "../../contract/index.ts";
import type { Clock } from "../../kit/index.ts";
import {
  digestOfToken,
  isWellFormedToken,
  type ApiToken,
  type ApiTokenStore,
  type InstallationDirectory,
  type PersonCaller,
} from "../../tenants/index.ts";
import { noteTenant, requestIdOf } from "../http/request-info.ts";
import { createShare } from "../limit-rate.ts";
import { Problem } from "./problem.ts";

/** The person a program calls as, and what it may do as them. */
export type ApiCaller = { caller: PersonCaller; scopes: readonly ApiScope[] };

/** Says who is calling, or throws a `Problem`. */
export type ProveApiCaller = (request: Request, response: Response) => Promise<ApiCaller>;

/** What one program may ask in a minute, and what all programs of a site may. */
const OF_A_TOKEN = { perWindow: 1_200, windowMs: 60_000 };
const OF_A_SITE = { perWindow: 3_000, windowMs: 60_000 };

const BEARER = /^Bearer +([\x21-\x7e]+)$/i;

export type TokenProverDeps = {
  tokens: Pick<ApiTokenStore, "findByDigest" | "noteUse">;
  installations: Pick<InstallationDirectory, "enabledFor">;
  clock: Clock;
};

/** Proves the bearer token of a call. Whatever is wrong with it, the answer is the same. */
export function createTokenProver({ tokens, installations, clock }: TokenProverDeps): ProveApiCaller {
  const tokenWaitMs = createShare(clock, OF_A_TOKEN);
  const siteWaitMs = createShare(clock, OF_A_SITE);

  async function isGood(token: ApiToken | undefined): Promise<boolean> {
    if (token === undefined || token.revokedAt !== null) return false;
    if (token.expiresAt !== null && token.expiresAt <= clock.now()) return false;
    return (await installations.enabledFor(token.tenantId, "jira")) !== undefined;
  }

  return async function proveToken(request, response) {
    const given = BEARER.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const token = isWellFormedToken(given) ? await tokens.findByDigest(digestOfToken(given)) : undefined;
    if (token === undefined || !(await isGood(token))) throw new Problem("not-authenticated", NO_GOOD);
    noteTenant(response, token.tenantId);
    const waitMs = Math.max(tokenWaitMs(token.id), siteWaitMs(token.tenantId));
    if (waitMs > 0) throw new Problem("too-many", "Wait as Retry-After says.", { retryAfterMs: waitMs });

    const actor = { kind: "person", accountId: token.account } as const;
    const caller = { tenantId: token.tenantId, actor, requestId: requestIdOf(response) };
    if (isLongAgo(token.lastUsedAt, clock.now())) await tokens.noteUse(caller, token.id);
    return { caller, scopes: token.scopes };
  };
}

const NO_GOOD =
  "The token is missing, unknown, revoked or expired, or its site has not enabled TicketSmith. Send Authorization: Bearer ts_…";

const AN_HOUR_MS = 60 * 60_000;
const isLongAgo = (at: Date | null, now: Date): boolean =>
  at === null || now.getTime() - at.getTime() >= AN_HOUR_MS;
