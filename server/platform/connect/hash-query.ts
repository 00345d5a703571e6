import { parse as parseQuery } from "node:querystring";
import { createQueryStringHash } from "atlassian-jwt";

/** `unlimited`: a parameter that is left out here would not be covered by the signature. */
const UNLIMITED = { maxKeys: 0 };

/**
 * The hash that binds a token to a request (`qsh`): SHA-256, lowercase hex, of METHOD&path&query, without the
 * `jwt` parameter and without the path part of `baseUrl`. `url` is a path with its query, as it came over the wire.
 */
export function hashQuery(method: string, url: string, baseUrl: string): string {
  const at = url.indexOf("?");
  const pathname = belowBase(at === -1 ? url : url.slice(0, at), baseUrl);
  const query = at === -1 ? {} : { ...parseQuery(url.slice(at + 1), "&", "=", UNLIMITED) };
  return createQueryStringHash({ method, pathname, query }, false, "");
}

/** By whole segments: below `/app`, `/apple` is another place. */
function belowBase(pathname: string, baseUrl: string): string {
  const base = new URL(baseUrl, "http://localhost").pathname.replace(/\/$/, "");
  return pathname === base || pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname;
}
