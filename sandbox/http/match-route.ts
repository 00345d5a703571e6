import type { Route } from "./call.ts";

export type Matched = { route: Route; params: Record<string, string> };

type Compiled = { route: Route; pattern: RegExp; names: string[]; variables: number };

function compile(route: Route): Compiled {
  const names: string[] = [];
  const source = route.path
    .split("/")
    .map((part) => {
      const name = /^\{(.+)\}$/.exec(part)?.[1];
      if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(name);
      return "([^/]+)";
    })
    .join("/");
  return { route, pattern: new RegExp(`^${source}/?$`), names, variables: names.length };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Finds the route of a path; one with fewer variables wins, so that `/issue/bulkfetch` is not an issue's key. */
export function createRouteTable(routes: Route[]): (method: string, path: string) => Matched | undefined {
  const compiled = routes.map(compile).sort((a, b) => a.variables - b.variables);
  return (method, path) => {
    for (const { route, pattern, names } of compiled) {
      if (route.method !== method) continue;
      const match = pattern.exec(path);
      if (match === null) continue;
      return {
        route,
        params: Object.fromEntries(names.map((name, at) => [name, decode(match[at + 1] ?? "")])),
      };
    }
    return undefined;
  };
}
