import type { ErrorRequestHandler, RequestHandler } from "express";
import { AppError, ProductFault, type ErrorCode, type Logger } from "../../kit/index.ts";
import { requestIdOf, tenantOf } from "./request-info.ts";
import { routeOf } from "./route-of.ts";

const SAID: Record<ErrorCode, string> = {
  invalid_input: "TicketSmith could not read this request.",
  not_authenticated: "TicketSmith could not tell who is asking. Reload the page and try again.",
  not_allowed: "You may not do this.",
  not_found: "This is not there, or you may not see it.",
  conflict: "Something else changed in the meantime. Look again.",
  too_large: "This is too long.",
  too_many: "Too many requests at once. Try again in a moment.",
  upstream_failed: "Jira did not answer as expected. Try again in a moment.",
  upstream_busy: "Jira or TicketSmith is busy. Try again in a moment.",
};
const FAULT = {
  status: 500,
  error: "internal",
  said: "Something went wrong on our side. Try again in a moment.",
};

export const answerNotFound: RequestHandler = () => {
  throw new AppError("not_found", "No such address");
};

/** Turns whatever was thrown into `{ error, said }`. The message of the error stays in our log. */
export function createErrorAnswerer(logger: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return function answerError(error, req, res, _next) {
    const answer = toAnswer(error, req.method);
    const tenantId = tenantOf(res);
    const fields = {
      requestId: requestIdOf(res),
      ...(tenantId === undefined ? {} : { tenantId }),
      method: req.method,
      route: routeOf(req),
      status: answer.status,
      error,
    };
    if (answer.status >= 500) logger.error("A request failed", fields);
    else logger.debug("A request was refused", fields);

    if (res.headersSent) {
      res.destroy();
      return;
    }
    res.status(answer.status).json({ error: answer.error, said: answer.said });
  };
}

function toAnswer(error: unknown, method: string): { status: number; error: string; said: string } {
  const known = error instanceof AppError ? error : (fromProduct(error, method) ?? fromParser(error));
  if (known === undefined) return FAULT;
  return { status: known.httpStatus, error: known.code, said: known.said ?? SAID[known.code] };
}

/** Whoever clicked learns what Jira's trouble is, and that nothing came of the click. */
function fromProduct(error: unknown, method: string): AppError | undefined {
  if (!(error instanceof ProductFault)) return undefined;
  const code = error.retryAfterMs === null ? "upstream_failed" : "upstream_busy";
  return new AppError(code, error.message, { said: sayTrouble(error, method), cause: error });
}

function sayTrouble({ said, retryAfterMs }: ProductFault, method: string): string {
  const minutes = Math.ceil((retryAfterMs ?? 0) / 60_000);
  const when = minutes > 1 ? `in ${minutes} minutes` : "in a moment";
  // Whoever only looks did not mean to change anything.
  const came = method === "GET" ? "" : " Nothing was changed.";
  return `${said}${came} Try again ${when}.`;
}

/** Express and its body parser throw errors of their own that carry a status. */
function fromParser(error: unknown): AppError | undefined {
  if (!(error instanceof Error) || !("status" in error)) return undefined;
  if (error.status === 413) return new AppError("too_large", error.message);
  if (typeof error.status !== "number" || error.status < 400 || error.status >= 500) return undefined;
  return new AppError("invalid_input", error.message);
}
