import { ok, refuse, type Result } from "../result.ts";
import type { SiteCore } from "../site-core.ts";
import type { Acting, Page } from "../state.ts";
import { findPage } from "./find-content.ts";
import { mayDeletePage, spaceAllows } from "./may-use.ts";
import { aboutPage } from "./write-page.ts";

/** Children of a page that goes stay, one step further up. */
function liftChildren(core: SiteCore, page: Page): void {
  for (const one of core.state().pages) if (one.parentId === page.id) one.parentId = page.parentId;
}

/** Puts a page into the trash. */
export function trashPage(core: SiteCore, acting: Acting, pageId: string): Result<null> {
  const found = findPage(core, acting, pageId, ["current"]);
  if (!found.ok) return found;
  const { page, space } = found.value;
  if (!mayDeletePage(core.state(), acting.as, page)) return refuse(403, "You may not delete this page.");
  if (page.id === space.homepageId) return refuse(400, "The home page of a space cannot be deleted.");
  liftChildren(core, page);
  page.status = "trashed";
  core.emitPage({
    ...aboutPage(core, acting, page, space),
    webhookEvents: ["page_trashed"],
    trigger: "trash_page",
  });
  return ok(null);
}

function forget(core: SiteCore, page: Page): void {
  const state = core.state();
  state.pages = state.pages.filter((one) => one.id !== page.id);
  state.pageComments = state.pageComments.filter((one) => one.pageId !== page.id);
}

/** Takes a page out of the trash for good; only an admin of the space, or the app that wrote it, may. */
export function purgePage(core: SiteCore, acting: Acting, pageId: string): Result<null> {
  const found = findPage(core, acting, pageId, ["trashed", "current"]);
  if (!found.ok) return found;
  const { page, space } = found.value;
  if (page.status !== "trashed") return refuse(400, "Only a page in the trash can be purged.");
  const state = core.state();
  const own = acting.as.kind === "app" && page.authorId === acting.as.accountId;
  if (!own && !spaceAllows(state, acting.as, space, "administer", "space")) {
    return refuse(403, "You may not purge this page.");
  }
  const about = aboutPage(core, acting, page, space);
  core.emitPage({ ...about, webhookEvents: ["page_removed"], trigger: "purge_page" });
  forget(core, page);
  return ok(null);
}

/** A draft is thrown away at once; nobody else ever heard of it. */
export function discardDraft(core: SiteCore, acting: Acting, pageId: string): Result<null> {
  const found = findPage(core, acting, pageId, ["draft"]);
  if (!found.ok) return found;
  forget(core, found.value.page);
  core.touch();
  return ok(null);
}
