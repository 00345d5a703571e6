import { ancestorsOf, isOpen } from "../../pages/may-use.ts";
import type { Site } from "../../site.ts";
import type { Page, Restriction } from "../../state.ts";
import { nameOf } from "../draw-parts.ts";
import { html, NOTHING, type Html } from "../html.ts";

type Kept = { words: string; lists: [string, Restriction][] };

/** Whom a page is kept for; a restriction to read comes down from the pages above. */
function keptFor(site: Site, page: Page): Kept | null {
  const state = site.state();
  const above = [page, ...ancestorsOf(state, page)].find((one) => !isOpen(one.restrictions.read));
  const edit = isOpen(page.restrictions.update) ? null : page.restrictions.update;
  if (above !== undefined) {
    const from = above === page ? "" : `, because of "${above.title}" above it`;
    const lists: Kept["lists"] = [[`May read${from}`, above.restrictions.read]];
    return { words: "Restricted", lists: edit === null ? lists : [...lists, ["May edit", edit]] };
  }
  return edit === null ? null : { words: "Editing restricted", lists: [["May edit", edit]] };
}

/** A sign beside a title that it is not for everybody. */
export function drawLock(site: Site, page: Page): Html {
  const kept = keptFor(site, page);
  return kept === null ? NOTHING : html`<span class="lozenge lozenge-kept">${kept.words}</span>`;
}

/** The same, with the names to fold out. */
export function drawRestrictions(site: Site, page: Page): Html {
  const kept = keptFor(site, page);
  if (kept === null) return NOTHING;
  const names = ({ accountIds, groups }: Restriction) => [
    ...accountIds.map((id) => nameOf(site.person(id) ?? null)),
    ...groups.map((one) => `everybody in ${one}`),
  ];
  return html`<details class="kept">
    <summary><span class="lozenge lozenge-kept">${kept.words}</span></summary>
    ${kept.lists.map(([words, list]) => html`<p>${words}: ${names(list).join(", ")}.</p>`)}
  </details>`;
}
