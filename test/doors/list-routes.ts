import type { Application } from "express";

type Layer = {
  name: string;
  regexp: RegExp & { fast_slash?: boolean; fast_star?: boolean };
  handle: unknown;
  route?: { path: string | string[]; methods: Record<string, boolean> } | undefined;
};

type Router = { stack: Layer[] };
const isRouter = (value: unknown): value is Router =>
  (typeof value === "object" || typeof value === "function") &&
  value !== null &&
  "stack" in value &&
  Array.isArray(value.stack);

/** Handlers that answer nobody by themselves, by the name that they have in the source. Any other must be a route. */
const PASSES_ON = new Set([
  ...["query", "expressInit", "jsonParser", "helmetMiddleware"],
  ...["logRequest", "forbidKeeping", "answerNotFound", "answerError", "answerProblem"],
]);

/**
 * Every door of an Express application, nested routers too: `POST /connect/installed`, and `USE /assets` for a handler
 * that takes all addresses below its own. In the order in which a request passes them;
 * what stands behind another of the same name is listed once more as `… again`.
 */
export function listRoutes(app: Pick<Application, "_router">): string[] {
  if (!isRouter(app._router)) throw new Error("No router to list");
  const seen = new Set<string>();
  return walk(app._router, "").flatMap((name) => {
    const again = `${name} again`;
    const listed = seen.has(name) ? again : name;
    if (seen.has(listed)) return [];
    seen.add(listed);
    return listed;
  });
}

function walk(router: Router, base: string): string[] {
  return router.stack.flatMap((layer) => {
    if (layer.route !== undefined) {
      const methods = Object.keys(layer.route.methods).map((method) =>
        method === "_all" ? "ALL" : method.toUpperCase(),
      );
      const paths = [layer.route.path].flat();
      return methods.flatMap((method) => paths.map((path) => `${method} ${base}${path}`));
    }
    const below = `${base}${mountedAt(layer)}`;
    if (isRouter(layer.handle)) return walk(layer.handle, below);
    return PASSES_ON.has(layer.name) ? [] : [`USE ${below === "" ? "*" : below} ${layer.name}`];
  });
}

/** Where `use` put it. Express keeps only the pattern that it made of it. */
function mountedAt({ regexp }: Layer): string {
  if (regexp.fast_slash === true || regexp.fast_star === true) return "";
  const at = /^\^((?:\\\/[^\\/?()]+)+)\\\/\?\(\?=\\\/\|\$\)$/.exec(regexp.source)?.[1];
  if (at === undefined)
    throw new Error(`A handler is mounted at ${regexp.source}, which cannot be read back`);
  return at.replaceAll("\\", "");
}
