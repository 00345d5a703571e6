import {
  param,
  queryList,
  queryNumber,
  queryText,
  type Answer,
  type Call,
  type Route,
} from "../http/call.ts";
import { refuse } from "../result.ts";
import type { Json, Page } from "../state.ts";
import type { PageView } from "../view-types.ts";
import { ancestorsOf } from "../pages/may-use.ts";
import { cursorPage, refusedV2, V2 } from "./answers.ts";
import { presentBody, labelId, presentLabel, presentVersion } from "./present-content.ts";

function onPage(call: Call, name: string, answer: (view: PageView) => Answer): Answer {
  const found = call.site.wiki.page(call.acting, param(call, name));
  return found.ok ? answer(found.value) : refusedV2(found.refusal);
}

function child(typed: boolean): (page: Page, at: number) => Json {
  return ({ id, title, spaceId }, at) => ({
    id,
    status: "current",
    title,
    ...(typed ? { type: "page" } : {}),
    spaceId,
    childPosition: at,
  });
}

function descendants(call: Call, from: Page, depth: number): Json[] {
  if (depth === 0) return [];
  const pages = call.site.wiki.pages(call.acting);
  const walk = (parent: Page, level: number): Json[] =>
    pages
      .filter((one) => one.parentId === parent.id)
      .flatMap((one, at) => [
        {
          id: one.id,
          status: "current",
          title: one.title,
          type: "page",
          parentId: parent.id,
          depth: level,
          childPosition: at,
        },
        ...(level < depth ? walk(one, level + 1) : []),
      ]);
  return walk(from, 1);
}

function versions(call: Call): Answer {
  return onPage(call, "id", ({ page }) => {
    const { id, title, storage, version, history } = page;
    const all = [{ ...version, title, storage }, ...history.toReversed()];
    return cursorPage(call, `${V2}/pages/${id}/versions`, all, (one) => ({
      ...presentVersion(one),
      page: { id, title: one.title, body: presentBody(one.storage, queryText(call, "body-format")) },
    }));
  });
}

function version(call: Call): Answer {
  return onPage(call, "page-id", ({ page }) => {
    const number = Number(param(call, "version-number"));
    const one = [page.version, ...page.history].find((two) => two.number === number);
    if (one === undefined) return refusedV2(refuse(404, `The page has no version ${number}.`).refusal);
    return {
      status: 200,
      body: {
        ...presentVersion(one),
        contentTypeModified: false,
        collaborators: [one.authorId],
        ...(number > 1 ? { prevVersion: number - 1 } : {}),
        ...(number < page.version.number ? { nextVersion: number + 1 } : {}),
      },
    };
  });
}

function tree(path: string, list: (call: Call, view: PageView) => Answer): Route {
  return {
    method: "GET",
    path: `${V2}/pages/{id}/${path}`,
    scope: "READ",
    handle: (call) => onPage(call, "id", (view) => list(call, view)),
  };
}

/** Where a page stands among others, and what it was before. */
export const pageTreeRoutes: Route[] = [
  tree("children", (call, { page, children }) =>
    cursorPage(call, `${V2}/pages/${page.id}/children`, children.map(child(false)), (one) => one),
  ),
  tree("direct-children", (call, { page, children }) =>
    cursorPage(call, `${V2}/pages/${page.id}/direct-children`, children.map(child(true)), (one) => one),
  ),
  tree("descendants", (call, { page }) =>
    cursorPage(
      call,
      `${V2}/pages/${page.id}/descendants`,
      descendants(call, page, queryNumber(call, "depth", 5, 10)),
      (one) => one,
    ),
  ),
  tree("ancestors", (call, { page }) => {
    const above = ancestorsOf(call.site.state(), page).toReversed();
    return cursorPage(call, `${V2}/pages/${page.id}/ancestors`, above, ({ id }) => ({ id, type: "page" }));
  }),
  tree("labels", (call, { page }) => {
    const prefix = queryText(call, "prefix");
    const labels = prefix === undefined || prefix === "global" ? page.labels : [];
    return cursorPage(call, `${V2}/pages/${page.id}/labels`, labels, presentLabel);
  }),
  { method: "GET", path: `${V2}/pages/{id}/versions`, scope: "READ", handle: versions },
  { method: "GET", path: `${V2}/pages/{page-id}/versions/{version-number}`, scope: "READ", handle: version },
  {
    method: "GET",
    path: `${V2}/labels`,
    scope: "READ",
    handle: (call) => {
      const ids = queryList(call, "label-id");
      const names = new Set(call.site.wiki.pages(call.acting).flatMap((one) => one.labels));
      const wanted = [...names].filter((one) => ids.length === 0 || ids.includes(labelId(one)));
      return cursorPage(call, `${V2}/labels`, wanted.toSorted(), presentLabel);
    },
  },
];
