import type { Request } from "express";

/** The matched route with its variables named: a log field and a metric label, so never the address itself. */
export function routeOf(req: Request): string {
  const route: unknown = req.route;
  if (typeof route === "object" && route !== null && "path" in route && typeof route.path === "string") {
    return `${req.baseUrl}${route.path}`;
  }
  return req.baseUrl === "" ? "(none)" : req.baseUrl;
}
