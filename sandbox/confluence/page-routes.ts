import { z } from "zod";
import { param, queryList, queryText, readBody, type Answer, type Call, type Route } from "../http/call.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { Json, Page } from "../state.ts";
import { cursorPage, refusedV2, v2, V2 } from "./answers.ts";
import { operationsOn, permittedOnPage } from "./present-operations.ts";
import {
  presentLabel,
  presentPage,
  presentProperty,
  presentVersion,
  withBase,
  type Shape,
} from "./present-content.ts";
import { BodyWrite, readWrittenBody } from "./read-body.ts";

const Status = z.enum(["current", "draft"]);
const Id = z.union([z.string(), z.number()]).transform(String);
const NewPage = z.object({
  spaceId: Id,
  status: Status.default("current"),
  title: z.string().default(""),
  parentId: Id.optional(),
  body: BodyWrite.optional(),
});
const PageUpdate = z.object({
  id: Id,
  status: Status,
  title: z.string(),
  spaceId: Id.optional(),
  parentId: Id.optional(),
  body: BodyWrite,
  version: z.object({ number: z.int(), message: z.string().default("") }),
});
const NewTitle = z.object({ status: Status, title: z.string() });
const STATUSES: readonly Page["status"][] = ["current", "draft", "trashed"];

function statusesOf(call: Call, usual: Page["status"][]): Page["status"][] {
  const named = queryList(call, "status");
  const known = STATUSES.filter((one) => named.includes(one) || named.includes("any"));
  return named.length === 0 ? usual : known;
}

const SORTS: Record<string, (page: Page) => string> = {
  id: (page) => page.id.padStart(20, "0"),
  title: (page) => page.title.toLowerCase(),
  "created-date": (page) => page.createdAt,
  "modified-date": (page) => page.version.createdAt,
};

/** Pages of a list as the query narrows and sorts them. */
export function listPages(call: Call, path: string, spaceId: string | null): Answer {
  const [ids, spaces, title] = [queryList(call, "id"), queryList(call, "space-id"), queryText(call, "title")];
  const sort = queryText(call, "sort") ?? "id";
  const by = SORTS[sort.replace(/^-/, "")];
  if (by === undefined) return refusedV2(refuse(400, `Pages cannot be sorted by '${sort}'.`).refusal);
  const sign = sort.startsWith("-") ? -1 : 1;
  const pages = call.site.wiki
    .pages(call.acting, statusesOf(call, ["current"]))
    .filter((one) => spaceId === null || one.spaceId === spaceId)
    .filter((one) => ids.length === 0 || ids.includes(one.id))
    .filter((one) => spaces.length === 0 || spaces.includes(one.spaceId))
    .filter((one) => title === undefined || one.title === title)
    .toSorted((a, b) => (by(a) < by(b) ? -sign : by(a) > by(b) ? sign : 0));
  return cursorPage(call, path, pages, (one) => presentPage(call.site, one, queryText(call, "body-format")));
}

/** What `include-…` adds to a page, each with the links a longer list would have. */
function included(call: Call, page: Page): Shape {
  const wants = (name: string) => queryText(call, `include-${name}`) === "true";
  const list = (results: Json[]): Json => ({ results, meta: { hasMore: false }, _links: {} });
  const versions = [page.version, ...page.history.toReversed()];
  return {
    ...(wants("labels") ? { labels: list(page.labels.map(presentLabel)) } : {}),
    ...(wants("properties") ? { properties: list(page.properties.map(presentProperty)) } : {}),
    ...(wants("operations") ? { operations: list(operationsOn(call, page)) } : {}),
    ...(wants("versions") ? { versions: list(versions.map(presentVersion)) } : {}),
  };
}

/** The page as an older version had it. */
function atVersion(page: Page, text: string | undefined): Result<Page> {
  if (text === undefined || Number(text) === page.version.number) return ok(page);
  const old = page.history.find((one) => one.number === Number(text));
  if (old === undefined) return refuse(404, `The page has no version ${text}.`);
  const { title, storage, ...version } = old;
  return ok({ ...page, title, storage, version });
}

