import { problemOf, SESSION_EXPIRED, UNREACHABLE, UNREADABLE, type Answer } from "./answer.ts";
import { isApiProblem } from "./read-answers.ts";

/** The browser's fetch, as far as it is used here. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>;
export type CallDeps = { fetch: Fetch; getToken: () => Promise<string> };
type Call = {
  method: "GET" | "POST" | "PUT";
  path: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
};
type Check<T> = (value: unknown) => value is T;

/**
 * One call to our server with a fresh token. A 401 is tried once more, because a token can run out on
 * the way; a second one means that the session is over. Never throws, save when `signal` aborts.
 */
export function createCaller(deps: CallDeps) {
  return async function call<T>(request: Call, check: Check<T>): Promise<Answer<T>> {
    const first = await send(deps, request);
    const response = first?.status === 401 ? await send(deps, request) : first;
    if (response === undefined) return UNREACHABLE;
    if (response.status === 401) return SESSION_EXPIRED;
    return read(response, check);
  };
}

/** The same for a file that is to be saved. */
export function createDownloader(deps: CallDeps) {
  return async function download(request: Call): Promise<Answer<Blob>> {
    const response = await send(deps, request);
    if (response === undefined) return UNREACHABLE;
    if (response.status === 401) return SESSION_EXPIRED;
    try {
      if (response.ok) return { ok: true, value: await response.blob() };
    } catch {
      // Cut off on the way: what came is not the whole file.
      return UNREACHABLE;
    }
    const body: unknown = await response.json().catch(() => undefined);
    return isApiProblem(body) ? { ok: false, problem: body } : UNREADABLE;
  };
}

async function send({ fetch, getToken }: CallDeps, request: Call): Promise<Response | undefined> {
  try {
    const headers: Record<string, string> = {
      accept: "application/json",
      authorization: `JWT ${await getToken()}`,
    };
    const init: RequestInit = { method: request.method, headers, signal: request.signal ?? null };
    if (request.body !== undefined) {
      headers["content-type"] = "application/json";
      init.body = JSON.stringify(request.body);
    }
    return await fetch(request.path, init);
  } catch (cause) {
    if (request.signal?.aborted) throw cause;
    return undefined;
  }
}

async function read<T>(response: Response, check: Check<T>): Promise<Answer<T>> {
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return check(body) ? { ok: true, value: body } : UNREADABLE;
  if (isApiProblem(body)) return { ok: false, problem: body };
  return problemOf(`http-${response.status}`, "Something went wrong on our side. Try again in a moment.");
}
