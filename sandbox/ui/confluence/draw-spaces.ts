import type { Space } from "../../state.ts";
import { drawAvatar, drawEmpty, drawTime, nameOf } from "../draw-parts.ts";
import { html, type Html } from "../html.ts";
import { drawCrumbs, drawPage } from "../page-shell.ts";
import type { Visit } from "../visit.ts";
import { drawLock } from "./draw-restrictions.ts";
import { addressOf } from "./wiki-address.ts";

export function drawSpaces(visit: Visit): string {
  const pages = visit.site.wiki.pages(visit.acting);
  const rows = visit.site.wiki.spaces(visit.acting).map(
    (space) =>
      html`<tr>
        <th scope="row"><a href="/wiki/spaces/${space.key}">${space.name}</a></th>
        <td>${space.key}</td>
        <td>${space.description}</td>
        <td class="number">${pages.filter((one) => one.spaceId === space.id).length}</td>
      </tr>`,
  );
  const table = html`<div class="table-scroll" tabindex="0" role="region" aria-label="Spaces">
    <table class="list">
      <thead>
        <tr>
          <th scope="col">Space</th>
          <th scope="col">Key</th>
          <th scope="col">About</th>
          <th scope="col" class="number">Pages</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
  const main = html`<div class="wide">
    <h1>Spaces</h1>
    ${rows.length === 0 ? drawEmpty("No spaces", "No space of this site lets you in.") : table}
  </div>`;
  return drawPage(visit, { title: "Spaces", product: "confluence", main });
}

function drawRows(visit: Visit, space: Space): Html[] {
  const now = visit.site.now();
  const pages = visit.site.wiki
    .pages(visit.acting)
    .filter((one) => one.spaceId === space.id)
    .toSorted((a, b) => b.version.createdAt.localeCompare(a.version.createdAt));
  return pages.map((page) => {
    const author = visit.site.person(page.version.authorId) ?? null;
    return html`<tr>
      <th scope="row" class="summary">
        <a href="${addressOf(space, page)}">${page.title}</a> ${drawLock(visit.site, page)}
      </th>
      <td>
        <span class="labels">${page.labels.map((one) => html`<span class="label">${one}</span>`)}</span>
      </td>
      <td>
        <span class="with-icon">${drawAvatar(author)}<span>${nameOf(author)}</span></span>
      </td>
      <td class="when">${drawTime(page.version.createdAt, now)}</td>
    </tr>`;
  });
}

export function drawSpace(visit: Visit, space: Space): string {
  const mayCreate = visit.site.wiki.mayCreateIn(visit.acting.as, space.id);
  const main = html`<div class="wide">
    ${drawCrumbs([["/wiki/spaces", "Spaces"]])}
    <div class="wiki-head">
      <h1>${space.name}</h1>
      ${mayCreate && html`<a class="button" href="/wiki/spaces/${space.key}/create">Create page</a>`}
    </div>
    <p class="quiet">${space.description}</p>
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
          ${drawRows(visit, space)}
        </tbody>
      </table>
    </div>
  </div>`;
  return drawPage(visit, { title: space.name, product: "confluence", main });
}
