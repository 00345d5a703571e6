import jwt from "jsonwebtoken";
import { qshOf } from "../../sandbox/apps/verify-app-token.ts";
import type { Installation } from "../../sandbox/state.ts";

export type Answered = { status: number; body: unknown; headers: Headers };
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answered>;

async function send(
  origin: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answered> {
  const answer = await fetch(`${origin}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = (answer.headers.get("content-type") ?? "").includes("json");
  return {
    status: answer.status,
    headers: answer.headers,
    body: json ? JSON.parse(text) : text === "" ? undefined : text,
  };
}

/** Calls a site as somebody who sits before it. */
export function callAsPerson(origin: string, accountId: string): Call {
  return (method, path, body, headers = {}) =>
    send(origin, method, path, body, { cookie: `sandbox-person=${accountId}`, ...headers });
}

export function signFor(
  installation: Installation,
  method: string,
  path: string,
  claims: Record<string, unknown> = {},
): string {
  const iat = Math.floor(Date.now() / 1000);
  const qsh = qshOf(method, path, installation.product === "confluence" ? "/wiki" : "");
  return jwt.sign(
    { iss: installation.appKey, iat, exp: iat + 180, qsh, ...claims },
    installation.sharedSecret,
  );
}

/** Calls a site as the installed app, as an app calls: signed for this very request. */
export function callAsApp(origin: string, installation: () => Installation): Call {
  return (method, path, body, headers = {}) =>
    send(origin, method, path, body, {
      authorization: `JWT ${signFor(installation(), method, path)}`,
      ...headers,
    });
}
