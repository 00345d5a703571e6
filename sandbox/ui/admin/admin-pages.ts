import { Router, type Request } from "express";
import { z } from "zod";
import { refuse, type Result } from "../../result.ts";
import type { Product } from "../../state.ts";
import type { UiDeps } from "../../ui-deps.ts";
import { acceptForm, answerForm, first, readForm } from "../form-body.ts";
import { html, type Html } from "../html.ts";
import { drawPage } from "../page-shell.ts";
import { openVisit, type Visit } from "../visit.ts";
import { drawApps } from "./draw-apps.ts";
import { drawPeople } from "./draw-people.ts";
import { drawSettings } from "./draw-settings.ts";

const SECTIONS = [
  ["apps", "Manage apps", drawApps],
  ["people", "People and permissions", drawPeople],
  ["settings", "Site settings", drawSettings],
] as const;
const App = z.object({ appKey: z.string().min(1), product: z.enum(["jira", "confluence"]) });
const Settings = z.object({
  licence: z.enum(["active", "none", "absent"]),
  impersonation: z.enum(["on", "off"]),
});

function drawNotAdmin({ site, address }: Visit): Html {
  const admin = site.people().find((one) => one.admin);
  return html`<h1>Only for admins</h1>
    <p>This area is for site admins.</p>
    ${admin !== undefined &&
    html`<form method="post" action="/_ui/person">
      <input type="hidden" name="back" value="${address}" />
      <input type="hidden" name="accountId" value="${admin.accountId}" /><button class="primary">
        Go on as ${admin.displayName}
      </button>
    </form>`}`;
}

function drawAdmin(visit: Visit, section: string, title: string, inner: Html): string {
  const links = SECTIONS.map(
    ([id, words]) =>
      html`<li><a href="/admin/${id}" ${id === section && html`aria-current="page"`}>${words}</a></li>`,
  );
  const main = html`<div class="admin">
    <nav class="side-nav" aria-label="Admin">
      <ul>
        ${links}
      </ul>
    </nav>
    <div class="admin-main">${visit.person.admin ? inner : drawNotAdmin(visit)}</div>
  </div>`;
  return drawPage(visit, { title, product: "admin", main, liveOn: ["apps", "settings"] });
}

type Act = (visit: Visit, form: Record<string, string[]>) => Promise<Result<unknown>>;

/** Wraps what the site's operations do to one install: read which, then do it. */
function onApp(act: (visit: Visit, product: Product, appKey: string) => Promise<Result<null>>): Act {
  return async (visit, form) => {
    const app = App.safeParse({ appKey: first(form, "appKey"), product: first(form, "product") });
    return app.success ? act(visit, app.data.product, app.data.appKey) : refuse(400, "Which app is meant?");
  };
}

function install(deps: UiDeps): Act {
  return async ({ site }, form) => {
    const products = z
      .array(z.enum(["jira", "confluence"]))
      .min(1)
      .safeParse(form["product"]);
    const url = z.url({ protocol: /^https?$/ }).safeParse(first(form, "descriptorUrl"));
    if (!products.success) return refuse(400, "Choose at least one product.");
    if (!url.success)
      return refuse(400, "The address of the descriptor must begin with http:// or https://.");
    return deps.apps.install(site, url.data, products.data);
  };
}

/** The admin area. Its forms ask again whether the person is an admin: a page may be older than the switch. */
export function adminPages(deps: UiDeps): Router {
  const router = Router();
  router.get("/admin", (_request, response) => response.redirect("/admin/apps"));
  for (const [id, words, draw] of SECTIONS) {
    router.get(`/admin/${id}`, (request, response) => {
      const visit = openVisit(deps, request, response);
      response.send(drawAdmin(visit, id, words, visit.person.admin ? draw(visit) : html``));
    });
  }
  const post = (path: string, words: string, act: Act) =>
    router.post(path, ...acceptForm, (request: Request, response, next) => {
      const visit = openVisit(deps, request, response);
      const run = visit.person.admin
        ? act(visit, readForm(request))
        : Promise.resolve(refuse(403, "Only site admins may do this."));
      const back = path === "/admin/settings" ? path : "/admin/apps";
      run.then((result) => answerForm(request, response, result, { back, words }), next);
    });
  post("/admin/apps/install", "Installed", install(deps));
  post(
    "/admin/apps/uninstall",
    "Uninstalled",
    onApp(({ site }, product, key) => deps.apps.uninstall(site, product, key)),
  );
  post(
    "/admin/apps/enable",
    "Enabled",
    onApp(({ site }, product, key) => deps.apps.setEnabled(site, product, key, true)),
  );
  post(
    "/admin/apps/disable",
    "Disabled",
    onApp(({ site }, product, key) => deps.apps.setEnabled(site, product, key, false)),
  );
  post(
    "/admin/apps/rotate",
    "Secret rotated",
    onApp(({ site }, product, key) => deps.apps.rotateSecret(site, product, key)),
  );
  post("/admin/settings", "Saved", async ({ site }, form) => {
    const settings = Settings.safeParse({
      licence: first(form, "licence"),
      impersonation: first(form, "impersonation"),
    });
    if (!settings.success) return refuse(400, "Choose one of each.");
    deps.settings(site, settings.data);
    return { ok: true, value: null };
  });
  return router;
}
