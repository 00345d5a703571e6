import { Router } from "express";
import type { Page, Space } from "../../state.ts";
import type { UiDeps } from "../../ui-deps.ts";
import type { PageView } from "../../view-types.ts";
import { drawAvatar, drawEmpty, drawTime, nameOf } from "../draw-parts.ts";
import { html, type Html } from "../html.ts";
import { drawCrumbs, drawPage, drawRefusal } from "../page-shell.ts";
import { storageToHtml } from "../rich-text/storage-to-html.ts";
import { openVisit, type Visit } from "../visit.ts";

function addressOf(space: Space, page: Page): string {
  return `/wiki/spaces/${space.key}/pages/${page.id}`;
}

function drawSpaces(visit: Visit): string {
  const pages = visit.site.wiki.pages(visit.acting);
  const rows = visit.site.wiki.spaces(visit.acting).map(
    (space) =>
      html`<tr>
        <th scope="row"><a href="/wiki/spaces/${space.key}">${space.name}</a></th>
        <td>${space.key}</td>
        <td class="number">${pages.filter((one) => one.spaceId === space.id).length}</td>
      </tr>`,
  );
  const table = html`<table class="list">
    <thead>
      <tr>
        <th scope="col">Space</th>
        <th scope="col">Key</th>
        <th scope="col" class="number">Pages</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  const main = html`<div class="wide">
    <h1>Spaces</h1>
    ${rows.length === 0 ? drawEmpty("No spaces", "This site has no spaces.") : table}
  </div>`;
  return drawPage(visit, { title: "Spaces", product: "confluence", main });
}

function drawSpace(visit: Visit, space: Space): string {
  const now = visit.site.now();
  const pages = visit.site.wiki
    .pages(visit.acting)
    .filter((one) => one.spaceId === space.id)
    .toSorted((a, b) => b.version.createdAt.localeCompare(a.version.createdAt));
  const rows = pages.map((page) => {
    const author = visit.site.person(page.version.authorId) ?? null;
    return html`<tr>
      <th scope="row" class="summary"><a href="${addressOf(space, page)}">${page.title}</a></th>
      <td>
        <span class="labels">${page.labels.map((one) => html`<span class="label">${one}</span>`)}</span>
      </td>
      <td>
        <span class="with-icon">${drawAvatar(author)}<span>${nameOf(author)}</span></span>
      </td>
      <td class="when">${drawTime(page.version.createdAt, now)}</td>
    </tr>`;
  });
  const main = html`<div class="wide">
    ${drawCrumbs([["/wiki/spaces", "Spaces"]])}
    <h1>${space.name}</h1>
    <div class="table-scroll" tabindex="0" role="region" aria-label="Pages">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Page</th>
            <th scope="col">Labels</th>
            <th scope="col">Last changed by</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </div>`;
  return drawPage(visit, { title: space.name, product: "confluence", main });
}

function drawSiblings({ page, space }: PageView, pages: Page[]): Html {
  const shown = pages.filter((one) => one.spaceId === space.id && one.id !== space.homepageId);
  return html`<nav class="wiki-nav" aria-label="Pages of ${space.name}">
    <a class="wiki-home" href="${`/wiki/spaces/${space.key}`}">${space.name}</a>
    <ul>
      ${shown.map(
        (one) =>
          html`<li>
            <a href="${addressOf(space, one)}" ${one.id === page.id && html`aria-current="page"`}
              >${one.title}</a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
}

function drawWikiPage(visit: Visit, view: PageView): string {
  const { page, space, author, children } = view;
  const below = children.filter((one) => one.id !== page.id);
  const main = html`<div class="wiki">
    ${drawSiblings(view, visit.site.wiki.pages(visit.acting))}
    <article class="wiki-page">
      ${drawCrumbs([
        ["/wiki/spaces", "Spaces"],
        [`/wiki/spaces/${space.key}`, space.name],
      ])}
      <h1>${page.title}</h1>
      <p class="who">
        ${drawAvatar(author)} ${nameOf(author)} · version ${page.version.number},
        ${drawTime(page.version.createdAt, visit.site.now())}
      </p>
      <p class="labels">${page.labels.map((one) => html`<span class="label">${one}</span>`)}</p>
      <div class="rich" data-live="body">${storageToHtml(page.storage)}</div>
      ${below.length > 0 &&
      html`<h2>Pages below this one</h2>
        <ul>
          ${below.map((one) => html`<li><a href="${addressOf(space, one)}">${one.title}</a></li>`)}
        </ul>`}
    </article>
  </div>`;
  return drawPage(visit, { title: page.title, product: "confluence", main, liveOn: [`page:${page.id}`] });
}

/** Confluence's own pages: spaces, what is in them, and a page to read. */
export function confluencePages(deps: UiDeps): Router {
  const router = Router();
  router.get("/wiki", (_request, response) => response.redirect("/wiki/spaces"));
  router.get(
    "/wiki/spaces",
    (request, response) => void response.send(drawSpaces(openVisit(deps, request, response))),
  );
  router.get("/wiki/spaces/:key", (request, response) => {
    const visit = openVisit(deps, request, response);
    const space = visit.site.wiki.spaces(visit.acting).find((one) => one.key === request.params.key);
    if (space !== undefined) response.send(drawSpace(visit, space));
    else
      response
        .status(404)
        .send(drawRefusal(visit, "Nothing to see here", "This space is not there, or you may not see it."));
  });
  router.get(["/wiki/spaces/:key/pages/:id", "/wiki/spaces/:key/pages/:id/*"], (request, response) => {
    const visit = openVisit(deps, request, response);
    const page = visit.site.wiki.page(visit.acting, request.params["id"] ?? "");
    if (page.ok) response.send(drawWikiPage(visit, page.value));
    else
      response
        .status(404)
        .send(drawRefusal(visit, "Nothing to see here", "This page is not there, or you may not see it."));
  });
  return router;
}
