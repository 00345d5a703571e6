import { CqlError } from "../cql/parse-cql.ts";
import { textOf, titleOf, type Found } from "../cql/cql-fields.ts";
import { searchContent } from "../cql/search-content.ts";
import { queryNumber, queryText, type Answer, type Call, type Route } from "../http/call.ts";
import { refuse } from "../result.ts";
import type { Json } from "../state.ts";
import { readCursor, refusedV1, restOfQuery, V1, writeCursor } from "./answers.ts";
import { webUi } from "./present-content.ts";

function contentOf(call: Call, found: Found): { [key: string]: Json } {
  const { page, comment } = found;
  const { id } = comment ?? page;
  const focus = comment === null ? "" : `?focusedCommentId=${comment.id}`;
  return {
    id,
    type: comment === null ? "page" : "comment",
    status: page.status,
    title: titleOf(found),
    _links: {
      webui: `${webUi(call.site, page)}${focus}`,
      self: `${call.site.origin()}${V1}/content/${id}`,
    },
  };
}

function presentHit(call: Call, found: Found): Json {
  const { page, comment } = found;
  const space = call.site.state().spaces.find((one) => one.id === page.spaceId);
  const content = contentOf(call, found);
  return {
    content,
    title: titleOf(found),
    excerpt: textOf(found).slice(0, 200),
    url: `${webUi(call.site, page)}${comment === null ? "" : `?focusedCommentId=${comment.id}`}`,
    resultGlobalContainer: { title: space?.name ?? "", displayUrl: `/spaces/${space?.key ?? ""}` },
    breadcrumbs: [],
    entityType: "content",
    iconCssClass: comment === null ? "aui-icon content-type-page" : "aui-icon content-type-comment",
    lastModified: (comment ?? page).version.createdAt,
    friendlyLastModified: (comment ?? page).version.createdAt.slice(0, 10),
    score: 0,
  };
}

type Slice = { all: Found[]; hits: Found[]; start: number; limit: number; links: { [key: string]: Json } };

/** One page of what the query finds; the next one is reached by cursor, never by counting. */
function slice(call: Call, path: string): Slice | Answer {
  const cql = queryText(call, "cql") ?? "";
  const limit = Math.max(1, queryNumber(call, "limit", 25, 250));
  const cursor = readCursor(queryText(call, "cursor"));
  if (cursor === undefined) return refusedV1(refuse(400, "The cursor is not valid.").refusal);
  const start = queryText(call, "cursor") === undefined ? queryNumber(call, "start", 0) : cursor;
  try {
    const all = searchContent(call.site, call.acting, cql);
    const hits = all.slice(start, start + limit);
    const after = start + hits.length;
    const shared = { base: `${call.site.origin()}/wiki`, context: "/wiki" };
    const address = path.replace("/wiki", "");
    const next = `${address}?next=true&cursor=${writeCursor(after)}${restOfQuery(call, ["cursor", "next", "start"])}`;
    return { all, hits, start, limit, links: after < all.length ? { ...shared, next } : shared };
  } catch (error) {
    if (error instanceof CqlError) return refusedV1(refuse(400, error.message).refusal);
    throw error;
  }
}

function search(call: Call): Answer {
  const found = slice(call, `${V1}/search`);
  if ("status" in found) return found;
  const { all, hits, start, limit, links } = found;
  return {
    status: 200,
    body: {
      results: hits.map((one) => presentHit(call, one)),
      start,
      limit,
      size: hits.length,
      totalSize: all.length,
      cqlQuery: queryText(call, "cql") ?? "",
      searchDuration: 1,
      _links: links,
    },
  };
}

function searchOnlyContent(call: Call): Answer {
  const found = slice(call, `${V1}/content/search`);
  if ("status" in found) return found;
  const { hits, start, limit, links } = found;
  return {
    status: 200,
    body: {
      results: hits.map((one) => contentOf(call, one)),
      start,
      limit,
      size: hits.length,
      _links: links,
    },
  };
}

export const searchRoutes: Route[] = [
  { method: "GET", path: `${V1}/search`, scope: "READ", handle: search },
  { method: "GET", path: `${V1}/content/search`, scope: "READ", handle: searchOnlyContent },
];
