import { createQueryStringHash, fromMethodAndUrl } from "atlassian-jwt";
import jwt from "jsonwebtoken";
import { z } from "zod";
import { ok, refuse, type Result } from "../result.ts";
import type { Site } from "../site.ts";
import type { Installation, Product } from "../state.ts";

const Claims = z.object({
  iss: z.string(),
  qsh: z.string(),
  exp: z.number(),
  iat: z.number(),
  aud: z.unknown().optional(),
});

export type AppTokenQuestion = { site: Site; product: Product; token: string; method: string; url: string };

/** Path and query as they are hashed: below the product's context path, so `/wiki` is never part of it. */
export function qshOf(method: string, url: string, contextPath: string): string {
  const { pathname, search } = new URL(url, "http://site");
  const inside = contextPath !== "" && (pathname === contextPath || pathname.startsWith(`${contextPath}/`));
  const below = inside ? pathname.slice(contextPath.length) || "/" : pathname;
  return createQueryStringHash(fromMethodAndUrl(method, `${below}${search}`), false, "");
}

/**
 * The install behind a token an app signed: HS256 with its shared secret, issuer = app key, hash of this very
 * request, not expired. One app may be installed in both products with two secrets; the called product decides.
 */
export function verifyAppToken({
  site,
  product,
  token,
  method,
  url,
}: AppTokenQuestion): Result<Installation> {
  const unread = Claims.safeParse(jwt.decode(token));
  if (!unread.success) return refuse(401, "The JWT could not be read.");
  const installation = site.installation(product, unread.data.iss);
  if (installation === undefined)
    return refuse(401, `Could not find an installed app with key '${unread.data.iss}'.`);
  if (installation.state === "DISABLED") return refuse(401, "The app is disabled.");
  const now = Math.floor(site.now().getTime() / 1000);
  try {
    jwt.verify(token, installation.sharedSecret, {
      algorithms: ["HS256"],
      clockTimestamp: now,
      clockTolerance: 30,
    });
  } catch {
    return refuse(401, "The JWT is expired or its signature does not match.");
  }
  if (unread.data.qsh !== qshOf(method, url, product === "confluence" ? "/wiki" : "")) {
    return refuse(401, "The query hash of the JWT does not match this request.");
  }
  return ok(installation);
}
