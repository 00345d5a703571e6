import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Request, RequestHandler, Response } from "express";
import type { Faults } from "../faults.ts";
import { refuse } from "../result.ts";
import type { Site } from "../site.ts";
import type { Acting, Exchange, Fault, Product } from "../state.ts";
import { authenticate, type Proved } from "./authenticate.ts";
import { refused, type Answer, type Call, type Route } from "./call.ts";
import { createRouteTable, type Matched } from "./match-route.ts";
import { scopeAllows } from "./scope-allows.ts";

export type ServeRestDeps = {
  product: Product;
  routes: Route[];
  faults: Faults;
  siteOf: (request: Request) => Site;
  rateLimitHeaders: (tenant: string) => Record<string, string>;
  onExchange: (exchange: Exchange, pathTemplate: string | null) => void;
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

function answerCall(deps: ServeRestDeps, request: Request, matched: Matched | undefined): Outcome {
  const site = deps.siteOf(request);
  const proved = authenticate(request, site, deps.product);
  if (!proved.ok) return { answer: refused(proved.refusal), as: { kind: "anonymous" } };
  const { as, installation, scopes } = proved.value;
  if (matched === undefined) {
    return {
      as,
      answer: { status: 404, body: { message: `null for uri: ${request.path}`, "status-code": 404 } },
    };
  }
  const { route, params } = matched;
  if (as.kind === "anonymous" && route.open !== true) {
    return {
      as,
      answer: refused(refuse(401, "Client must be authenticated to access this resource.").refusal),
    };
  }
  if (scopes !== null && !scopeAllows(scopes, route.scope)) {
    return {
      as,
      answer: refused(refuse(403, `The app is missing the ${route.scope} scope for this resource.`).refusal),
    };
  }
  const call: Call = {
    site,
    acting: actingOf(proved.value, request),
    installation,
    params,
    query: queryOf(request),
    body: bodyOf(request),
  };
  return { as, answer: route.handle(call) };
}

/** What a planted fault makes of a call; undefined when the call goes on (perhaps later than it would have). */
async function suffer(fault: Fault | undefined, response: Response): Promise<Answer | "dropped" | undefined> {
  if (fault === undefined) return undefined;
  switch (fault.effect.kind) {
    case "answer":
      return { status: fault.effect.status, body: fault.effect.body, headers: fault.effect.headers };
    case "no-effect":
      return { status: 204 };
    case "drop":
      response.socket?.destroy();
      return "dropped";
    case "delay":
      await wait(fault.effect.ms);
      return undefined;
  }
}

function send(response: Response, answer: Answer): void {
  response.status(answer.status).set(answer.headers ?? {});
  if (answer.body === undefined) response.end();
  else response.json(answer.body);
}

function headersOf(request: Request): Record<string, string> {
  const kept = ["content-type", "accept", "x-atlassian-webhook-trace", "x-atlassian-token", "user-agent"];
  return Object.fromEntries(
    kept.flatMap((name) => (request.get(name) === undefined ? [] : [[name, request.get(name) ?? ""]])),
  );
}

/** Serves one product's REST resources: prove, check the scope, answer, and note the exchange. */
export function serveRest(deps: ServeRestDeps): RequestHandler {
  const find = createRouteTable(deps.routes);
  return (request, response, next) => {
    const started = performance.now();
    const site = deps.siteOf(request);
    const matched = find(request.method, request.path);
    const serve = async () => {
      const fault = deps.faults.strike({ method: request.method, path: request.path, tenant: site.name });
      const suffered = await suffer(fault, response);
      const outcome: Outcome =
        suffered === undefined
          ? answerCall(deps, request, matched)
          : {
              answer: suffered === "dropped" ? { status: 0 } : suffered,
              as: identityFor(deps, request, site),
            };
      const headers = { ...deps.rateLimitHeaders(site.name), ...outcome.answer.headers };
      if (suffered !== "dropped") send(response, { ...outcome.answer, headers });
      deps.onExchange(
        {
          id: randomUUID(),
          at: site.now().toISOString(),
          tenant: site.name,
          product: deps.product,
          method: request.method,
          path: request.path,
          query: queryOf(request),
          requestHeaders: headersOf(request),
          requestBody: bodyOf(request),
          status: outcome.answer.status,
          responseHeaders: headers,
          responseBody: outcome.answer.body,
          actingAs: outcome.as,
          ms: Math.round(performance.now() - started),
          fault: suffered !== undefined,
        },
        matched?.route.path ?? null,
      );
    };
    serve().catch(next);
  };
}

function identityFor(deps: ServeRestDeps, request: Request, site: Site): Acting["as"] {
  const proved = authenticate(request, site, deps.product);
  return proved.ok ? proved.value.as : { kind: "anonymous" };
}
