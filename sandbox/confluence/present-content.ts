import { createHash } from "node:crypto";
import { storageToAdf } from "../rich-text/storage-to-adf.ts";
import type { Site } from "../site.ts";
import type { ContentProperty, ContentVersion, Json, Page, PageComment, Space } from "../state.ts";
import { storageToHtml } from "../ui/rich-text/storage-to-html.ts";

export type Shape = { [key: string]: Json };

/** A body in the form that was asked for; nothing when none was. */
export function presentBody(storage: string, format: string | undefined): Shape {
  switch (format) {
    case "storage":
      return { storage: { representation: "storage", value: storage } };
    case "atlas_doc_format":
      return {
        atlas_doc_format: {
          representation: "atlas_doc_format",
          value: JSON.stringify(storageToAdf(storage)),
        },
      };
    case "view":
      return { view: { representation: "view", value: storageToHtml(storage).toString() } };
    default:
      return {};
  }
}

export function presentVersion(version: ContentVersion): Shape {
  const { number, message, createdAt, authorId } = version;
  return { number, message, minorEdit: false, authorId, createdAt };
}

export function webUi(site: Site, page: Page): string {
  const space = site.state().spaces.find((one) => one.id === page.spaceId);
  return `/spaces/${space?.key ?? ""}/pages/${page.id}`;
}

/** A page in the v2 shape; its body only when a format is asked for. */
export function presentPage(site: Site, page: Page, format: string | undefined): Shape {
  const siblings = site
    .state()
    .pages.filter((one) => one.parentId === page.parentId && one.spaceId === page.spaceId);
  return {
    id: page.id,
    status: page.status,
    title: page.title,
    spaceId: page.spaceId,
    parentId: page.parentId,
    parentType: page.parentId === null ? null : "page",
    position: siblings.indexOf(page),
    authorId: page.authorId,
    ownerId: page.authorId,
    lastOwnerId: null,
    createdAt: page.createdAt,
    version: presentVersion(page.version),
    body: presentBody(page.storage, format),
    _links: {
      webui: webUi(site, page),
      editui: `/pages/edit-v2/${page.id}`,
      tinyui: `/x/${page.id}`,
    },
  };
}

/** Answers about one thing say where the site is; those in a list leave it to the list. */
export function withBase(site: Site, shape: Shape): Shape {
  const links = shape["_links"];
  const base = `${site.origin()}/wiki`;
  return {
    ...shape,
    _links:
      typeof links === "object" && links !== null && !Array.isArray(links) ? { ...links, base } : { base },
  };
}

export function presentProperty({ id, key, value, version }: ContentProperty): Shape {
  return { id, key, value, version: presentVersion(version) };
}

export function presentSpaceProperty(property: ContentProperty): Shape {
  const { id, key, value, createdAt, createdBy, version } = property;
  return {
    id,
    key,
    value,
    createdAt,
    createdBy,
    version: {
      number: version.number,
      message: version.message,
      createdAt: version.createdAt,
      createdBy: version.authorId,
    },
  };
}

/** Labels have ids in REST; the same name has the same one all over the site. */
export function labelId(name: string): string {
  return String(Number.parseInt(createHash("sha256").update(name).digest("hex").slice(0, 7), 16));
}

export function presentLabel(name: string): Shape {
  return { id: labelId(name), name, prefix: "global" };
}

export function presentSpace(space: Space, format: string | undefined): Shape {
  const plain = { plain: { representation: "plain", value: space.description } };
  return {
    id: space.id,
    key: space.key,
    name: space.name,
    type: "global",
    status: "current",
    authorId: space.authorId,
    createdAt: space.createdAt,
    homepageId: space.homepageId,
    description: format === "plain" ? plain : null,
    icon: null,
    _links: { webui: `/spaces/${space.key}` },
  };
}

/** A comment; `single` when it is asked for alone, which tells more. */
export function presentComment(
  site: Site,
  page: Page,
  comment: PageComment,
  { format, single }: { format: string | undefined; single: boolean },
): Shape {
  const { inline } = comment;
  const marked =
    inline === null
      ? {}
      : {
          resolutionStatus: inline.status,
          ...(single && inline.changedBy !== null && inline.changedAt !== null
            ? { resolutionLastModifierId: inline.changedBy, resolutionLastModifiedAt: inline.changedAt }
            : {}),
          properties: { inlineMarkerRef: inline.markerRef, inlineOriginalSelection: inline.selection },
        };
  const parent = comment.parentId === null ? {} : { parentCommentId: comment.parentId };
  return {
    id: comment.id,
    status: "current",
    title: `Re: ${page.title}`,
    ...(single || comment.parentId === null ? { pageId: page.id } : {}),
    ...parent,
    version: presentVersion(comment.version),
    body: presentBody(comment.storage, format),
    ...marked,
    _links: { webui: `${webUi(site, page)}?focusedCommentId=${comment.id}` },
  };
}
