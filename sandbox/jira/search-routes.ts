import { z } from "zod";
import {
  answerWith,
  queryList,
  queryNumber,
  queryText,
  readBody,
  type Answer,
  type Call,
  type Route,
} from "../http/call.ts";
import { refuse } from "../result.ts";
import type { Json } from "../state.ts";
import { presentIssue } from "./present-issue.ts";

const Search = z.object({
  jql: z.string().default(""),
  nextPageToken: z.string().optional(),
  maxResults: z.number().int().min(0).max(5000).default(50),
  fields: z.array(z.string()).default([]),
  expand: z.string().default(""),
  properties: z.array(z.string()).max(5).default([]),
});
type Search = z.infer<typeof Search>;

const Token = z.object({ after: z.number().int(), jql: z.string() });

function writeToken(token: z.infer<typeof Token>): string {
  return Buffer.from(JSON.stringify(token)).toString("base64url");
}

/** Where a page starts; undefined when the token is not ours or was made for another query. */
function readToken(search: Search): number | undefined {
  if (search.nextPageToken === undefined) return 0;
  try {
    const token = Token.safeParse(JSON.parse(Buffer.from(search.nextPageToken, "base64url").toString()));
    return token.success && token.data.jql === search.jql ? token.data.after : undefined;
  } catch {
    return undefined;
  }
}

/** Without `fields` the new search answers ids alone: an `id` field list stands for that. */
function presentFound(call: Call, search: Search, issue: Parameters<typeof presentIssue>[2]): Json {
  const fields = search.fields.filter((one) => one !== "id" && one !== "key");
  const expand = search.expand.split(",");
  const ask = { fields: fields.length === 0 ? ["none"] : fields, expand, properties: search.properties };
  const whole = presentIssue(call.site, call.acting, issue, ask);
  if (search.fields.length === 0) return { id: issue.id };
  return whole;
}

function answerSearch(call: Call, search: Search): Answer {
  return answerWith(call.site.search(call.acting, search.jql), (found) => {
    const start = readToken(search);
    if (start === undefined) {
      return { status: 400, body: { errorMessages: ["The next page token is invalid."], errors: {} } };
    }
    const page = found.slice(start, start + search.maxResults);
    const after = start + page.length;
    const isLast = after >= found.length;
    return {
      status: 200,
      body: {
        issues: page.map((issue) => presentFound(call, search, issue)),
        isLast,
        ...(isLast ? {} : { nextPageToken: writeToken({ after, jql: search.jql }) }),
      },
    };
  });
}

function fromQuery(call: Call): Search {
  const nextPageToken = queryText(call, "nextPageToken");
  return {
    jql: queryText(call, "jql") ?? "",
    maxResults: queryNumber(call, "maxResults", 50, 5000),
    fields: queryList(call, "fields"),
    expand: queryText(call, "expand") ?? "",
    properties: queryList(call, "properties"),
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
  };
}

const GONE = refuse(
  410,
  "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046",
).refusal;

export const searchRoutes: Route[] = [
  {
    method: "GET",
    path: "/rest/api/3/search/jql",
    scope: "READ",
    handle: (call) => answerSearch(call, fromQuery(call)),
  },
  {
    method: "POST",
    path: "/rest/api/3/search/jql",
    scope: "READ",
    handle: (call) => answerWith(readBody(call, Search), (search) => answerSearch(call, search)),
  },
  {
    method: "POST",
    path: "/rest/api/3/search/approximate-count",
    scope: "READ",
    handle: (call) =>
      answerWith(readBody(call, z.object({ jql: z.string() })), ({ jql }) =>
        answerWith(call.site.search(call.acting, jql), (found) => ({
          status: 200,
          body: { count: found.length },
        })),
      ),
  },
  ...(["GET", "POST"] as const).map((method) => ({
    method,
    path: "/rest/api/3/search",
    scope: "READ" as const,
    handle: () => ({ status: 410, body: { errorMessages: GONE.errorMessages, errors: {} } }),
  })),
];
