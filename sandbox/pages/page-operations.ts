import type { SiteCore } from "../site-core.ts";
import type { Acting, Identity, Json, Page, PageComment, Restriction } from "../state.ts";
import {
  addPageComment,
  deletePageComment,
  editPageComment,
  type CommentDraft,
  type CommentEdit,
} from "./comment-on-page.ts";
import { commentsOn, findComment, findPage, findSpace, visiblePages, visibleSpaces } from "./find-content.ts";
import {
  createProperty,
  deleteProperty,
  listProperties,
  updateProperty,
  type Owner,
  type PropertyWrite,
} from "./keep-properties.ts";
import { addLabels, removeLabel } from "./label-page.ts";
import { mayDeletePage, mayEditPage, mayRestrictPage, maySeePage, spaceAllows } from "./may-use.ts";
import { discardDraft, purgePage, trashPage } from "./remove-page.ts";
import { restrictPage, type Operation } from "./restrict-page.ts";
import { createPage, retitlePage, updatePage, type PageDraft, type PageEdit } from "./write-page.ts";

/** What can be done in the Confluence of one site. Whoever acts comes first, as everywhere. */
export function pageOperations(core: SiteCore) {
  return {
    spaces: (acting: Acting) => visibleSpaces(core, acting),
    space: (acting: Acting, id: string) => findSpace(core, acting, id),
    pages: (acting: Acting, statuses?: Page["status"][]) => visiblePages(core, acting, statuses),
    page: (acting: Acting, id: string, statuses?: Page["status"][]) => findPage(core, acting, id, statuses),
    may: (as: Identity, page: Page) => {
      const state = core.state();
      const space = state.spaces.find((one) => one.id === page.spaceId);
      const seen = maySeePage(state, as, page);
      return {
        see: seen,
        edit: mayEditPage(state, as, page),
        delete: mayDeletePage(state, as, page),
        restrict: mayRestrictPage(state, as, page),
        comment: seen && space !== undefined && spaceAllows(state, as, space, "create", "comment"),
      };
    },
    mayCreateIn: (as: Identity, spaceId: string) => {
      const space = core.state().spaces.find((one) => one.id === spaceId);
      return space !== undefined && spaceAllows(core.state(), as, space, "create");
    },
    createPage: (acting: Acting, draft: PageDraft) => createPage(core, acting, draft),
    updatePage: (acting: Acting, id: string, edit: PageEdit) => updatePage(core, acting, id, edit),
    retitlePage: (acting: Acting, id: string, title: string) => retitlePage(core, acting, id, title),
    trashPage: (acting: Acting, id: string) => trashPage(core, acting, id),
    purgePage: (acting: Acting, id: string) => purgePage(core, acting, id),
    discardDraft: (acting: Acting, id: string) => discardDraft(core, acting, id),

    /** Comments of a page that was found before: whoever sees the page sees them. */
    commentsOn: (pageId: string): PageComment[] => commentsOn(core, pageId),
    comment: (acting: Acting, id: string) => findComment(core, acting, id),
    addComment: (acting: Acting, draft: CommentDraft) => addPageComment(core, acting, draft),
    editComment: (acting: Acting, id: string, edit: CommentEdit) => editPageComment(core, acting, id, edit),
    deleteComment: (acting: Acting, id: string) => deletePageComment(core, acting, id),

    addLabels: (acting: Acting, id: string, names: string[]) => addLabels(core, acting, id, names),
    removeLabel: (acting: Acting, id: string, name: string) => removeLabel(core, acting, id, name),
    restrict: (acting: Acting, id: string, wanted: Partial<Record<Operation, Restriction>>) =>
      restrictPage(core, acting, id, wanted),

    properties: (acting: Acting, owner: Owner) => listProperties(core, acting, owner),
    createProperty: (acting: Acting, owner: Owner, property: { key: string; value: Json }) =>
      createProperty(core, acting, owner, property),
    updateProperty: (acting: Acting, owner: Owner, id: string, write: PropertyWrite) =>
      updateProperty(core, acting, owner, id, write),
    deleteProperty: (acting: Acting, owner: Owner, id: string) => deleteProperty(core, acting, owner, id),
  };
}
export type PageOperations = ReturnType<typeof pageOperations>;
