import { randomBytes, randomUUID } from "node:crypto";
import jwt from "jsonwebtoken";
import { z } from "zod";
import type { Site } from "../site.ts";
import type { Installation, IssuedToken } from "../state.ts";

const Form = z.object({
  grant_type: z.literal("urn:ietf:params:oauth:grant-type:jwt-bearer"),
  assertion: z.string(),
  scope: z.string().optional(),
});
const Claims = z.object({
  iss: z.string(),
  sub: z.string(),
  tnt: z.string(),
  aud: z.string(),
  iat: z.number(),
  exp: z.number(),
});

const CLIENT = "urn:atlassian:connect:clientid:";
const ACCOUNT = "urn:atlassian:connect:useraccountid:";
const LONGEST_ASSERTION = 60;
const LIFETIME = 900;

export type TokenAnswer =
  | { ok: true; body: { access_token: string; token_type: "Bearer"; expires_in: number } }
  | { ok: false; status: 400 | 401; error: string; description: string };

function no(error: string, description: string, status: 400 | 401 = 400): TokenAnswer {
  return { ok: false, status, error, description };
}

function clientOf(issuer: string): string {
  return issuer.startsWith(CLIENT) ? issuer.slice(CLIENT.length) : "";
}

function holderOf(sites: Site[], clientId: string): { site: Site; installation: Installation } | undefined {
  for (const site of sites) {
    const installation = site.installations().find((one) => one.oauthClientId === clientId);
    if (installation !== undefined) return { site, installation };
  }
  return undefined;
}

function verified(assertion: string, installation: Installation, now: Date): boolean {
  try {
    const clockTimestamp = Math.floor(now.getTime() / 1000);
    jwt.verify(assertion, installation.sharedSecret, {
      algorithms: ["HS256"],
      clockTimestamp,
      clockTolerance: 5,
    });
    return true;
  } catch {
    return false;
  }
}

function store(site: Site, installation: Installation, accountId: string, scopes: string[]): IssuedToken {
  const now = site.now();
  const issued: IssuedToken = {
    id: randomUUID(),
    token: randomBytes(32).toString("base64url"),
    appKey: installation.appKey,
    clientKey: installation.clientKey,
    accountId,
    scopes,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + LIFETIME * 1000).toISOString(),
  };
  const state = site.state();
  state.tokens = [...state.tokens.filter((one) => Date.parse(one.expiresAt) > now.getTime()), issued];
  site.touch();
  const { appKey } = installation;
  const note = {
    at: issued.issuedAt,
    kind: "user",
    appKey,
    forAccountId: accountId,
    subject: installation.baseUrl,
    expiresAt: issued.expiresAt,
  } as const;
  site.events.emit({ type: "token", note });
  return issued;
}

/** The site whose installation a request for a token names, proved or not. */
export function siteAsking(sites: Site[], input: unknown): Site | undefined {
  const form = Form.safeParse(input);
  const claims = Claims.safeParse(form.success ? jwt.decode(form.data.assertion) : null);
  return claims.success ? holderOf(sites, clientOf(claims.data.iss))?.site : undefined;
}

/**
 * The JWT-bearer grant by which an app acts as a person (ACT_AS_USER).
 * `audience` is the origin this authorisation server is reached at.
 */
export function issueUserToken(sites: Site[], audience: string, input: unknown): TokenAnswer {
  const form = Form.safeParse(input);
  if (!form.success) return no("invalid_request", "grant_type and assertion are required.");
  const claims = Claims.safeParse(jwt.decode(form.data.assertion));
  if (!claims.success) return no("invalid_grant", "The assertion lacks a claim.");
  const { iss, sub, tnt, aud, iat, exp } = claims.data;
  const holder = holderOf(sites, clientOf(iss));
  if (holder === undefined) return no("invalid_client", "No such client.", 401);
  const { site, installation } = holder;
  if (!verified(form.data.assertion, installation, site.now()))
    return no("invalid_grant", "The assertion's signature or time is wrong.");
  if (exp - iat > LONGEST_ASSERTION)
    return no("invalid_grant", "The assertion lives longer than 60 seconds.");
  if (aud !== audience) return no("invalid_grant", "The assertion is meant for another server.");
  if (tnt !== installation.baseUrl) return no("invalid_grant", "The assertion names another tenant.");
  const granted = installation.descriptor.scopes;
  if (!granted.includes("ACT_AS_USER"))
    return no("unauthorized_client", "The app does not have the ACT_AS_USER scope.");
  if (site.state().settings.impersonation === "off")
    return no("access_denied", "This site does not let apps act as people.");
  const person = site.people().find((one) => `${ACCOUNT}${one.accountId}` === sub);
  if (person === undefined) return no("invalid_grant", "No such user.");
  const wanted = form.data.scope?.split(" ").filter((one) => one !== "") ?? granted;
  if (!wanted.every((one) => granted.includes(one.toUpperCase())))
    return no("invalid_scope", "The app does not have this scope.");
  const issued = store(site, installation, person.accountId, wanted);
  return { ok: true, body: { access_token: issued.token, token_type: "Bearer", expires_in: LIFETIME } };
}
