import { z } from "zod";
import { addonRoutes } from "../apps/addon-routes.ts";
import {
  answerWith,
  param,
  queryList,
  queryNumber,
  queryText,
  readBody,
  type Answer,
  type Call,
  type Route,
} from "../http/call.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { Json, Page } from "../state.ts";
import { searchPages } from "./search-pages.ts";
import { presentPage, presentPageProperty, presentSpace } from "./present-page.ts";

const V2 = "/wiki/api/v2";

/** One page of a list, with the cursor of the next in `_links.next`, below the site as Confluence writes it. */
function cursorPage(call: Call, path: string, all: Json[]): Answer {
  const limit = Math.max(1, queryNumber(call, "limit", 25, 250));
  const start = Number(Buffer.from(queryText(call, "cursor") ?? "", "base64url").toString() || "0");
  if (!Number.isInteger(start) || start < 0) return refusedV2(400, "The cursor is not valid.");
  const results = all.slice(start, start + limit);
  const after = start + results.length;
  const base = `${call.site.origin()}/wiki`;
  const rest = Object.entries(call.query)
    .filter(([name]) => name !== "cursor")
    .map(([name, value]) => `&${name}=${encodeURIComponent(String(value))}`)
    .join("");
  const next = `/wiki${path.replace("/wiki", "")}?cursor=${Buffer.from(String(after)).toString("base64url")}${rest}`;
  return { status: 200, body: { results, _links: after < all.length ? { next, base } : { base } } };
}

function refusedV2(status: number, title: string): Answer {
  return {
    status,
    body: {
      errors: [{ status, code: status === 404 ? "NOT_FOUND" : "INVALID_REQUEST", title, detail: null }],
    },
  };
}

function foundOr404<T>(result: Result<T>, answer: (value: T) => Answer): Answer {
  return result.ok
    ? answer(result.value)
    : refusedV2(result.refusal.status, result.refusal.errorMessages.join(" "));
}

function listed(call: Call, pages: Page[]): Json[] {
  return pages.map((page) => presentPage(call.site, page, queryText(call, "body-format")));
}

function spaceOf(call: Call, id: string) {
  const space = call.site.spaces(call.acting).find((one) => one.id === id);
  return space === undefined ? refuse(404, `No space with id ${id} was found.`) : ok(space);
}

const pageRoutes: Route[] = [
  {
    method: "GET",
    path: `${V2}/pages`,
    scope: "READ",
    handle: (call) => {
      const [ids, spaces, title] = [
        queryList(call, "id"),
        queryList(call, "space-id"),
        queryText(call, "title"),
      ];
      const pages = call.site
        .pages(call.acting)
        .filter(
          (one) =>
            (ids.length === 0 || ids.includes(one.id)) &&
            (spaces.length === 0 || spaces.includes(one.spaceId)),
        )
        .filter((one) => title === undefined || one.title === title);
      return cursorPage(call, `${V2}/pages`, listed(call, pages));
    },
  },
  {
    method: "GET",
    path: `${V2}/pages/{id}`,
    scope: "READ",
    handle: (call) =>
      foundOr404(call.site.page(call.acting, param(call, "id")), ({ page }) => ({
        status: 200,
        body: presentPage(call.site, page, queryText(call, "body-format")),
      })),
  },
  {
    method: "GET",
    path: `${V2}/spaces/{id}/pages`,
    scope: "READ",
    handle: (call) =>
      foundOr404(spaceOf(call, param(call, "id")), (space) =>
        cursorPage(
          call,
          `${V2}/spaces/${space.id}/pages`,
          listed(
            call,
            call.site.pages(call.acting).filter((one) => one.spaceId === space.id),
          ),
        ),
      ),
  },
  {
    method: "GET",
    path: `${V2}/spaces`,
    scope: "READ",
    handle: (call) => {
      const [keys, ids] = [queryList(call, "keys"), queryList(call, "ids")];
      const spaces = call.site
        .spaces(call.acting)
        .filter(
          (one) =>
            (keys.length === 0 || keys.includes(one.key)) && (ids.length === 0 || ids.includes(one.id)),
        );
      return cursorPage(
        call,
        `${V2}/spaces`,
        spaces.map((one) => presentSpace(one)),
      );
    },
  },
];

const PropertyBody = z.object({ key: z.string().max(255), value: z.json() });

const propertyRoutes: Route[] = [
  {
    method: "GET",
    path: `${V2}/pages/{page-id}/properties`,
    scope: "READ",
    handle: (call) =>
      foundOr404(call.site.page(call.acting, param(call, "page-id")), ({ page }) => {
        const key = queryText(call, "key");
        const found = page.properties.filter((one) => key === undefined || one.key === key);
        return cursorPage(
          call,
          `${V2}/pages/${page.id}/properties`,
          found.map((one) => presentPageProperty(page, one)),
        );
      }),
  },
  {
    method: "POST",
    path: `${V2}/pages/{page-id}/properties`,
    scope: "WRITE",
    handle: (call) =>
      answerWith(readBody(call, PropertyBody), ({ key, value }) =>
        foundOr404(call.site.setPageProperty(call.acting, param(call, "page-id"), key, value), (page) => {
          const property = page.properties.find((one) => one.key === key);
          return {
            status: 200,
            ...(property === undefined ? {} : { body: presentPageProperty(page, property) }),
          };
        }),
      ),
  },
];

const searchRoutes: Route[] = ["/wiki/rest/api/search", "/wiki/rest/api/content/search"].map((path) => ({
  method: "GET",
  path,
  scope: "READ",
  handle: (call) => searchPages(call, path),
}));

export const confluenceRoutes: Route[] = [
  ...pageRoutes,
  ...propertyRoutes,
  ...searchRoutes,
  ...addonRoutes("confluence"),
];
