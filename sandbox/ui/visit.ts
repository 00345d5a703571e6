import type { Request, Response } from "express";
import type { Site } from "../site.ts";
import type { Acting, Person } from "../state.ts";
import type { UiDeps } from "../ui-deps.ts";

/** One request for a page: which site, and with whose eyes. */
export type Visit = {
  site: Site;
  person: Person;
  acting: Acting;
  /** Path and query, to come back to after switching the person. */
  address: string;
  neighbours: { tenant: string; origin: string }[];
};

/** Opens a visit. The cookie is set at once, because REST calls of the page's own apps are proved by it. */
export function openVisit(deps: UiDeps, request: Request, response: Response): Visit {
  const site = deps.siteOf(request);
  const person = deps.personOf(request);
  if (!(request.headers.cookie ?? "").includes(encodeURIComponent(person.accountId))) {
    deps.switchPerson(response, person.accountId);
  }
  return {
    site,
    person,
    acting: { as: { kind: "person", accountId: person.accountId, throughApp: null } },
    address: request.originalUrl,
    neighbours: deps.otherOrigins(),
  };
}
