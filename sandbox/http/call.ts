import type { z } from "zod";
import { ok, refuse, type Refusal, type Result } from "../result.ts";
import type { Site } from "../site.ts";
import type { Acting, Installation, Json } from "../state.ts";

/** One REST call, proved and parsed as far as every resource needs it. */
export type Call = {
  site: Site;
  acting: Acting;
  /** The install that signed the call or asked for its token, if an app is behind it. */
  installation: Installation | null;
  params: Record<string, string>;
  query: Record<string, string | string[]>;
  body: unknown;
};

export type Answer = { status: number; body?: Json; headers?: Record<string, string> };

/** Connect scopes, each holding the ones before it. */
export type Scope = "NONE" | "READ" | "WRITE" | "DELETE" | "PROJECT_ADMIN" | "ADMIN";

export type Route = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** The path as the official description writes it: `/rest/api/3/issue/{issueIdOrKey}`. */
  path: string;
  scope: Scope;
  /** Answered to anonymous callers too. */
  open?: boolean;
  handle(call: Call): Answer;
};

/** A path variable; the router only calls a route whose variables are all there. */
export function param(call: Call, name: string): string {
  return call.params[name] ?? "";
}

export function queryText(call: Call, name: string): string | undefined {
  const value = call.query[name];
  return Array.isArray(value) ? value[0] : value;
}

/** A list in the query, written with commas, by repeating the name, or both. */
export function queryList(call: Call, name: string): string[] {
  const value = call.query[name];
  const texts = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return texts
    .flatMap((text) => text.split(","))
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

/** A whole number in the query, kept between 0 and `most`. */
export function queryNumber(call: Call, name: string, usual: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(queryText(call, name) ?? usual);
  return Number.isInteger(value) && value >= 0 ? Math.min(value, most) : usual;
}

/** The body in the form the resource needs; what is wrong is told as Jira tells it. */
export function readBody<T>(call: Call, shape: z.ZodType<T>): Result<T> {
  const read = shape.safeParse(call.body);
  if (read.success) return ok(read.data);
  return refuse(400, `Invalid request payload. Refer to the REST API documentation and try again.`);
}

export function refusalBody({ errorMessages, errors, status }: Refusal): Json {
  return { errorMessages, errors, status };
}

export function refused(refusal: Refusal): Answer {
  return { status: refusal.status, body: refusalBody(refusal) };
}

/** Answers the refusal, or what `answer` makes of the value. */
export function answerWith<T>(result: Result<T>, answer: (value: T) => Answer): Answer {
  return result.ok ? answer(result.value) : refused(result.refusal);
}
