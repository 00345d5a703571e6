import {
  TransportFault,
  type ProductRequest,
  type ProductResponse,
  type Transport,
} from "../../kit/index.ts";
import type { Product } from "../../tenants/index.ts";
import { addressOf } from "./address-request.ts";
import { parseBody, readBody } from "./read-body.ts";

/** Where a request goes and what proves who sends it. */
export type Signed = { baseUrl: string; authorization: string };

export type SignedTransportDeps = {
  product: Product;
  /**
   * Called for each request. `fresh`: the site has just refused what this gave before, so nothing that was kept
   * may be used again. Undefined: there is nobody left to act as.
   */
  sign(request: { method: string; address: string }, how: { fresh: boolean }): Promise<Signed | undefined>;
  observe(of: { product: string; endpoint: string; method: string; status: number; seconds: number }): void;
};

const DEFAULT_TIMEOUT_MS = 10_000;
const LARGEST_ANSWER = 20 * 1_024 * 1_024;
const LONGEST_TRACE = 1_024;

/** Sends requests to one product as one identity. A redirect is an answer like any other: a token never follows it. */
export function createSignedTransport({ product, sign, observe }: SignedTransportDeps): Transport {
  async function sendOnce(request: ProductRequest, fresh: boolean): Promise<ProductResponse> {
    const address = addressOf(request);
    const signed = await sign({ method: request.method, address }, { fresh });
    if (signed === undefined) throw new TransportFault("connection", `No ${product} installation to act for`);

    const started = performance.now();
    let status = 0;
    try {
      const answer = await exchange(request, `${signed.baseUrl}${address}`, signed.authorization);
      status = answer.status;
      return answer;
    } finally {
      const seconds = (performance.now() - started) / 1_000;
      observe({ product, endpoint: request.template, method: request.method, status, seconds });
    }
  }

  return async function send(request) {
    const first = await sendOnce(request, false);
    // Refused before anything was done, so asking again is safe: a secret or a token may just have been replaced.
    return first.status === 401 ? sendOnce(request, true) : first;
  };
}

async function exchange(
  request: ProductRequest,
  url: string,
  authorization: string,
): Promise<ProductResponse> {
  const { method, body, trace, timeoutMs = DEFAULT_TIMEOUT_MS } = request;
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
    const timeout = cause instanceof Error && cause.name === "TimeoutError";
    const what = timeout ? `did not answer within ${timeoutMs} ms` : "could not be reached";
    throw new TransportFault(timeout ? "timeout" : "connection", `${request.template} ${what}`, { cause });
  }
}

function checkTrace(trace: string): string {
  if (trace.length > LONGEST_TRACE || !/^[\x20-\x7e]+$/.test(trace))
    throw new Error("A trace is at most 1024 ASCII characters");
  return trace;
}
