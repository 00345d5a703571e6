import type { Router } from "express";
import {
  ApiTokenId,
  BareRequest,
  TokenRequest,
  type AccountId,
  type NewTokenView,
  type PersonView,
  type TokensView,
} from "../../contract/index.ts";
import { AppError, type Clock } from "../../kit/index.ts";
import {
  createTokenIssuer,
  type ApiToken,
  type ApiTokenStore,
  type Caller,
  type PersonCaller,
} from "../../tenants/index.ts";
import type { PageCaller, Proven } from "../panel/api/prove-first.ts";
import { readForm } from "./say-problems.ts";

export type TokenRoutesDeps = {
  tokens: ApiTokenStore;
  facesOf: (caller: Caller, accounts: readonly AccountId[]) => Promise<(account: AccountId) => PersonView>;
  clock: Clock;
};

const DAY_MS = 24 * 60 * 60_000;

/** Tokens for programs. One that is made here acts as whoever makes it, and as nobody else. */
export function addTokenRoutes(
  router: Router,
  { tokens, facesOf, clock }: TokenRoutesDeps,
  proven: Proven<PageCaller>,
): void {
  const issue = createTokenIssuer({ tokens, clock });
  router.get(
    "/tokens",
    proven(async ({ caller }, _request, response) => {
      response.json(await present(caller));
    }),
  );
  router.post(
    "/tokens",
    proven(async ({ caller }, request, response) => {
      const { name, scopes, days } = readForm(TokenRequest, request);
      const account = caller.actor.accountId;
      const expiresAt = days === null ? null : new Date(clock.now().getTime() + days * DAY_MS);
      const made = await issue(caller, { name, account, scopes: [...new Set(scopes)], expiresAt });
      if (made === "in-the-past") throw new AppError("invalid_input", "A token that has expired already");
      const view: NewTokenView = { ...(await present(caller)), secret: made.secret };
      response.status(201).json(view);
    }),
  );
  router.post(
    "/tokens/:id/revoke",
    proven(async ({ caller }, request, response) => {
      readForm(BareRequest, request);
      const id = ApiTokenId.safeParse(request.params["id"]);
      if (!id.success || !(await tokens.revoke(caller, id.data)))
        throw new AppError("not_found", "No such token", {
          said: "There is no such token, or it was revoked before.",
        });
      response.json(await present(caller));
    }),
  );

  async function present(caller: PersonCaller): Promise<TokensView> {
    const all = await tokens.list(caller);
    const faces = await facesOf(
      caller,
      all.map(({ account }) => account),
    );
    return {
      tokens: all.map((token) => ({
        ...{ id: token.id, name: token.name, actsAs: faces(token.account), scopes: token.scopes },
        ...{ createdAt: token.createdAt.toISOString(), state: stateOf(token, clock.now()) },
        ...{ expiresAt: iso(token.expiresAt), lastUsedAt: iso(token.lastUsedAt) },
      })),
    };
  }
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Whether a token opens anything just now. */
export function stateOf({ revokedAt, expiresAt }: ApiToken, now: Date): "active" | "expired" | "revoked" {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && expiresAt <= now ? "expired" : "active";
}
