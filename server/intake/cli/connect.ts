import { request, type IncomingMessage } from "node:http";
import * as z from "zod";
import { ok, refuse, type Result } from "../../kit/index.ts";

export type ConnectDeps = {
  env: Readonly<Record<string, string | undefined>>;
  /** The local door of the settings' own TicketSmith: a socket that only this user may enter. */
  openLocal: () => Promise<{ socket: string; close: () => Promise<void> }>;
};

/** Which TicketSmith, as whom. `site` and `as` are for the one of this machine's settings. */
export type Where = {
  url?: string | undefined;
  token?: string | undefined;
  site?: string | undefined;
  as?: string | undefined;
};

export type Connection = {
  /** What the server answered; what it refused, in its own words. */
  call: (method: string, path: string, body?: unknown) => Promise<Result<unknown>>;
  close: () => Promise<void>;
};

const LONGEST_CALL_MS = 60_000;
const Problem = z.object({
  title: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ at: z.string(), message: z.string() })).default([]),
});

/** By address and token where one is given, else through the local door. */
export async function connect(deps: ConnectDeps, where: Where): Promise<Result<Connection>> {
  const url = where.url ?? (where.site === undefined ? deps.env["TICKETSMITH_URL"] : undefined);
  const token = where.token ?? deps.env["TICKETSMITH_TOKEN"];
  if (url !== undefined) {
    if (token === undefined) return refuse("Say with which token: --token, or TICKETSMITH_TOKEN.");
    return URL.canParse(url) ? ok(remote(url.replace(/\/+$/, ""), token)) : refuse("--url is no address.");
  }
  if (where.site === undefined || where.as === undefined)
    return refuse("Say which server (--url and --token), or which site as whom (--site and --as).");
  return ok(await local(deps, where.site, where.as));
}

/** The operator's own door, for one site. */
export const connectAsOperator = (deps: ConnectDeps, site: string): Promise<Connection> =>
  local(deps, site, undefined);

/** An answer of the operator's door that may be larger than memory, as it comes in. */
export async function streamAsOperator(
  deps: ConnectDeps,
  site: string,
  path: string,
): Promise<{ answer: Result<AsyncIterable<Uint8Array>>; close: () => Promise<void> }> {
  const { socket, close } = await deps.openLocal();
  const headers = headersFor(site, undefined);
  const answer = await new Promise<Result<IncomingMessage>>((resolve) => {
    request({ socketPath: socket, method: "GET", path, headers }, (response) => resolve(ok(response)))
      .on("error", (error) => resolve(refuse(`The local door does not answer: ${error.message}`)))
      .end();
  });
  if (!answer.ok || answer.value.statusCode === 200) return { answer, close };
  const text = await readAll(answer.value);
  const refused = readAnswer(answer.value.statusCode ?? 0, text);
  return { answer: refused.ok ? refuse("The local door answered oddly.") : refused, close };
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

const headersFor = (site: string, account: string | undefined) => ({
  "content-type": "application/json",
  "x-ticketsmith-site": site.replace(/\/+$/, ""),
  ...(account === undefined ? {} : { "x-ticketsmith-account": account }),
});

function remote(url: string, token: string): Connection {
  return {
    async call(method, path, body) {
      const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
      try {
        const response = await fetch(`${url}${path}`, {
          ...{ method, headers, signal: AbortSignal.timeout(LONGEST_CALL_MS), redirect: "error" as const },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return readAnswer(response.status, await response.text());
      } catch (error) {
        return refuse(`${url} cannot be reached: ${reasonOf(error)}`);
      }
    },
    close: async () => {},
  };
}

async function local(deps: ConnectDeps, site: string, account: string | undefined): Promise<Connection> {
  const { socket, close } = await deps.openLocal();
  const headers = headersFor(site, account);
  return {
    call: (method, path, body) =>
      new Promise((resolve) => {
        const sent = request({ socketPath: socket, method, path, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () =>
            resolve(readAnswer(response.statusCode ?? 0, Buffer.concat(chunks).toString("utf8"))),
          );
        });
        sent.setTimeout(LONGEST_CALL_MS, () => sent.destroy(new Error("it took too long")));
        sent.on("error", (error) => resolve(refuse(`The local door does not answer: ${error.message}`)));
        sent.end(body === undefined ? undefined : JSON.stringify(body));
      }),
    close,
  };
}

function readAnswer(status: number, text: string): Result<unknown> {
  const body = parse(text);
  if (status >= 200 && status < 300 && body !== undefined) return ok(body);
  const problem = Problem.safeParse(body);
  if (!problem.success) return refuse(`The server answered ${status}, and not as TicketSmith does.`);
  const { title, detail, errors } = problem.data;
  return refuse(
    [`${title}. ${detail}`, ...errors.map(({ at, message }) => `  ${at}: ${message}`)].join("\n"),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : "no answer";
