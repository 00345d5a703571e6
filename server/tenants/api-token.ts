import { createHash, randomBytes } from "node:crypto";
import type { AccountId, ApiScope, ApiTokenId, TenantId } from "../contract/index.ts";
import type { Clock } from "../kit/index.ts";
import type { Caller } from "./caller.ts";

/** A program that calls the API as this person. The token itself is nowhere: only its digest is kept. */
export type ApiToken = {
  id: ApiTokenId;
  tenantId: TenantId;
  name: string;
  account: AccountId;
  scopes: readonly ApiScope[];
  createdAt: Date;
  expiresAt: Date | null;
  /** To the hour. */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

export type NewApiToken = Pick<ApiToken, "name" | "account" | "scopes" | "expiresAt">;

export type ApiTokenStore = {
  /** The narrow door outside a tenant: whatever its state. */
  findByDigest(digest: string): Promise<ApiToken | undefined>;
  create(caller: Caller, token: NewApiToken & { digest: string }): Promise<ApiToken>;
  /** Newest first, revoked and expired ones too. */
  list(caller: Caller): Promise<ApiToken[]>;
  /** False: there is none, or it was revoked before. */
  revoke(caller: Caller, id: ApiTokenId): Promise<boolean>;
  noteUse(caller: Caller, id: ApiTokenId): Promise<void>;
};

export type KeptAnswer = { status: number; body: unknown; headers: Readonly<Record<string, string>> };

/** What a call with an idempotency key was answered, so that the same call gets the same answer. */
export type AnswerStore = {
  /**
   * `first`: nobody used this key yet, and it is now taken. `busy`: the first call is still under way.
   * `other`: it was used with another body.
   */
  take(
    caller: Caller,
    account: AccountId,
    key: { keyDigest: string; bodyDigest: string },
  ): Promise<"first" | "busy" | "other" | KeptAnswer>;
  keep(caller: Caller, account: AccountId, keyDigest: string, answer: KeptAnswer): Promise<void>;
  /** Nothing came of the call: the key is free again. */
  free(caller: Caller, account: AccountId, keyDigest: string): Promise<void>;
};

const SHAPE = /^ts_[A-Za-z0-9_-]{43}$/;

/** Whether it could be a token of ours: what could not is refused without a look at the database. */
export const isWellFormedToken = (token: string): boolean => SHAPE.test(token);

/** 256 random bits need no salt and no slow hash: there is nothing to guess. */
export const digestOfToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Makes tokens. The answer is the only time that one is ever seen. */
export function createTokenIssuer({
  tokens,
  clock,
}: {
  tokens: Pick<ApiTokenStore, "create">;
  clock: Clock;
}) {
  return async function issueToken(
    caller: Caller,
    wanted: NewApiToken,
  ): Promise<{ secret: string; token: ApiToken } | "in-the-past"> {
    if (wanted.expiresAt !== null && wanted.expiresAt <= clock.now()) return "in-the-past";
    const secret = `ts_${randomBytes(32).toString("base64url")}`;
    return { secret, token: await tokens.create(caller, { ...wanted, digest: digestOfToken(secret) }) };
  };
}
