import type { Request } from "express";
import { ok, refuse, type Result } from "../result.ts";
import type { Site } from "../site.ts";
import type { Identity, Installation, Product } from "../state.ts";
import { verifyAppToken } from "../apps/verify-app-token.ts";
import { isOwnOrigin, sessionPerson } from "./session.ts";

export type Proved = { as: Identity; installation: Installation | null; scopes: string[] | null };

const UNAUTHORISED = "Client must be authenticated to access this resource.";

function byAppToken(request: Request, site: Site, product: Product, token: string): Result<Proved> {
  const proved = verifyAppToken({ site, product, token, method: request.method, url: request.originalUrl });
  if (!proved.ok) return proved;
  const { appKey, clientKey, accountId, descriptor } = proved.value;
  return ok({
    as: { kind: "app", appKey, clientKey, accountId },
    installation: proved.value,
    scopes: descriptor.scopes,
  });
}

/** A user token is good for both products of its site, as Atlassian's are. */
function byUserToken(site: Site, product: Product, token: string): Result<Proved> {
  const issued = site.state().tokens.find((one) => one.token === token);
  if (issued === undefined || Date.parse(issued.expiresAt) <= site.now().getTime())
    return refuse(401, UNAUTHORISED);
  const installation = site.installation(product, issued.appKey);
  if (installation === undefined || installation.state === "DISABLED") return refuse(401, UNAUTHORISED);
  return ok({
    as: { kind: "person", accountId: issued.accountId, throughApp: issued.appKey },
    installation,
    scopes: issued.scopes,
  });
}

/** Proves who calls: an app by its signed token, an app for a person by a user token, a browser by its session. */
export function authenticate(request: Request, site: Site, product: Product): Result<Proved> {
  const header = request.headers.authorization;
  const [scheme = "", token = ""] = (header ?? "").split(" ");
  if (scheme.toUpperCase() === "JWT") return byAppToken(request, site, product, token);
  if (scheme.toUpperCase() === "BEARER") return byUserToken(site, product, token);
  if (header !== undefined) return refuse(401, UNAUTHORISED);
  const person = sessionPerson(request, site);
  if (person === undefined) return ok({ as: { kind: "anonymous" }, installation: null, scopes: null });
  if (request.method !== "GET" && !isOwnOrigin(request)) return refuse(403, "XSRF check failed");
  return ok({
    as: { kind: "person", accountId: person.accountId, throughApp: null },
    installation: null,
    scopes: null,
  });
}
