import { nameOf, drawAvatar } from "./draw-parts.ts";
import { drawDrawer } from "./drawer.ts";
import { html, NOTHING, type Html } from "./html.ts";
import type { Visit } from "./visit.ts";

export type PagePlan = {
  title: string;
  product: "jira" | "confluence" | "admin";
  main: Html;
  /** What the page shows, so that it is drawn anew when that changes: `issue:SHOP-42`, `project:SHOP`, `apps`. */
  liveOn?: string[];
};

function drawPersonSwitch({ site, person, address }: Visit): Html {
  const option = (one: { accountId: string; displayName: string; jobTitle: string }) => html`
    <option value="${one.accountId}" ${one.accountId === person.accountId && html`selected`}>
      ${one.displayName}, ${one.jobTitle}
    </option>
  `;
  return html`
    <form class="person-switch" method="post" action="/_ui/person" data-submit-on-change>
      <input type="hidden" name="back" value="${address}" />
      <label for="person">You are</label>
      ${drawAvatar(person)}
      <select id="person" name="accountId">
        ${site.people().map(option)}
      </select>
      <noscript><button>Switch</button></noscript>
    </form>
  `;
}

function drawNeighbours({ site, neighbours }: Visit): Html {
  const others = neighbours.filter((one) => one.tenant !== site.name);
  return html`${others.map(
    (one) => html`<a class="bar-link" href="${one.origin}/">Other site: ${one.tenant}</a>`,
  )}`;
}

function link(href: string, words: string, current: boolean): Html {
  return html`<a class="bar-link" href="${href}" ${current && html`aria-current="page"`}>${words}</a>`;
}

/** Pages that apps bring along, where Jira has its menu of apps. */
function drawAppPages({ site }: Visit): Html {
  const pages = site
    .installations()
    .filter((one) => one.product === "jira" && one.state === "ENABLED")
    .flatMap(({ appKey, descriptor }) =>
      descriptor.pages
        .filter(({ moduleType }) => moduleType === "generalPages")
        .map((page) => ({ appKey, page })),
    );
  return html`${pages.map(
    ({ appKey, page }) =>
      html`<a class="bar-link" href="/plugins/servlet/ac/${appKey}/${page.key}">${page.name}</a>`,
  )}`;
}

function drawTopBar(visit: Visit, product: PagePlan["product"]): Html {
  return html`
    <header class="bar">
      <a class="bar-home" href="/" aria-label="${visit.site.state().siteName}, home">
        <span class="lozenge lozenge-sandbox">Sandbox</span><strong>${visit.site.state().siteName}</strong>
      </a>
      <nav class="bar-nav" aria-label="Products">
        ${link("/projects", "Jira", product === "jira")}
        ${link("/wiki/spaces", "Confluence", product === "confluence")}
        ${link("/admin/apps", "Admin", product === "admin")} ${drawAppPages(visit)}
      </nav>
      <form class="bar-search" role="search" action="/issues" method="get">
        <label class="hidden" for="search">Search issues or go to a key</label>
        <input
          id="search"
          name="q"
          type="search"
          placeholder="Search, or a key such as SHOP-42"
          autocomplete="off"
        />
      </form>
      <span class="bar-space"></span>
      ${drawNeighbours(visit)} ${drawPersonSwitch(visit)}
      <button type="button" class="subtle" id="theme-switch" aria-pressed="false">Dark</button>
      <button type="button" class="subtle" id="drawer-switch" aria-expanded="false" aria-controls="drawer">
        Drawer
      </button>
    </header>
  `;
}

/** Names by account, for scripts that only hear accounts. */
function namesOf({ site }: Visit): string {
  return JSON.stringify(Object.fromEntries(site.state().people.map((one) => [one.accountId, nameOf(one)])));
}

/** A whole page. Scripts and styles are files, so that the policy can refuse anything written inline. */
export function drawPage(visit: Visit, plan: PagePlan): string {
  const { title, product, main, liveOn = [] } = plan;
  return html`<!doctype html>
    <html lang="en" data-color-mode="light" data-theme="light:light dark:dark spacing:spacing">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} - ${visit.site.state().siteName} (sandbox)</title>
        <link rel="icon" href="/_ui/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/_ui/site.css" />
        <link rel="stylesheet" href="/_ui/parts.css" />
        <link rel="stylesheet" href="/_ui/drawer.css" />
        <script src="/_ui/choose-theme.js"></script>
        <script src="/_ui/before-bridge.js"></script>
        <script src="/_cdn/connect-host.js" defer></script>
        <script src="/_ui/site.js" type="module"></script>
      </head>
      <body
        data-product="${product}"
        data-person="${visit.person.accountId}"
        data-locale="${visit.person.locale}"
        data-time-zone="${visit.person.timeZone}"
        data-names="${namesOf(visit)}"
      >
        <a class="skip" href="#main">Skip to content</a>
        ${drawTopBar(visit, product)}
        <main id="main" tabindex="-1" data-live-on="${liveOn.join(" ")}">${main}</main>
        <div id="flags" role="region" aria-label="Messages"></div>
        ${drawDrawer(visit)}
      </body>
    </html>`.toString();
}

/** A page that can only say why there is nothing else. */
export function drawRefusal(visit: Visit, title: string, words: string): string {
  const main = html`<div class="narrow empty">
    <h1>${title}</h1>
    <p>${words}</p>
    <p class="quiet">
      You are ${visit.person.displayName}. Somebody else may see more: choose a person at the top.
    </p>
    <p><a href="/projects">All projects</a></p>
  </div>`;
  return drawPage(visit, { title, product: "jira", main });
}

export function drawCrumbs(crumbs: [href: string, words: string][], last: Html = NOTHING): Html {
  return html`<nav class="crumbs" aria-label="Breadcrumbs">
    <ol>
      ${crumbs.map(([href, words]) => html`<li><a href="${href}">${words}</a></li>`)} ${last}
    </ol>
  </nav>`;
}
