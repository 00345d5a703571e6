import { ok, refuse, type Result } from "../result.ts";
import type { SiteCore } from "../site-core.ts";
import type { Acting, Page } from "../state.ts";
import { findWritable } from "./find-content.ts";
import { aboutPage } from "./write-page.ts";

/** Signs Confluence refuses in a label. */
const FORBIDDEN = /[\s!#&()*,.:;<>?@[\]^]/;

function tell(core: SiteCore, acting: Acting, page: Page, label: string, event: string): void {
  const space = core.state().spaces.find((one) => one.id === page.spaceId);
  if (space === undefined) return;
  const about = aboutPage(core, acting, page, space);
  core.emitPage({ ...about, label, webhookEvents: [event], trigger: event });
}

export function addLabels(core: SiteCore, acting: Acting, pageId: string, names: string[]): Result<Page> {
  const found = findWritable(core, acting, pageId);
  if (!found.ok) return found;
  const { page } = found.value;
  const labels = names.map((one) => one.toLowerCase());
  const bad = labels.find((one) => one === "" || one.length > 255 || FORBIDDEN.test(one));
  if (bad !== undefined) return refuse(400, `The label '${bad}' contains invalid characters.`);
  for (const label of new Set(labels)) {
    if (page.labels.includes(label)) continue;
    page.labels.push(label);
    tell(core, acting, page, label, "label_added");
  }
  return ok(page);
}

export function removeLabel(core: SiteCore, acting: Acting, pageId: string, name: string): Result<null> {
  const found = findWritable(core, acting, pageId);
  if (!found.ok) return found;
  const { page } = found.value;
  if (!page.labels.includes(name)) return refuse(404, `The page has no label '${name}'.`);
  page.labels = page.labels.filter((one) => one !== name);
  tell(core, acting, page, name, "label_removed");
  return ok(null);
}
