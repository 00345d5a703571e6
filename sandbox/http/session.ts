import type { Request, Response } from "express";
import type { Site } from "../site.ts";
import type { Person } from "../state.ts";

const COOKIE = "sandbox-person";

function cookieOf(request: Request): string | undefined {
  const header = request.headers.cookie ?? "";
  const pair = header
    .split(";")
    .map((one) => one.trim())
    .find((one) => one.startsWith(`${COOKIE}=`));
  return pair === undefined ? undefined : decodeURIComponent(pair.slice(COOKIE.length + 1));
}

/** The person this browser switched to; undefined when it never did, or to somebody who is gone. */
export function sessionPerson(request: Request, site: Site): Person | undefined {
  const accountId = cookieOf(request);
  return site.people().find((one) => one.accountId === accountId);
}

/** A browser that never switched looks with the eyes of the first person of the site. */
export function personOf(request: Request, site: Site): Person {
  const person = sessionPerson(request, site) ?? site.people()[0];
  if (person === undefined) throw new Error("the site has no people");
  return person;
}

/** Not a secret: the sandbox lets everybody be anybody. It only keeps two browser windows apart. */
export function switchPerson(response: Response, accountId: string): void {
  response.cookie(COOKIE, accountId, { httpOnly: true, sameSite: "lax", path: "/", maxAge: 31_536_000_000 });
}

/**
 * Whether a browser sent this from one of the site's own pages, or it came from no browser at all.
 * Any page on the machine can reach a local port, so what changes something must not come from a strange one.
 */
export function isOwnOrigin(request: Request): boolean {
  const origin = request.headers.origin;
  if (origin === undefined) return request.headers["sec-fetch-site"] !== "cross-site";
  return origin === `http://${request.headers.host ?? ""}`;
}
