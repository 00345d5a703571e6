import express, { Router, type RequestHandler } from "express";
import { fileURLToPath } from "node:url";
import { ok, refuse } from "../result.ts";
import type { UiDeps } from "../ui-deps.ts";
import { adminPages } from "./admin/admin-pages.ts";
import { appModules } from "./app-modules.ts";
import { confluencePages } from "./confluence/confluence-pages.ts";
import { acceptForm, answerForm, first, readForm, safePath } from "./form-body.ts";
import { jiraPages } from "./jira/jira-pages.ts";
import { drawRefusal } from "./page-shell.ts";
import { openVisit } from "./visit.ts";

const STATIC = fileURLToPath(new URL("static", import.meta.url));

/** Only files of the site may run; no other site may frame it. Apps may be framed from anywhere. */
const policy: RequestHandler = (_request, response, next) => {
  response.set({
    "content-security-policy":
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: http: https:; " +
      "connect-src 'self'; frame-src http: https:; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
  });
  next();
};

/** The site's own pages: Jira, Confluence and the admin area, as people see them. */
export function createUi(deps: UiDeps): Router {
  const router = Router();
  router.use("/_ui", express.static(STATIC, { index: false, cacheControl: false }));
  router.use(policy);
  router.post("/_ui/person", ...acceptForm, (request, response) => {
    const form = readForm(request);
    const person = deps
      .siteOf(request)
      .people()
      .find((one) => one.accountId === first(form, "accountId"));
    if (person !== undefined) deps.switchPerson(response, person.accountId);
    const result = person === undefined ? refuse(400, "There is no such person.") : ok(null);
    const back = safePath(first(form, "back"));
    answerForm(request, response, result, { back, go: back });
  });
  router.use(appModules(deps), jiraPages(deps), confluencePages(deps), adminPages(deps));
  router.get("*", (request, response) => {
    const visit = openVisit(deps, request, response);
    response
      .status(404)
      .send(drawRefusal(visit, "Nothing to see here", "There is no such page on this site."));
  });
  return router;
}
