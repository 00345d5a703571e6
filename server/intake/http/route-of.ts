import type { Request } from "express";

/** The matched route with its variables named: a log field and a metric label, so never the address itself. */
export function routeOf(req: Request): string {
  const route: unknown = req.route;
  // As it was sent, in whatever case: each spelling would be a label of its own.
  const mount = req.baseUrl.toLowerCase();
  if (typeof route === "object" && route !== null && "path" in route && typeof route.path === "string") {
    return `${mount}${route.path}`;
  }
  return mount === "" ? "(none)" : mount;
}
