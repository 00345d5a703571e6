import { queryNumber, queryText, type Answer, type Call } from "../http/call.ts";
import type { Refusal, Result } from "../result.ts";
import type { Json } from "../state.ts";

export const V2 = "/wiki/api/v2";
export const V1 = "/wiki/rest/api";

const CODES: Record<number, string> = {
  400: "INVALID_REQUEST_PARAMETER",
  404: "NOT_FOUND",
  409: "CONFLICT",
  413: "REQUEST_TOO_LARGE",
};

export function wordsOf({ errorMessages, errors }: Refusal): string {
  return [...errorMessages, ...Object.values(errors)].join(" ");
}

/** A refusal as v2 tells it. Where v1 says 403, v2 says 404: what may not be done there is not there. */
export function refusedV2(refusal: Refusal): Answer {
  const status = refusal.status === 403 ? 404 : refusal.status;
  return {
    status,
    body: {
      errors: [{ status, code: CODES[status] ?? "INVALID_REQUEST", title: wordsOf(refusal), detail: null }],
    },
  };
}

/** A refusal as v1 tells it. */
export function refusedV1(refusal: Refusal): Answer {
  const { status } = refusal;
  return {
    status,
    body: {
      statusCode: status,
      data: { authorized: status !== 403, valid: status !== 400, errors: [], successful: false },
      message: wordsOf(refusal),
    },
  };
}

export function v2<T>(result: Result<T>, answer: (value: T) => Json | undefined, status = 200): Answer {
  if (!result.ok) return refusedV2(result.refusal);
  const body = answer(result.value);
  return body === undefined ? { status } : { status, body };
}

export function v1<T>(result: Result<T>, answer: (value: T) => Json | undefined, status = 200): Answer {
  if (!result.ok) return refusedV1(result.refusal);
  const body = answer(result.value);
  return body === undefined ? { status } : { status, body };
}

export function writeCursor(start: number): string {
  return Buffer.from(JSON.stringify({ start })).toString("base64url");
}

/** Where a cursor points; undefined when we did not write it. */
export function readCursor(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return 0;
  const start = Number(/^\{"start":(\d{1,9})\}$/.exec(Buffer.from(text, "base64url").toString())?.[1] ?? NaN);
  return Number.isInteger(start) ? start : undefined;
}

/** The query of a call without some names, each pair with its `&`. */
export function restOfQuery(call: Call, without: string[]): string {
  return Object.entries(call.query)
    .filter(([name]) => !without.includes(name))
    .flatMap(([name, value]) => [value].flat().map((one) => `&${name}=${encodeURIComponent(one)}`))
    .join("");
}

/**
 * One page of a list. The next page's address stands in `_links.next` and the Link header, both below the
 * site: `_links.base` is not to be put before it.
 */
export function cursorPage<T>(call: Call, path: string, all: T[], present: (one: T) => Json): Answer {
  const limit = Math.max(1, queryNumber(call, "limit", 25, 250));
  const start = readCursor(queryText(call, "cursor"));
  if (start === undefined) {
    return refusedV2({ status: 400, errorMessages: ["The cursor is not valid."], errors: {} });
  }
  const results = all.slice(start, start + limit).map(present);
  const after = start + results.length;
  const base = `${call.site.origin()}/wiki`;
  if (after >= all.length) return { status: 200, body: { results, _links: { base } } };
  const next = `${path}?cursor=${writeCursor(after)}${restOfQuery(call, ["cursor"])}`;
  return {
    status: 200,
    body: { results, _links: { next, base } },
    headers: { Link: `<${next}>; rel="next", <${base}>; rel="base"` },
  };
}

/** A list inside a v1 answer, with its offsets. */
export function offsetPage(call: Call, all: Json[], most = 200): { [key: string]: Json } {
  const limit = queryNumber(call, "limit", most, most);
  const start = queryNumber(call, "start", 0);
  const results = all.slice(start, start + limit);
  return { results, start, limit, size: results.length };
}
