import { accountOf } from "../may-act.ts";
import { ok, refuse, type Result } from "../result.ts";
import { nextId, type PageHappening, type SiteCore } from "../site-core.ts";
import type { Acting, Page, Space } from "../state.ts";
import { findPage, findSpace, findWritable } from "./find-content.ts";
import { checkNext, firstVersion, turnVersion } from "./keep-version.ts";
import { ancestorsOf, spaceAllows } from "./may-use.ts";

export type PageDraft = {
  spaceId: string;
  parentId: string | null;
  title: string;
  storage: string;
  status: "current" | "draft";
  /** Kept for its author alone from the first moment. */
  private: boolean;
};
export type PageEdit = {
  title: string;
  storage?: string;
  status: "current" | "draft";
  version: number;
  message: string;
  parentId?: string;
  spaceId?: string;
};

/** The parts every event about a page has. */
export function aboutPage(
  core: SiteCore,
  acting: Acting,
  page: Page,
  space: Space,
): Omit<PageHappening, "webhookEvents" | "trigger"> {
  return {
    page,
    space,
    comment: null,
    label: null,
    by: accountOf(acting.as),
    at: core.now(),
    trace: acting.trace ?? null,
  };
}

function checkTitle(core: SiteCore, spaceId: string, title: string, but: string | null): Result<null> {
  if (title.trim() === "") return refuse(400, "A page needs a title.");
  if (title.length > 255) return refuse(400, "Title cannot be longer than 255 characters.");
  const taken = core
    .state()
    .pages.some(
      (one) =>
        one.spaceId === spaceId &&
        one.id !== but &&
        one.status === "current" &&
        one.title.toLowerCase() === title.toLowerCase(),
    );
  return taken
    ? refuse(
        400,
        "A page with this title already exists: A page already exists with the same TITLE in this space",
      )
    : ok(null);
}

/** A parent stands in the same space, and never below the page itself. */
function checkParent(core: SiteCore, acting: Acting, spaceId: string, id: string, self: string | null) {
  const parent = findPage(core, acting, id, ["current"]);
  if (!parent.ok) return refuse(404, `No parent page with id ${id} was found, or you may not see it.`);
  const { page } = parent.value;
  if (page.spaceId !== spaceId) return refuse(400, "The parent page is in another space.");
  const above = [page, ...ancestorsOf(core.state(), page)].map((one) => one.id);
  return self !== null && above.includes(self)
    ? refuse(400, "A page cannot be moved below itself.")
    : ok(null);
}

export function createPage(core: SiteCore, acting: Acting, draft: PageDraft): Result<Page> {
  const space = findSpace(core, acting, draft.spaceId);
  if (!space.ok) return space;
  if (!spaceAllows(core.state(), acting.as, space.value, "create")) {
    return refuse(403, `You may not create pages in the space ${space.value.key}.`);
  }
  const title = draft.status === "draft" ? ok(null) : checkTitle(core, draft.spaceId, draft.title, null);
  if (!title.ok) return title;
  const parent =
    draft.parentId === null ? ok(null) : checkParent(core, acting, draft.spaceId, draft.parentId, null);
  if (!parent.ok) return parent;
  const version = firstVersion(core, acting);
  const onlyMe = { accountIds: draft.private ? [version.authorId] : [], groups: [] };
  const page: Page = {
    id: nextId(core.state()),
    spaceId: draft.spaceId,
    parentId: draft.parentId,
    title: draft.title,
    status: draft.status,
    storage: draft.storage,
    authorId: version.authorId,
    createdAt: version.createdAt,
    version,
    history: [],
    labels: [],
    properties: [],
    restrictions: { read: structuredClone(onlyMe), update: structuredClone(onlyMe) },
  };
  core.state().pages.push(page);
  if (page.status === "draft") core.touch();
  else tellCreated(core, acting, page, space.value);
  return ok(page);
}

function tellCreated(core: SiteCore, acting: Acting, page: Page, space: Space): void {
  const about = aboutPage(core, acting, page, space);
  core.emitPage({ ...about, webhookEvents: ["page_created"], trigger: "create_page" });
}

/** A draft keeps version 1 until it is published, and is heard of only then. */
function saveDraft(core: SiteCore, acting: Acting, page: Page, space: Space, edit: PageEdit): Result<Page> {
  if (edit.version !== 1) return refuse(409, `The version of a draft is 1, not ${edit.version}.`);
  const title = edit.status === "draft" ? ok(null) : checkTitle(core, space.id, edit.title, page.id);
  if (!title.ok) return title;
  page.title = edit.title;
  page.storage = edit.storage ?? page.storage;
  page.status = edit.status;
  page.version = { ...firstVersion(core, acting), message: edit.message };
  if (page.status === "draft") core.touch();
  else tellCreated(core, acting, page, space);
  return ok(page);
}

/** Writes the next version; of a page in the trash it is the one that brings it back. */
export function updatePage(core: SiteCore, acting: Acting, pageId: string, edit: PageEdit): Result<Page> {
  const found = findWritable(core, acting, pageId, ["current", "draft", "trashed"]);
  if (!found.ok) return found;
  const { page, space } = found.value;
  if (edit.spaceId !== undefined && edit.spaceId !== page.spaceId) {
    return refuse(400, "A page cannot be moved to another space.");
  }
  const parent =
    edit.parentId === undefined ? ok(null) : checkParent(core, acting, page.spaceId, edit.parentId, page.id);
  if (!parent.ok) return parent;
  if (page.status === "draft") return saveDraft(core, acting, page, space, edit);
  if (edit.status === "draft") return refuse(400, "The page is published; it has no draft to write to.");
  const next = checkNext(page.version.number, edit.version, "page");
  if (!next.ok) return next;
  const title = checkTitle(core, page.spaceId, edit.title, page.id);
  if (!title.ok) return title;
  turnVersion(core, acting, page, edit.message);
  const moved = edit.parentId !== undefined && edit.parentId !== page.parentId;
  const restored = page.status === "trashed";
  page.title = edit.title;
  page.storage = edit.storage ?? page.storage;
  page.parentId = edit.parentId ?? page.parentId;
  page.status = "current";
  core.emitPage({
    ...aboutPage(core, acting, page, space),
    webhookEvents: restored ? ["page_restored"] : moved ? ["page_moved", "page_updated"] : ["page_updated"],
    trigger: restored ? "restore_page" : moved ? "move_page" : "edit_page",
  });
  return ok(page);
}

/** A new title is a new version too. */
export function retitlePage(core: SiteCore, acting: Acting, pageId: string, title: string): Result<Page> {
  const found = findPage(core, acting, pageId);
  if (!found.ok) return found;
  const { status, version } = found.value.page;
  if (status === "trashed") return refuse(404, `No page with id ${pageId} was found.`);
  return updatePage(core, acting, pageId, {
    title,
    status,
    version: status === "draft" ? 1 : version.number + 1,
    message: "",
  });
}
