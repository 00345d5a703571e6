import type { Site } from "../site.ts";
import type { Acting } from "../state.ts";
import type { Found } from "./cql-fields.ts";
import { compileCql, compileCqlOrder } from "./evaluate-cql.ts";
import { parseCql } from "./parse-cql.ts";

/** Pages and comments a query finds, as this actor may see them. Throws CqlError. */
export function searchContent(site: Site, acting: Acting, cql: string): Found[] {
  const { where, order } = parseCql(cql);
  const place = { state: site.state(), acting, now: site.now() };
  const test = compileCql(place, where);
  const all = site.wiki
    .pages(acting)
    .flatMap((page): Found[] => [
      { page, comment: null },
      ...site.wiki.commentsOn(page.id).map((comment) => ({ page, comment })),
    ]);
  return all.filter(test).sort(compileCqlOrder(place, order));
}
