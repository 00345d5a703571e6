import type { OldVersion, Page } from "../../state.ts";
import type { PageView } from "../../view-types.ts";
import { drawAvatar, drawTime, nameOf } from "../draw-parts.ts";
import { html, NOTHING, type Html } from "../html.ts";
import { drawCrumbs, drawPage } from "../page-shell.ts";
import { storageToHtml } from "../rich-text/storage-to-html.ts";
import type { Visit } from "../visit.ts";
import { drawPageComments } from "./draw-page-comments.ts";
import { drawRestrictions } from "./draw-restrictions.ts";
import { addressOf } from "./wiki-address.ts";

function drawBranch({ page, space }: PageView, pages: Page[], parentId: string, depth: number): Html {
  const below = pages.filter((one) => one.parentId === parentId);
  if (below.length === 0 || depth > 20) return NOTHING;
  return html`<ul>
    ${below.map(
      (one) =>
        html`<li>
          <a href="${addressOf(space, one)}" ${one.id === page.id && html`aria-current="page"`}
            >${one.title}</a
          >
          ${drawBranch({ page, space, author: null, children: [] }, pages, one.id, depth + 1)}
        </li>`,
    )}
  </ul>`;
}

function drawTree(visit: Visit, view: PageView): Html {
  const { space, page } = view;
  const pages = visit.site.wiki.pages(visit.acting).filter((one) => one.spaceId === space.id);
  const current = page.id === space.homepageId;
  return html`<nav class="wiki-nav" aria-label="Pages of ${space.name}">
    <a
      class="wiki-home"
      href="/wiki/spaces/${space.key}/pages/${space.homepageId}"
      ${current && html`aria-current="page"`}
      >${space.name}</a
    >
    ${drawBranch(view, pages, space.homepageId, 0)}
  </nav>`;
}

function drawCrumbsOf({ space }: PageView): Html {
  return drawCrumbs([
    ["/wiki/spaces", "Spaces"],
    [`/wiki/spaces/${space.key}`, space.name],
  ]);
}

function drawActions(visit: Visit, { page, space }: PageView): Html {
  const may = visit.site.wiki.may(visit.acting.as, page);
  const address = addressOf(space, page);
  const remove = html`<form
    method="post"
    action="${address}/delete"
    data-send
    data-ask="Put this page into the trash?"
  >
    <button class="subtle">Delete</button>
    <p class="wrong" role="alert"></p>
  </form>`;
  return html`<div class="wiki-actions">
    ${may.edit && html`<a class="button" href="${address}/edit">Edit</a>`}
    <a class="button subtle" href="${address}/history">History</a>
    ${may.delete && page.id !== space.homepageId && remove}
  </div>`;
}

/** A page to read, with who wrote it, whom it is kept for, and what people said of it. */
export function drawWikiPage(visit: Visit, view: PageView): string {
  const { page, space, children } = view;
  const below = children.filter((one) => one.id !== page.id);
  const by = visit.site.person(page.version.authorId) ?? null;
  const main = html`<div class="wiki">
    ${drawTree(visit, view)}
    <article class="wiki-page">
      ${drawCrumbsOf(view)}
      <div class="wiki-head">
        <h1 data-live="title">${page.title}</h1>
        ${drawActions(visit, view)}
      </div>
      <div data-live="about">
        <p class="who">
          ${drawAvatar(by)} ${nameOf(by)} · version ${page.version.number},
          ${drawTime(page.version.createdAt, visit.site.now())}
          ${page.status === "draft" && html`<span class="lozenge">Draft</span>`}
        </p>
        ${drawRestrictions(visit.site, page)}
        <p class="labels">${page.labels.map((one) => html`<span class="label">${one}</span>`)}</p>
      </div>
      <div class="rich" data-live="body">${storageToHtml(page.storage)}</div>
      ${below.length > 0 &&
      html`<h2>Pages below this one</h2>
        <ul>
          ${below.map((one) => html`<li><a href="${addressOf(space, one)}">${one.title}</a></li>`)}
        </ul>`}
      ${drawPageComments(visit, view)}
    </article>
  </div>`;
  return drawPage(visit, { title: page.title, product: "confluence", main, liveOn: [`page:${page.id}`] });
}

/** Every version of a page, the newest first. */
export function drawHistory(visit: Visit, view: PageView): string {
  const { page, space } = view;
  const now = visit.site.now();
  const versions = [
    { ...page.version, title: page.title, storage: page.storage },
    ...page.history.toReversed(),
  ];
  const row = (one: OldVersion) => {
    const by = visit.site.person(one.authorId) ?? null;
    const current = one.number === page.version.number;
    const address = current ? addressOf(space, page) : `${addressOf(space, page)}?version=${one.number}`;
    return html`<tr>
      <th scope="row"><a href="${address}">Version ${one.number}${current && html` (current)`}</a></th>
      <td>${one.message}</td>
      <td>
        <span class="with-icon">${drawAvatar(by)}<span>${nameOf(by)}</span></span>
      </td>
      <td class="when">${drawTime(one.createdAt, now)}</td>
    </tr>`;
  };
  const main = html`<div class="wiki">
    ${drawTree(visit, view)}
    <article class="wiki-page">
      ${drawCrumbsOf(view)}
      <h1>History of <a href="${addressOf(space, page)}">${page.title}</a></h1>
      <div class="table-scroll" tabindex="0" role="region" aria-label="Versions" data-live="versions">
        <table class="list">
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Why</th>
              <th scope="col">Who</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            ${versions.map(row)}
          </tbody>
        </table>
      </div>
    </article>
  </div>`;
  const title = `History of ${page.title}`;
  return drawPage(visit, { title, product: "confluence", main, liveOn: [`page:${page.id}`] });
}

/** A page as it once was. */
export function drawOldVersion(visit: Visit, view: PageView, old: OldVersion): string {
  const { page, space } = view;
  const by = visit.site.person(old.authorId) ?? null;
  const main = html`<div class="wiki">
    ${drawTree(visit, view)}
    <article class="wiki-page">
      ${drawCrumbsOf(view)}
      <h1>${old.title}</h1>
      <p class="who">
        ${drawAvatar(by)} ${nameOf(by)} · version ${old.number}, ${drawTime(old.createdAt, visit.site.now())}
      </p>
      <p class="panel">
        This is an old version. <a href="${addressOf(space, page)}">See the page as it is now</a> or
        <a href="${addressOf(space, page)}/history">its history</a>.
      </p>
      <div class="rich">${storageToHtml(old.storage)}</div>
    </article>
  </div>`;
  return drawPage(visit, { title: old.title, product: "confluence", main });
}
