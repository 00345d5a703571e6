import { ok, refuse, type Result } from "../result.ts";
import type { SiteCore } from "../site-core.ts";
import type { Acting, Page, PageComment, Space } from "../state.ts";
import type { CommentView, PageView } from "../view-types.ts";
import { mayEditPage, maySeePage, spaceAllows } from "./may-use.ts";

export function visibleSpaces(core: SiteCore, { as }: Acting): Space[] {
  const state = core.state();
  return state.spaces.filter((one) => spaceAllows(state, as, one, "read", "space"));
}

/** Pages of some states that this actor may see. */
export function visiblePages(
  core: SiteCore,
  { as }: Acting,
  statuses: Page["status"][] = ["current"],
): Page[] {
  const state = core.state();
  return state.pages.filter((one) => statuses.includes(one.status) && maySeePage(state, as, one));
}

export function findSpace(core: SiteCore, acting: Acting, spaceId: string): Result<Space> {
  const space = visibleSpaces(core, acting).find((one) => one.id === spaceId);
  return space === undefined
    ? refuse(404, `No space with id ${spaceId} was found, or you may not see it.`)
    : ok(space);
}

/** A page that is there for this actor. What may not be seen is answered like what is not there. */
export function findPage(
  core: SiteCore,
  acting: Acting,
  pageId: string,
  statuses: Page["status"][] = ["current", "draft"],
): Result<PageView> {
  const state = core.state();
  const page = state.pages.find((one) => one.id === pageId && statuses.includes(one.status));
  const space = state.spaces.find((one) => one.id === page?.spaceId);
  if (page === undefined || space === undefined || !maySeePage(state, acting.as, page)) {
    return refuse(404, `No page with id ${pageId} was found, or you may not see it.`);
  }
  return ok({
    page,
    space,
    author: state.people.find((one) => one.accountId === page.authorId) ?? null,
    children: visiblePages(core, acting).filter((one) => one.parentId === page.id),
  });
}

/** The page when this actor may also write it. */
export function findWritable(
  core: SiteCore,
  acting: Acting,
  pageId: string,
  statuses?: Page["status"][],
): Result<PageView> {
  const found = findPage(core, acting, pageId, statuses);
  if (!found.ok) return found;
  return mayEditPage(core.state(), acting.as, found.value.page)
    ? found
    : refuse(403, `You may not edit the page with id ${pageId}.`);
}

/** A comment lives as long as its page and is seen by whoever sees that. */
export function findComment(core: SiteCore, acting: Acting, commentId: string): Result<CommentView> {
  const comment = core.state().pageComments.find((one) => one.id === commentId);
  const missing = refuse(404, `No comment with id ${commentId} was found, or you may not see it.`);
  if (comment === undefined) return missing;
  const found = findPage(core, acting, comment.pageId);
  return found.ok ? ok({ ...found.value, comment }) : missing;
}

export function commentsOn(core: SiteCore, pageId: string): PageComment[] {
  return core.state().pageComments.filter((one) => one.pageId === pageId);
}
