import { checkStorage } from "../../rich-text/check-storage.ts";
import { refuse, type Result } from "../../result.ts";
import { writeStorage } from "../../seed/write-pages.ts";
import type { Page, Space } from "../../state.ts";
import { first } from "../form-body.ts";
import { html, type Html } from "../html.ts";
import { drawCrumbs, drawPage } from "../page-shell.ts";
import type { Visit } from "../visit.ts";
import { addressOf } from "./wiki-address.ts";

type Form = Record<string, string[]>;

function drawFields(page: Page | null): Html {
  return html`<div class="field">
      <label for="title">Title</label>
      <input id="title" name="title" required maxlength="255" value="${page?.title}" />
    </div>
    ${page === null &&
    html`<div class="field">
      <label for="format">Written as</label>
      <select id="format" name="format">
        <option value="text">Text with ## headings, - lists and \`\`\` code</option>
        <option value="storage">Storage format</option>
      </select>
    </div>`}
    <div class="field">
      <label for="body">${page === null ? "Body" : "Body in storage format"}</label>
      <textarea id="body" name="body" rows="20" class="source" spellcheck="false">${page?.storage}</textarea>
    </div>`;
}

/** The editor shows the markup itself: what an app wrote can be read and repaired as it is. */
export function drawEditPage(visit: Visit, space: Space, page: Page): string {
  const address = addressOf(space, page);
  const main = html`<div class="wide">
    ${drawCrumbs([
      ["/wiki/spaces", "Spaces"],
      [`/wiki/spaces/${space.key}`, space.name],
      [address, page.title],
    ])}
    <h1>Edit page</h1>
    <form method="post" action="${address}/edit" data-send>
      <input type="hidden" name="version" value="${page.version.number}" />
      ${drawFields(page)}
      <div class="field">
        <label for="message">What changed (optional)</label>
        <input id="message" name="message" maxlength="255" />
      </div>
      <p class="wrong" role="alert"></p>
      <div class="buttons">
        <button class="primary">Save</button> <a class="button" href="${address}">Cancel</a>
      </div>
    </form>
  </div>`;
  return drawPage(visit, { title: `Edit ${page.title}`, product: "confluence", main });
}

export function drawNewPage(visit: Visit, space: Space): string {
  const main = html`<div class="wide">
    ${drawCrumbs([
      ["/wiki/spaces", "Spaces"],
      [`/wiki/spaces/${space.key}`, space.name],
    ])}
    <h1>Create page</h1>
    <form method="post" action="/wiki/spaces/${space.key}/create" data-send>
      ${drawFields(null)}
      <p class="wrong" role="alert"></p>
      <div class="buttons">
        <button class="primary">Publish</button>
        <a class="button" href="/wiki/spaces/${space.key}">Cancel</a>
      </div>
    </form>
  </div>`;
  return drawPage(visit, { title: "Create page", product: "confluence", main });
}

function bodyOf(form: Form): Result<string> {
  const body = first(form, "body").replaceAll("\r\n", "\n");
  return checkStorage(first(form, "format") === "text" ? writeStorage(body) : body);
}

/** Saves over the version that was opened: who was overtaken is told, and loses nothing they typed. */
export function saveEdit({ site, acting }: Visit, pageId: string, form: Form): Result<Page> {
  const storage = bodyOf(form);
  if (!storage.ok) return storage;
  const saved = site.wiki.updatePage(acting, pageId, {
    title: first(form, "title"),
    storage: storage.value,
    status: "current",
    version: Number(first(form, "version")) + 1,
    message: first(form, "message"),
  });
  if (saved.ok || saved.refusal.status !== 409) return saved;
  return refuse(409, "Somebody else saved this page in the meantime. Copy your text, then open it again.");
}

export function saveNew({ site, acting }: Visit, space: Space, form: Form): Result<Page> {
  const storage = bodyOf(form);
  if (!storage.ok) return storage;
  return site.wiki.createPage(acting, {
    spaceId: space.id,
    parentId: space.homepageId,
    title: first(form, "title"),
    storage: storage.value,
    status: "current",
    private: false,
  });
}
