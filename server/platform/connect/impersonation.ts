import jwt from "jsonwebtoken";
import { LRUCache } from "lru-cache";
import * as z from "zod";
import type { AccountId } from "../../contract/index.ts";
import { ok, refuse, TransportFault, type Clock, type Result } from "../../kit/index.ts";
import type { Installation } from "../../tenants/index.ts";
import { readBody } from "./read-body.ts";

const ASSERTION_LIFE_S = 55;
const TIMEOUT_MS = 5_000;
const RENEW_BEFORE_MS = 60_000;
const LARGEST_ANSWER = 64 * 1_024;

/** A definite no in the words of RFC 6749 §5.2. A gateway in between speaks otherwise, and decides nothing. */
const TokenRefusal = z.object({
  error: z.enum([
    "access_denied",
    "invalid_client",
    "invalid_grant",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
  ]),
});

const TokenAnswer = z.object({
  access_token: z.string().min(1).max(16_384),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive(),
});

type Kept = { token: string; until: number };

/** Gives tokens with which REST calls are made as a person (scope ACT_AS_USER), by the JWT bearer grant. */
export type Impersonate = (
  installation: Installation,
  account: AccountId,
  how: { fresh: boolean },
) => Promise<Result<string, "impersonation-refused">>;

/**
 * A token is kept until a minute before it ends, per installation, secret and person; several who want the same one
 * ask once. Rejects with `TransportFault` when the authorization server does not answer.
 */
export function createImpersonation({ tokenUrl, clock }: { tokenUrl: string; clock: Clock }): Impersonate {
  const kept = new LRUCache<string, Kept>({ max: 10_000 });
  const asking = new Map<string, Promise<Result<Kept, "impersonation-refused">>>();

  return async function impersonate(installation, account, { fresh }) {
    const assertion = signAssertion(installation, account, tokenUrl, clock.now());
    if (assertion === undefined) return refuse("impersonation-refused");
    const name = JSON.stringify([installation.id, installation.sharedSecret, account]);
    if (fresh) kept.delete(name);
    const known = kept.get(name);
    if (known !== undefined && known.until > clock.now().getTime()) return ok(known.token);

    const running =
      asking.get(name) ?? askForToken(tokenUrl, assertion, clock).finally(() => asking.delete(name));
    asking.set(name, running);
    const answer = await running;
    if (!answer.ok) return answer;
    kept.set(name, answer.value);
    return ok(answer.value.token);
  };
}

/** Undefined where the site offers no impersonation: it gave us no OAuth client id. */
function signAssertion(installation: Installation, account: AccountId, tokenUrl: string, now: Date) {
  const { oauthClientId, sharedSecret, baseUrl } = installation;
  if (oauthClientId === null || sharedSecret === null) return undefined;
  const iat = Math.floor(now.getTime() / 1_000);
  const claims = {
    iss: `urn:atlassian:connect:clientid:${oauthClientId}`,
    sub: `urn:atlassian:connect:useraccountid:${account}`,
    tnt: baseUrl,
    aud: new URL(tokenUrl).origin,
    iat,
    exp: iat + ASSERTION_LIFE_S,
  };
  return jwt.sign(claims, sharedSecret, { algorithm: "HS256" });
}

async function askForToken(tokenUrl: string, assertion: string, clock: Clock) {
  const asked = clock.now().getTime();
  const { status, text } = await post(tokenUrl, assertion);
  const body = parseJson(text);
  if (status >= 400 && status < 500 && TokenRefusal.safeParse(body).success)
    return refuse("impersonation-refused");
  const parsed = TokenAnswer.safeParse(body);
  if (status !== 200 || !parsed.success)
    throw new TransportFault("unsent", `The authorization server answered ${status}`, { said: NO_TOKEN });
  const { access_token, expires_in } = parsed.data;
  return ok<Kept>({ token: access_token, until: asked + expires_in * 1_000 - RENEW_BEFORE_MS });
}

async function post(tokenUrl: string, assertion: string): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(tokenUrl, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion }),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, text: (await readBody(response, LARGEST_ANSWER)) ?? "" };
  } catch (cause) {
    throw new TransportFault("unsent", "No answer from the authorization server", { cause, said: NO_TOKEN });
  }
}

/** Whatever became of the token: nothing was asked of the product. */
const NO_TOKEN = "Atlassian does not let TicketSmith act for the person who approved this right now.";

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
