import { lookup as lookUp } from "node:dns";
import { request as askPlain, type IncomingMessage } from "node:http";
import { request as askSecure } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { hostOf, isAllowedHost, isPublicAddress } from "../../tenants/index.ts";

/** What a tenant's server may be told. The SDK would add what the operator has set for its own. */
const SENT = ["accept", "content-type", "authorization", "api-key", "user-agent"];

const LONGEST_BYTES = 4_000_000;

class NotPublic extends Error {
  /** One of the codes of what was never sent. */
  readonly code = "EHOSTUNREACH";
}

type Options = {
  /** Host names that may lead anywhere. */
  allowed: readonly string[];
  /** Replaced in tests, which have no names of their own. */
  lookup?: typeof lookUp;
};

/**
 * Fetches from an address that a tenant chose, and only from the open internet: each connection goes to an address
 * that was looked at, however its name was resolved a moment before. Follows no redirects.
 */
export function createGuardedFetch({ allowed, lookup = lookUp }: Options): typeof globalThis.fetch {
  const guarded: LookupFunction = (name, options, done) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      const hidden = found?.some(({ address }) => !isPublicAddress(address)) ?? false;
      const fault = error ?? (hidden || found.length === 0 ? new NotPublic("Not a public address") : null);
      const first = found?.[0];
      if (fault !== null || first === undefined) done(fault, "", 0);
      else if (options.all === true) done(null, found);
      else done(null, first.address, first.family);
    });
  };

  return async (input, init) => {
    const asked = new Request(input, init);
    const url = new URL(asked.url);
    const host = hostOf(url);
    const free = isAllowedHost(host, allowed);
    if (!free && (url.protocol !== "https:" || (isIP(host) !== 0 && !isPublicAddress(host))))
      throw new NotPublic("Not a public address");
    const body = Buffer.from(await asked.arrayBuffer());
    return send(url, asked, body, free ? {} : { lookup: guarded });
  };
}

function send(
  url: URL,
  { method, headers, signal }: Request,
  body: Buffer,
  options: { lookup?: LookupFunction },
): Promise<Response> {
  const ask = url.protocol === "https:" ? askSecure : askPlain;
  const sent = Object.fromEntries(SENT.flatMap((name) => [[name, headers.get(name)]] as const).filter(isSet));
  return new Promise((resolve, reject) => {
    const length = { "content-length": body.byteLength };
    const request = ask(url, { method, headers: { ...sent, ...length }, signal, agent: false, ...options });
    request.once("error", reject);
    request.once("response", (response) => {
      try {
        resolve(toResponse(response));
      } catch (fault) {
        response.destroy();
        reject(fault);
      }
    });
    request.end(body);
  });
}

function toResponse(response: IncomingMessage): Response {
  const status = response.statusCode ?? 0;
  if (status < 200 || (status >= 300 && status < 400))
    throw new Error("A model's server that sends us elsewhere");
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  const isEmpty = status === 204 || status === 205;
  return new Response(isEmpty ? null : bodyOf(response), { status, headers });
}

/** Its pieces as they come, and an end to a server that does not stop talking. */
function bodyOf(response: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces: AsyncIterator<unknown> = response[Symbol.asyncIterator]();
  let left = LONGEST_BYTES;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done === true) return controller.close();
      if (!(value instanceof Uint8Array)) throw new TypeError("A body that is no bytes");
      left -= value.byteLength;
      if (left < 0) {
        response.destroy();
        throw new Error("A model's server that does not stop talking");
      }
      controller.enqueue(Uint8Array.from(value));
    },
    cancel: () => void response.destroy(),
  });
}

const isSet = (entry: readonly [string, string | null]): entry is readonly [string, string] =>
  entry[1] !== null;
