import express, { type Express, type Request } from "express";
import { issueUserToken, siteAsking } from "./apps/issue-user-token.ts";
import type { Faults } from "./faults.ts";
import { sendThroughFault, type WireAnswer } from "./http/send-through-fault.ts";
import type { Site } from "./site.ts";

type ServeDeps = { sites: () => Site[]; faults: Faults; stopped: AbortSignal };

const TOKEN_PATH = "/_oauth/oauth2/token";

function grant(sites: Site[], request: Request): WireAnswer {
  const answer = issueUserToken(sites, `http://${request.headers.host ?? ""}`, request.body);
  return {
    status: answer.ok ? 200 : answer.status,
    headers: { "cache-control": "no-store", "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(
      answer.ok ? answer.body : { error: answer.error, error_description: answer.description },
    ),
  };
}

/** The authorisation server, one for all sites: apps ask it for tokens to act as people. */
export function serveTokens(app: Express, { sites, faults, stopped }: ServeDeps): void {
  app.post(TOKEN_PATH, express.urlencoded({ extended: false }), (request, response, next) => {
    const tenant = siteAsking(sites(), request.body)?.name ?? null;
    const asked = { on: "token", method: "POST", path: TOKEN_PATH, tenant } as const;
    const effect = faults.strike({ ...asked, product: null, reads: false });
    const perform = () => grant(sites(), request);
    sendThroughFault(effect, { response, perform, stopped }).catch(next);
  });
}

/** The host of public install keys, by which an app proves that an install is Atlassian's. */
export function serveInstallKeys(app: Express, { sites, faults, stopped }: ServeDeps): void {
  app.get("/_keys/:kid", (request, response, next) => {
    const { kid } = request.params;
    const owner = sites().find((one) => one.state().installKeys[kid] !== undefined);
    const pem = owner?.state().installKeys[kid];
    const asked = { on: "keys", method: "GET", path: request.path, tenant: owner?.name ?? null } as const;
    const effect = faults.strike({ ...asked, product: null, reads: true });
    const perform = () => ({
      status: pem === undefined ? 404 : 200,
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: pem ?? "No such key.",
    });
    sendThroughFault(effect, { response, perform, stopped }).catch(next);
  });
}
