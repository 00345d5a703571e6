import { queryNumber, type Answer, type Call } from "../http/call.ts";
import type { Json } from "../state.ts";

/** Answers one page of a list in Jira's offset form, with the address of the next. */
export function pageBean(call: Call, path: string, all: Json[], usual = 50, most = 100): Answer {
  const startAt = queryNumber(call, "startAt", 0);
  const maxResults = queryNumber(call, "maxResults", usual, most);
  const values = all.slice(startAt, startAt + maxResults);
  const isLast = startAt + values.length >= all.length;
  const at = (start: number) => `${call.site.origin()}${path}?startAt=${start}&maxResults=${maxResults}`;
  return {
    status: 200,
    body: {
      self: at(startAt),
      ...(isLast ? {} : { nextPage: at(startAt + maxResults) }),
      maxResults,
      startAt,
      total: all.length,
      isLast,
      values,
    },
  };
}
