import { presentLabel } from "../confluence/present-content.ts";
import type { Site } from "../site.ts";
import type { PageHappening } from "../site-core.ts";
import type { ContentVersion, Json } from "../state.ts";

type Shape = { [key: string]: Json };

/** What the products tell of anything written: who, when, which version. Never the words themselves. */
function writtenBy(authorId: string, createdAt: string, version: ContentVersion): Shape {
  return {
    version: version.number,
    creatorAccountId: authorId,
    lastModifierAccountId: version.authorId,
    creationDate: Date.parse(createdAt),
    modificationDate: Date.parse(version.createdAt),
  };
}

function pageOf(site: Site, { page, space }: PageHappening): Shape {
  return {
    id: Number(page.id),
    idAsString: page.id,
    title: page.title,
    self: `${site.origin()}/wiki/spaces/${space.key}/pages/${page.id}`,
    spaceKey: space.key,
    spaceId: Number(space.id),
    contentType: "page",
    ...writtenBy(page.authorId, page.createdAt, page.version),
  };
}

function commentOf(site: Site, happening: PageHappening): Shape {
  const { comment, page, space } = happening;
  if (comment === null) return {};
  const self = `${site.origin()}/wiki/spaces/${space.key}/pages/${page.id}?focusedCommentId=${comment.id}`;
  const answered = comment.parentId === null ? {} : { inReplyTo: { id: Number(comment.parentId) } };
  return {
    id: Number(comment.id),
    idAsString: comment.id,
    self,
    spaceKey: space.key,
    spaceId: Number(space.id),
    contentType: "comment",
    ...writtenBy(comment.authorId, comment.createdAt, comment.version),
    ...answered,
    parent: pageOf(site, happening),
  };
}

function aboutOf(site: Site, happening: PageHappening, event: string): Shape {
  if (event.startsWith("comment_")) return { comment: commentOf(site, happening) };
  if (event.startsWith("label_") && happening.label !== null) {
    return { label: presentLabel(happening.label), labeled: pageOf(site, happening) };
  }
  if (event === "content_permissions_updated") return { content: pageOf(site, happening) };
  return { page: pageOf(site, happening) };
}

/** The body of a Confluence event. It carries no event name: an app tells them apart by their addresses. */
export function buildPageBody(site: Site, happening: PageHappening, event: string): Json {
  const person = site.person(happening.by);
  return {
    ...aboutOf(site, happening, event),
    userAccountId: happening.by,
    accountType: person?.accountType ?? "atlassian",
    timestamp: happening.at.getTime(),
    ...(event === "page_updated" ? { updateTrigger: happening.trigger } : {}),
    suppressNotifications: false,
  };
}