function single(call: Call, page: Page, format: string | undefined): Shape {
  return withBase(call.site, { ...presentPage(call.site, page, format), ...included(call, page) });
}

function getPage(call: Call): Answer {
  const found = call.site.wiki.page(call.acting, param(call, "id"), statusesOf(call, ["current", "draft"]));
  if (!found.ok) return refusedV2(found.refusal);
  return v2(atVersion(found.value.page, queryText(call, "version")), (page) =>
    single(call, page, queryText(call, "body-format")),
  );
}

function createPage(call: Call): Answer {
  const read = readBody(call, NewPage);
  if (!read.ok) return refusedV2(read.refusal);
  const { spaceId, status, title, parentId, body } = read.value;
  const storage = body === undefined ? ok("") : readWrittenBody(body);
  if (!storage.ok) return refusedV2(storage.refusal);
  const atRoot = queryText(call, "root-level") === "true";
  const home = call.site.state().spaces.find((one) => one.id === spaceId)?.homepageId ?? null;
  const created = call.site.wiki.createPage(call.acting, {
    spaceId,
    status,
    title,
    parentId: parentId ?? (atRoot ? null : home),
    storage: storage.value,
    private: queryText(call, "private") === "true",
  });
  return v2(created, (page) => single(call, page, "storage"));
}

function updatePage(call: Call): Answer {
  const read = readBody(call, PageUpdate);
  if (!read.ok) return refusedV2(read.refusal);
  const { id, body, version, status, title, parentId, spaceId } = read.value;
  if (id !== param(call, "id")) {
    return refusedV2(refuse(400, "The id of the body and of the path are not the same.").refusal);
  }
  const storage = readWrittenBody(body);
  if (!storage.ok) return refusedV2(storage.refusal);
  const updated = call.site.wiki.updatePage(call.acting, id, {
    title,
    status,
    storage: storage.value,
    version: version.number,
    message: version.message,
    ...(parentId === undefined ? {} : { parentId }),
    ...(spaceId === undefined ? {} : { spaceId }),
  });
  return v2(updated, (page) => single(call, page, "storage"));
}

function retitlePage(call: Call): Answer {
  const read = readBody(call, NewTitle);
  if (!read.ok) return refusedV2(read.refusal);
  const renamed = call.site.wiki.retitlePage(call.acting, param(call, "id"), read.value.title);
  return v2(renamed, (page) => single(call, page, "storage"));
}

function deletePage(call: Call): Answer {
  const { wiki } = call.site;
  const id = param(call, "id");
  if (queryText(call, "purge") === "true") return v2(wiki.purgePage(call.acting, id), () => undefined, 204);
  if (queryText(call, "draft") === "true")
    return v2(wiki.discardDraft(call.acting, id), () => undefined, 204);
  return v2(wiki.trashPage(call.acting, id), () => undefined, 204);
}

export const pageRoutes: Route[] = [
  {
    method: "GET",
    path: `${V2}/pages`,
    scope: "READ",
    handle: (call) => listPages(call, `${V2}/pages`, null),
  },
  { method: "POST", path: `${V2}/pages`, scope: "WRITE", handle: createPage },
  { method: "GET", path: `${V2}/pages/{id}`, scope: "READ", handle: getPage },
  { method: "PUT", path: `${V2}/pages/{id}`, scope: "WRITE", handle: updatePage },
  { method: "PUT", path: `${V2}/pages/{id}/title`, scope: "WRITE", handle: retitlePage },
  { method: "DELETE", path: `${V2}/pages/{id}`, scope: "DELETE", handle: deletePage },
  {
    method: "GET",
    path: `${V2}/pages/{id}/operations`,
    scope: "READ",
    handle: (call) =>
      v2(call.site.wiki.page(call.acting, param(call, "id")), ({ page }) => permittedOnPage(call, page)),
  },
];
