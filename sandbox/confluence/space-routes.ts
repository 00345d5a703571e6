import { param, queryList, queryText, type Answer, type Call, type Route } from "../http/call.ts";
import type { Json, Space } from "../state.ts";
import { cursorPage, refusedV2, V2 } from "./answers.ts";
import { listPages } from "./page-routes.ts";
import { permittedInSpace } from "./present-operations.ts";
import { presentSpace, presentSpaceProperty, withBase } from "./present-content.ts";

function onSpace(call: Call, answer: (space: Space) => Answer): Answer {
  const found = call.site.wiki.space(call.acting, param(call, "id"));
  return found.ok ? answer(found.value) : refusedV2(found.refusal);
}

function inSpace(path: string, answer: (call: Call, space: Space) => Answer): Route {
  return {
    method: "GET",
    path: `${V2}/spaces/{id}${path}`,
    scope: "READ",
    handle: (call) => onSpace(call, (space) => answer(call, space)),
  };
}

function included(call: Call, space: Space): { [key: string]: Json } {
  const wants = (name: string) => queryText(call, `include-${name}`) === "true";
  const list = (results: Json[]): Json => ({ results, meta: { hasMore: false }, _links: {} });
  return {
    ...(wants("properties") ? { properties: list(space.properties.map(presentSpaceProperty)) } : {}),
    ...(wants("permissions") ? { permissions: list(space.permissions) } : {}),
  };
}

function listSpaces(call: Call): Answer {
  const [keys, ids, types] = [queryList(call, "keys"), queryList(call, "ids"), queryList(call, "type")];
  const archived = queryText(call, "status") === "archived";
  const spaces = call.site.wiki
    .spaces(call.acting)
    .filter(() => !archived && (types.length === 0 || types.includes("global")))
    .filter((one) => keys.length === 0 || keys.includes(one.key))
    .filter((one) => ids.length === 0 || ids.includes(one.id));
  const format = queryText(call, "description-format");
  return cursorPage(call, `${V2}/spaces`, spaces, (one) => presentSpace(one, format));
}

export const spaceRoutes: Route[] = [
  { method: "GET", path: `${V2}/spaces`, scope: "READ", handle: listSpaces },
  inSpace("", (call, space) => ({
    status: 200,
    body: withBase(call.site, {
      ...presentSpace(space, queryText(call, "description-format")),
      ...included(call, space),
    }),
  })),
  inSpace("/pages", (call, space) => listPages(call, `${V2}/spaces/${space.id}/pages`, space.id)),
  inSpace("/permissions", (call, space) =>
    cursorPage(call, `${V2}/spaces/${space.id}/permissions`, space.permissions, (one) => one),
  ),
  inSpace("/operations", (call, space) => ({ status: 200, body: permittedInSpace(call, space) })),
];
