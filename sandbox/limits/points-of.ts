import type { Json } from "../state.ts";

/** Resources that answer people, groups and permissions: each such object costs double. */
const IDENTITY = /\/(user|users|group|groups|myself|mypermissions|permissions)(\/|$)/;

/** Under these names a list answer holds its objects. */
const LISTS = [
  "issues",
  "values",
  "results",
  "comments",
  "transitions",
  "issueTypes",
  "fields",
  "issueLinkTypes",
  "keys",
];

function objectsIn(body: Json | undefined): number {
  if (body === undefined || body === null) return 0;
  if (Array.isArray(body)) return body.length;
  if (typeof body !== "object") return 1;
  for (const name of LISTS) {
    const list = body[name];
    if (Array.isArray(list)) return list.length;
  }
  return 1;
}

/** What a call costs of the hourly quota: 1 for any call, and 1 for each object read (2 for people and the like). */
export function pointsOf(
  { reads, path }: { reads: boolean; path: string },
  answer: { status: number; body?: Json },
): number {
  if (!reads || answer.status >= 400) return 1;
  return 1 + objectsIn(answer.body) * (IDENTITY.test(path) ? 2 : 1);
}
