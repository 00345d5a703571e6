import { Router, type Request } from "express";
import { z } from "zod";
import type { ModuleUrlRequest, UiDeps } from "../ui-deps.ts";
import type { Result } from "../result.ts";
import { html } from "./html.ts";
import { drawPage, drawRefusal } from "./page-shell.ts";
import { openVisit } from "./visit.ts";

const Wanted = z.object({
  app: z.string().min(1),
  module: z.string().min(1),
  issue: z.string().optional(),
  page: z.string().optional(),
});

/** Shown on the condition that the viewer is an administrator. */
const FOR_ADMINS: readonly string[] = ["adminPages", "configurePage"];

function wantedOf(deps: UiDeps, request: Request): ModuleUrlRequest | undefined {
  const read = Wanted.safeParse(request.query);
  if (!read.success) return undefined;
  const { app, module, issue, page } = read.data;
  return {
    appKey: app,
    moduleKey: module,
    viewer: deps.personOf(request),
    issueKey: issue || null,
    pageId: page || null,
  };
}

/** A full page of an app, at the address where Jira has it. */
function serveAppPages(router: Router, deps: UiDeps): void {
  router.get("/plugins/servlet/ac/:app/:module", (request, response) => {
    const visit = openVisit(deps, request, response);
    const { app, module } = request.params;
    const wanted = { appKey: app, moduleKey: module, viewer: visit.person, issueKey: null, pageId: null };
    const signed = deps.moduleUrl(visit.site, wanted);
    if (!signed.ok) {
      response
        .status(404)
        .send(drawRefusal(visit, "Nothing to see here", "This app or its page is not there."));
      return;
    }
    if (FOR_ADMINS.includes(signed.value.moduleType) && !visit.person.admin) {
      response
        .status(403)
        .send(drawRefusal(visit, "Only for admins", "This page of the app is for site admins."));
      return;
    }
    const main = html`<h1 class="hidden">${signed.value.name}</h1>
      <div
        class="app-frame app-page"
        data-app="${app}"
        data-module="${module}"
        data-module-type="${signed.value.moduleType}"
        data-name="${signed.value.name}"
      ></div>`;
    response.send(drawPage(visit, { title: signed.value.name, product: "jira", main }));
  });
}

/** What the bridge of the page asks for: signed addresses and context tokens, always for who looks now. */
export function appModules(deps: UiDeps): Router {
  const router = Router();
  const answer = (path: string, act: (request: Request, wanted: ModuleUrlRequest) => Result<object>) =>
    router.get(path, (request, response) => {
      const wanted = wantedOf(deps, request);
      response.set("cache-control", "no-store");
      if (wanted === undefined) return void response.status(400).json({ message: "Which module is meant?" });
      const result = act(request, wanted);
      if (result.ok) response.json(result.value);
      else response.status(result.refusal.status).json({ message: result.refusal.errorMessages.join(" ") });
    });
  answer("/_ui/module", (request, wanted) => deps.moduleUrl(deps.siteOf(request), wanted));
  answer("/_ui/context-token", (request, wanted) => {
    const token = deps.contextToken(deps.siteOf(request), wanted);
    return token.ok ? { ok: true, value: { token: token.value } } : token;
  });
  serveAppPages(router, deps);
  return router;
}
