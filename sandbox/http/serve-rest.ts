import { randomUUID } from "node:crypto";
import type { Request, RequestHandler } from "express";
import type { FaultEffect } from "../fault.ts";
import type { Faults } from "../faults.ts";
import type { LimitedCall, Limits } from "../limits/create-limits.ts";
import { pointsOf } from "../limits/points-of.ts";
import type { OpenSite } from "../open-site.ts";
import { refuse } from "../result.ts";
import type { Site } from "../site.ts";
import type { Acting, Exchange, Product } from "../state.ts";
import { authenticate, type Proved } from "./authenticate.ts";
import { refused, type Answer, type Call, type Route } from "./call.ts";
import { createRouteTable, type Matched } from "./match-route.ts";
import { scopeAllows } from "./scope-allows.ts";
import { inJson, sendThroughFault } from "./send-through-fault.ts";

export type ServeRestDeps = {
  product: Product;
  routes: Route[];
  faults: Faults;
  limits: Limits;
  openOf: (request: Request) => OpenSite;
  onExchange: (exchange: Exchange, pathTemplate: string | null) => void;
  stopped: AbortSignal;
};

/** The parser leaves an empty object where there was no body; nobody should take that for one. */
function bodyOf(request: Request): unknown {
  const length = request.get("content-length");
  const sent = (length !== undefined && length !== "0") || request.get("transfer-encoding") !== undefined;
  return sent ? request.body : undefined;
}

type Outcome = { answer: Answer; as: Acting["as"] };

function queryOf(request: Request): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of new URL(request.originalUrl, "http://site").searchParams) {
    const before = query[name];
    query[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return query;
}

function actingOf(proved: Proved, request: Request): Acting {
  const trace = request.get("x-atlassian-webhook-trace");
  return trace === undefined ? { as: proved.as } : { as: proved.as, trace: trace.slice(0, 1024) };
}

/** A few resources are asked with POST because their question is long. */
function isRead({ method, path }: { method: string; path: string }): boolean {
  return (
    method === "GET" || /\/(search(\/jql|\/approximate-count)?|bulkfetch|permissions\/check)$/.test(path)
  );
}

const UNAUTHORISED = "Client must be authenticated to access this resource.";

function callRoute(site: Site, proved: Proved, request: Request, matched: Matched | undefined): Answer {
  const { as, installation, scopes } = proved;
  if (matched === undefined)
    return { status: 404, body: { message: `null for uri: ${request.path}`, "status-code": 404 } };
  const { route, params } = matched;
  if (as.kind === "anonymous" && route.open !== true) return refused(refuse(401, UNAUTHORISED).refusal);
  if (scopes !== null && !scopeAllows(scopes, route.scope))
    return refused(refuse(403, `The app is missing the ${route.scope} scope for this resource.`).refusal);
  const call: Call = {
    site,
    acting: actingOf(proved, request),
    installation,
    params,
    query: queryOf(request),
    body: bodyOf(request),
  };
  return route.handle(call);
}

/** The site that answers: the real one, one as it was, or a copy on which nothing that is done lasts. */
function siteFor(open: OpenSite, effect: FaultEffect | undefined): Site {
  if (effect?.kind === "stale") return open.asItWas(effect.ms);
  return effect?.kind === "no-effect" ? open.throwaway() : open.site;
}

function limitedCall(site: Site, request: Request, matched: Matched | undefined, proved: Proved) {
  const { installation } = proved;
  if (installation === null) return null;
  const idOrKey = matched?.params["issueIdOrKey"] ?? "";
  const issue = site.state().issues.find((one) => one.id === idOrKey || one.key === idOrKey.toUpperCase());
  const call: LimitedCall = {
    appKey: installation.appKey,
    tenant: site.name,
    product: installation.product,
    method: request.method,
    endpoint: matched?.route.path ?? request.path,
    writesIssue: isRead(request) ? null : (issue?.key ?? null),
  };
  return call;
}

function answerCall(
  deps: ServeRestDeps,
  request: Request,
  matched: Matched | undefined,
  effect: FaultEffect | undefined,
): Outcome {
  const open = deps.openOf(request);
  const proved = authenticate(request, open.site, deps.product);
  if (!proved.ok) return { answer: refused(proved.refusal), as: { kind: "anonymous" } };
  const { as } = proved.value;
  const { limits } = deps;
  if (effect?.kind === "limit")
    return { as, answer: limits.pretend(effect.reason, effect.retryAfterS, request.method) };
  const counted = limitedCall(open.site, request, matched, proved.value);
  if (counted === null)
    return { as, answer: callRoute(siteFor(open, effect), proved.value, request, matched) };
  const limited = limits.admit(counted);
  if (limited !== undefined) return { as, answer: limits.refuse(limited, request.method) };
  const answer = callRoute(siteFor(open, effect), proved.value, request, matched);
  limits.charge(counted, pointsOf({ reads: isRead(request), path: counted.endpoint }, answer));
  return { as, answer: { ...answer, headers: { ...limits.headers(counted), ...answer.headers } } };
}

function headersOf(request: Request): Record<string, string> {
  const kept = ["content-type", "accept", "x-atlassian-webhook-trace", "x-atlassian-token", "user-agent"];
  return Object.fromEntries(
    kept.flatMap((name) => (request.get(name) === undefined ? [] : [[name, request.get(name) ?? ""]])),
  );
}

/** Serves one product's REST resources: prove, keep to the limits, check the scope, answer, note the exchange. */
export function serveRest(deps: ServeRestDeps): RequestHandler {
  const find = createRouteTable(deps.routes);
  return (request, response, next) => {
    const started = performance.now();
    const { site } = deps.openOf(request);
    const matched = find(request.method, request.path);
    const { method, path } = request;
    const serve = async () => {
      const asked = { on: "rest", method, path, tenant: site.name, product: deps.product } as const;
      const effect = deps.faults.strike({ ...asked, reads: isRead(request) });
      let outcome: Outcome | undefined;
      const perform = () => {
        outcome = answerCall(deps, request, matched, effect);
        return inJson(outcome.answer);
      };
      const sent = await sendThroughFault(effect, { response, perform, stopped: deps.stopped });
      deps.onExchange(
        {
          id: randomUUID(),
          at: site.now().toISOString(),
          tenant: site.name,
          product: deps.product,
          method,
          path,
          query: queryOf(request),
          requestHeaders: headersOf(request),
          requestBody: bodyOf(request),
          // 0: the caller never heard of it.
          status: sent?.status ?? 0,
          responseHeaders: sent?.headers ?? {},
          responseBody: outcome === undefined ? plannedBody(effect) : outcome.answer.body,
          actingAs: outcome?.as ?? identityFor(deps, request, site),
          ms: Math.round(performance.now() - started),
          fault: effect?.kind ?? null,
        },
        matched?.route.path ?? null,
      );
    };
    serve().catch(next);
  };
}

/** What a fault answered by itself. */
function plannedBody(effect: FaultEffect | undefined): unknown {
  if (effect?.kind === "answer") return effect.body;
  return effect?.kind === "html" ? effect.html : undefined;
}

function identityFor(deps: ServeRestDeps, request: Request, site: Site): Acting["as"] {
  const proved = authenticate(request, site, deps.product);
  return proved.ok ? proved.value.as : { kind: "anonymous" };
}
