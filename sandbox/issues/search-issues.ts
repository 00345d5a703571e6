import { JqlError } from "../jql/clause.ts";
import { compileClause, compileOrder } from "../jql/evaluate-jql.ts";
import { parseJql } from "../jql/parse-jql.ts";
import { maySee } from "../may-see.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { SiteCore } from "../site-core.ts";
import type { Acting, Issue } from "../state.ts";

const UNBOUNDED =
  "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.";

function search(core: SiteCore, acting: Acting, jql: string): Result<Issue[]> {
  const state = core.state();
  const place = { state, acting, now: core.now() };
  try {
    const query = parseJql(jql);
    if (query.where === null) return refuse(400, UNBOUNDED);
    const matches = compileClause(place, query.where);
    const order = compileOrder(place, query.order);
    return ok(state.issues.filter((one) => matches(one) && maySee(state, acting.as, one)).sort(order));
  } catch (error) {
    if (error instanceof JqlError) return refuse(400, error.message);
    throw error;
  }
}

export function searchOperations(core: SiteCore) {
  return { search: (acting: Acting, jql: string) => search(core, acting, jql) };
}
