import { queryNumber, queryText, refused, type Answer, type Call } from "../http/call.ts";
import { JqlError, type Clause } from "../jql/clause.ts";
import { matchText } from "../jql/match-text.ts";
import { parseJql } from "../jql/parse-jql.ts";
import { readMoment } from "../jql/read-moment.ts";
import { refuse } from "../result.ts";
import type { Json, Page } from "../state.ts";

/** The words of a storage-format body. */
export function storageToText(storage: string): string {
  return storage
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, " $1 ")
    .replace(/<[^>]+>/g, " ")
    .replace(/&nbsp;/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .trim();
}

function equalsAny(values: string[], clause: Extract<Clause, { kind: "test" }>): boolean {
  const wanted = clause.operands.map((one) => (one.kind === "value" ? one.text.toLowerCase() : ""));
  const some = values.some((value) => wanted.includes(value.toLowerCase()));
  if (clause.operator === "=" || clause.operator === "in") return some;
  if (clause.operator === "!=" || clause.operator === "not in") return !some;
  throw new JqlError(`The operator ${clause.operator} cannot be used with ${clause.field}.`);
}

function testPage(call: Call, page: Page, clause: Extract<Clause, { kind: "test" }>): boolean {
  const [operand] = clause.operands;
  const text = operand?.kind === "value" ? operand.text : "";
  const contains = (words: string) => matchText(words, text) === (clause.operator !== "!~");
  switch (clause.field.toLowerCase()) {
    case "type":
      return equalsAny(["page"], clause);
    case "space":
    case "space.key": {
      const space = call.site.state().spaces.find((one) => one.id === page.spaceId);
      return equalsAny([space?.key ?? ""], clause);
    }
    case "id":
    case "content":
      return equalsAny([page.id], clause);
    case "label":
      return equalsAny(page.labels, clause);
    case "title":
      return clause.operator === "=" ? equalsAny([page.title], clause) : contains(page.title);
    case "text":
    case "sitesearch":
      return contains(`${page.title} ${storageToText(page.storage)}`);
    case "lastmodified": {
      const since = operand === undefined ? 0 : readMoment(clause.field, operand, call.site.now());
      const at = Date.parse(page.version.createdAt);
      return clause.operator.startsWith(">") ? at >= since : at <= since;
    }
    default:
      throw new JqlError(`No field exists with name: ${clause.field}`);
  }
}

function matches(call: Call, page: Page, clause: Clause): boolean {
  if (clause.kind === "not") return !matches(call, page, clause.part);
  if (clause.kind === "test") return testPage(call, page, clause);
  const test = (part: Clause) => matches(call, page, part);
  return clause.kind === "and" ? clause.parts.every(test) : clause.parts.some(test);
}

function presentHit(call: Call, page: Page): Json {
  const space = call.site.state().spaces.find((one) => one.id === page.spaceId);
  const webui = `/spaces/${space?.key ?? ""}/pages/${page.id}`;
  return {
    content: { id: page.id, type: "page", status: page.status, title: page.title, _links: { webui } },
    title: page.title,
    excerpt: storageToText(page.storage).slice(0, 200),
    url: webui,
    resultGlobalContainer: { title: space?.name ?? "", displayUrl: `/spaces/${space?.key ?? ""}` },
    entityType: "content",
    lastModified: page.version.createdAt,
    score: 0,
  };
}

/** CQL search, v1: the part of CQL that finds pages by type, space, title, text, label and age. */
export function searchPages(call: Call, path: string): Answer {
  const cql = queryText(call, "cql") ?? "";
  const limit = queryNumber(call, "limit", 25, 100);
  const start = queryNumber(call, "start", 0);
  try {
    const { where } = parseJql(cql);
    if (where === null) return refused(refuse(400, "The cql query parameter is required.").refusal);
    const found = call.site.pages(call.acting).filter((page) => matches(call, page, where));
    const hits = found.slice(start, start + limit).map((page) => presentHit(call, page));
    const base = `${call.site.origin()}/wiki`;
    const more = start + limit < found.length;
    const next = {
      next: `${path.replace("/wiki", "")}?cql=${encodeURIComponent(cql)}&start=${start + limit}&limit=${limit}`,
    };
    return {
      status: 200,
      body: {
        results: hits,
        start,
        limit,
        size: hits.length,
        totalSize: found.length,
        cqlQuery: cql,
        searchDuration: 1,
        _links: { base, context: "/wiki", ...(more ? next : {}) },
      },
    };
  } catch (error) {
    if (!(error instanceof JqlError)) throw error;
    return {
      status: 400,
      body: {
        statusCode: 400,
        data: { authorized: true, valid: false, errors: [], successful: false },
        message: error.message,
      },
    };
  }
}
