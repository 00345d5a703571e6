import { Router, type Request, type Response } from "express";
import { refuse, type Result } from "../../result.ts";
import { writeStorage } from "../../seed/write-pages.ts";
import type { Space } from "../../state.ts";
import type { UiDeps } from "../../ui-deps.ts";
import type { PageView } from "../../view-types.ts";
import { acceptForm, answerForm, first, readForm } from "../form-body.ts";
import { drawRefusal } from "../page-shell.ts";
import { openVisit, type Visit } from "../visit.ts";
import { drawSpace, drawSpaces } from "./draw-spaces.ts";
import { drawHistory, drawOldVersion, drawWikiPage } from "./draw-wiki-page.ts";
import { drawEditPage, drawNewPage, saveEdit, saveNew } from "./edit-page.ts";
import { addressOf } from "./wiki-address.ts";

const PAGE = "/wiki/spaces/:key/pages/:id";

function sendMissing(response: Response, visit: Visit, what: string): void {
  const words = `This ${what} is not there, or you may not see it.`;
  response.status(404).send(drawRefusal(visit, "Nothing to see here", words));
}

function spaceOf(visit: Visit, key: string): Space | undefined {
  return visit.site.wiki.spaces(visit.acting).find((one) => one.key === key);
}

function readSpaces(router: Router, deps: UiDeps): void {
  router.get("/wiki", (_request, response) => response.redirect("/wiki/spaces"));
  router.get(
    "/wiki/spaces",
    (request, response) => void response.send(drawSpaces(openVisit(deps, request, response))),
  );
  const show = (path: string, draw: (visit: Visit, space: Space) => string) =>
    router.get(path, (request, response) => {
      const visit = openVisit(deps, request, response);
      const space = spaceOf(visit, request.params["key"] ?? "");
      if (space === undefined) sendMissing(response, visit, "space");
      else response.send(draw(visit, space));
    });
  show("/wiki/spaces/:key", drawSpace);
  show("/wiki/spaces/:key/create", (visit, space) =>
    visit.site.wiki.mayCreateIn(visit.acting.as, space.id)
      ? drawNewPage(visit, space)
      : drawRefusal(visit, "Not here", "You may not create pages in this space."),
  );
}

function atVersion(visit: Visit, view: PageView, version: unknown): string {
  const old = view.page.history.find((one) => String(one.number) === version);
  return old === undefined ? drawWikiPage(visit, view) : drawOldVersion(visit, view, old);
}

function readPages(router: Router, deps: UiDeps): void {
  const show = (path: string, draw: (visit: Visit, view: PageView, request: Request) => string) =>
    router.get(path, (request, response) => {
      const visit = openVisit(deps, request, response);
      const found = visit.site.wiki.page(visit.acting, request.params["id"] ?? "");
      if (found.ok) response.send(draw(visit, found.value, request));
      else sendMissing(response, visit, "page");
    });
  show(`${PAGE}/history`, drawHistory);
  show(`${PAGE}/edit`, (visit, { page, space }) =>
    visit.site.wiki.may(visit.acting.as, page).edit
      ? drawEditPage(visit, space, page)
      : drawRefusal(visit, "Not for you to edit", "You may read this page and not change it."),
  );
  show(PAGE, (visit, view, request) => atVersion(visit, view, request.query["version"]));
  show(`${PAGE}/*`, (visit, view, request) => atVersion(visit, view, request.query["version"]));
}

function actOnPages(router: Router, deps: UiDeps): void {
  router.post("/wiki/spaces/:key/create", ...acceptForm, (request, response) => {
    const visit = openVisit(deps, request, response);
    const back = `/wiki/spaces/${request.params["key"]}/create`;
    const space = spaceOf(visit, request.params["key"] ?? "");
    if (space === undefined)
      return answerForm(request, response, refuse(404, "There is no such space."), { back });
    const made = saveNew(visit, space, readForm(request));
    answerForm(request, response, made, made.ok ? { go: addressOf(space, made.value), back } : { back });
  });
  const act = (
    path: string,
    change: (visit: Visit, view: PageView, form: Record<string, string[]>) => Result<unknown>,
    go?: (view: PageView) => string,
  ) =>
    router.post(`${PAGE}/${path}`, ...acceptForm, (request, response) => {
      const visit = openVisit(deps, request, response);
      const found = visit.site.wiki.page(visit.acting, request.params["id"] ?? "");
      if (!found.ok) return answerForm(request, response, found, { back: "/wiki/spaces" });
      const back = addressOf(found.value.space, found.value.page);
      const result = change(visit, found.value, readForm(request));
      answerForm(request, response, result, go === undefined ? { back } : { back, go: go(found.value) });
    });
  const toPage = ({ space, page }: PageView) => addressOf(space, page);
  act("edit", (visit, { page }, form) => saveEdit(visit, page.id, form), toPage);
  act("comments", ({ site, acting }, { page }, form) =>
    site.wiki.addComment(acting, {
      pageId: page.id,
      parentId: null,
      storage: writeStorage(first(form, "body").replaceAll("\r\n", "\n")),
      selection: null,
      inline: false,
    }),
  );
  act(
    "delete",
    ({ site, acting }, { page }) => site.wiki.trashPage(acting, page.id),
    ({ space }) => `/wiki/spaces/${space.key}`,
  );
}

/** Confluence's own pages. What changes something goes through the same operations as REST. */
export function confluencePages(deps: UiDeps): Router {
  const router = Router();
  readSpaces(router, deps);
  readPages(router, deps);
  actOnPages(router, deps);
  return router;
}
