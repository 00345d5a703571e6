import type { RequestHandler } from "express";
import type { Logger, Metrics } from "../../kit/index.ts";
import { requestIdOf, tenantOf } from "./request-info.ts";
import { routeOf } from "./route-of.ts";

const METHODS = new Set(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"]);

/** One line and one measurement per request, when it is over. */
export function logRequests({ logger, metrics }: { logger: Logger; metrics: Metrics }): RequestHandler {
  return function logRequest(req, res, next) {
    const started = performance.now();
    const requestId = requestIdOf(res);
    res.once("close", () => {
      const ms = performance.now() - started;
      const route = routeOf(req);
      const method = METHODS.has(req.method) ? req.method : "OTHER";
      const tenantId = tenantOf(res);
      const status = res.writableFinished ? res.statusCode : 499;
      metrics.httpRequest({ method, route, status, seconds: ms / 1_000 });
      logger.info("Request", {
        requestId,
        ...(tenantId === undefined ? {} : { tenantId }),
        method,
        route,
        status,
        ms: Math.round(ms),
      });
    });
    next();
  };
}
