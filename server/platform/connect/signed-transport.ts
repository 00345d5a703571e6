import {
  TransportFault,
  type Clock,
  type ProductRequest,
  type ProductResponse,
  type Transport,
} from "../../kit/index.ts";
import type { TenantId } from "../../contract/index.ts";
import type { Product, Urgency } from "../../tenants/index.ts";
import type { Budget } from "../budget/create-budget.ts";
import { addressOf } from "./address-request.ts";
import { parseBody, readBody } from "./read-body.ts";

/** Where a request goes and what proves who sends it. */
export type Signed = { baseUrl: string; authorization: string };

export type SignedTransportDeps = {
  tenantId: TenantId;
  product: Product;
  urgency: Urgency;
  budget: Budget;
  /**
   * Called for each request. `fresh`: the site has just refused what this gave before, so nothing that was kept
   * may be used again. Undefined: there is nobody left to act as.
   */
  sign(request: { method: string; address: string }, how: { fresh: boolean }): Promise<Signed | undefined>;
  clock: Clock;
  observe(of: { product: string; endpoint: string; method: string; status: number; seconds: number }): void;
};

const LONGEST_WAIT_MS = 10_000;
const LARGEST_ANSWER = 20 * 1_024 * 1_024;
const LONGEST_TRACE = 1_024;

/** Sends requests to one product as one identity. A redirect is an answer like any other: a token never follows it. */
export function createSignedTransport(deps: SignedTransportDeps): Transport {
  const { product, sign, observe, clock, budget, tenantId, urgency } = deps;
  async function sendOnce(request: ProductRequest, fresh: boolean): Promise<ProductResponse> {
    const address = addressOf(request);
    const signed = await sign({ method: request.method, address }, { fresh });
    if (signed === undefined)
      throw new TransportFault("unsent", `No ${product} installation to act for`, { said: NOBODY });

    const started = performance.now();
    let status = 0;
    try {
      const answer = await exchange(
        request,
        `${signed.baseUrl}${address}`,
        signed.authorization,
        clock.now(),
      );
      status = answer.status;
      return answer;
    } finally {
      const seconds = (performance.now() - started) / 1_000;
      observe({ product, endpoint: request.template, method: request.method, status, seconds });
    }
  }

  return async function send(request) {
    const sendThrough = (fresh: boolean) =>
      budget({ tenantId, product, urgency }, request, () => sendOnce(request, fresh));
    const send = (fresh: boolean) =>
      sendThrough(fresh).catch((fault: unknown) => {
        // A kept connection may be closed at the other end just as it is used; a question is put again.
        if (isLost(fault) && (request.method === "GET" || request.asksOnly === true))
          return sendThrough(fresh);
        throw fault;
      });
    const first = await send(false);
    // Refused before anything was done, so asking again is safe: a secret or a token may just have been replaced.
    return first.status === 401 ? send(true) : first;
  };
}

async function exchange(
  request: ProductRequest,
  url: string,
  authorization: string,
  now: Date,
): Promise<ProductResponse> {
  const { method, body, trace } = request;
  const timeoutMs = timeLeftMs(request, now);
  const headers: Record<string, string> = { accept: "application/json", authorization };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (trace !== undefined) headers["x-atlassian-webhook-trace"] = checkTrace(trace);
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await readBody(response, LARGEST_ANSWER);
    if (text === undefined) throw new TransportFault("connection", `${request.template} answered too much`);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: parseBody(text, response.headers.get("content-type")),
    };
  } catch (cause) {
    if (cause instanceof TransportFault) throw cause;
    if (cause instanceof Error && cause.name === "TimeoutError") {
      const what = `${request.template} did not answer within ${timeoutMs} ms`;
      throw new TransportFault("timeout", what, { cause });
    }
    const kind = neverLeft(cause) ? "unsent" : "connection";
    throw new TransportFault(kind, `${request.template} could not be reached`, { cause });
  }
}

function timeLeftMs({ timeoutMs = LONGEST_WAIT_MS, notAfter, template }: ProductRequest, now: Date): number {
  if (notAfter === undefined) return timeoutMs;
  const leftMs = notAfter.getTime() - now.getTime();
  if (leftMs <= 0) throw new TransportFault("unsent", `It was too late for ${template}`, { said: TOO_LATE });
  return Math.min(timeoutMs, leftMs);
}

const isLost = (fault: unknown) => fault instanceof TransportFault && fault.kind === "connection";

/** No connection was made, so nothing can have been done at the other end. */
function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" && NEVER_LEFT.has(code);
}

const NEVER_LEFT = new Set([
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"],
  ...["UND_ERR_CONNECT_TIMEOUT", "CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID"],
]);

const NOBODY = "TicketSmith may not act on this site any more.";
const TOO_LATE = "TicketSmith was held up.";

function checkTrace(trace: string): string {
  if (trace.length > LONGEST_TRACE || !/^[\x20-\x7e]+$/.test(trace))
    throw new Error("A trace is at most 1024 ASCII characters");
  return trace;
}
