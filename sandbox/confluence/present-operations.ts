import type { Call } from "../http/call.ts";
import type { Json, Page, Space } from "../state.ts";

/** What the caller may do with a page, as v2 names it. */
export function operationsOn(call: Call, page: Page): Json[] {
  const may = call.site.wiki.may(call.acting.as, page);
  const operations: [boolean, string, string][] = [
    [may.see, "read", "page"],
    [may.edit, "update", "page"],
    [may.delete, "delete", "page"],
    [may.restrict, "restrict_content", "page"],
    [may.comment, "create", "comment"],
  ];
  return operations
    .filter(([allowed]) => allowed)
    .map(([, operation, targetType]) => ({ operation, targetType }));
}

export function permittedOnPage(call: Call, page: Page): Json {
  return { operations: operationsOn(call, page) };
}

export function permittedInSpace(call: Call, space: Space): Json {
  const create = call.site.wiki.mayCreateIn(call.acting.as, space.id);
  return {
    operations: [
      { operation: "read", targetType: "space" },
      ...(create ? [{ operation: "create", targetType: "page" }] : []),
    ],
  };
}
