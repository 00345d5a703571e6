import type { ErrorRequestHandler } from "express";
import type { Logger } from "../../kit/index.ts";
import { requestIdOf, tenantOf } from "../http/request-info.ts";
import { routeOf } from "../http/route-of.ts";
import { bodyOf, problemFrom } from "./problem.ts";

/** Turns whatever was thrown into a problem (RFC 9457). The message of an error stays in our log. */
export function createProblemAnswerer(logger: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return function answerProblem(error, req, res, _next) {
    const problem = problemFrom(error);
    const body = bodyOf(problem);
    const tenantId = tenantOf(res);
    const fields = {
      requestId: requestIdOf(res),
      ...(tenantId === undefined ? {} : { tenantId }),
      ...{ method: req.method, route: routeOf(req), status: body.status, error },
    };
    if (body.status >= 500) logger.error("An API request failed", fields);
    else logger.debug("An API request was refused", fields);
    if (res.headersSent) {
      res.destroy();
      return;
    }
    const { retryAfterMs } = problem.more;
    if (retryAfterMs !== undefined) res.setHeader("Retry-After", String(Math.ceil(retryAfterMs / 1_000)));
    if (body.status === 401) res.setHeader("WWW-Authenticate", "Bearer");
    res.status(body.status).type("application/problem+json").send(JSON.stringify(body));
  };
}
