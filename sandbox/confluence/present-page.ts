import type { Site } from "../site.ts";
import type { Json, Page, PageProperty, Space } from "../state.ts";

type Shape = { [key: string]: Json };

function bodyOf(page: Page, format: string | undefined): Shape {
  if (format === undefined) return {};
  if (format === "storage") return { storage: { representation: "storage", value: page.storage } };
  if (format === "view") return { view: { representation: "view", value: page.storage } };
  return {};
}

/** A page in the v2 shape; its body only when a format is asked for. */
export function presentPage(site: Site, page: Page, format: string | undefined): Shape {
  const space = site.state().spaces.find((one) => one.id === page.spaceId);
  return {
    id: page.id,
    status: page.status,
    title: page.title,
    spaceId: page.spaceId,
    parentId: page.parentId,
    parentType: page.parentId === null ? null : "page",
    position: null,
    authorId: page.authorId,
    ownerId: page.authorId,
    lastOwnerId: null,
    createdAt: page.createdAt,
    version: { ...page.version, minorEdit: false },
    body: bodyOf(page, format),
    _links: {
      webui: `/spaces/${space?.key ?? ""}/pages/${page.id}`,
      editui: `/pages/edit-v2/${page.id}`,
      tinyui: `/x/${page.id}`,
    },
  };
}

export function presentSpace(space: Space): Shape {
  return {
    id: space.id,
    key: space.key,
    name: space.name,
    type: "global",
    status: "current",
    authorId: space.authorId,
    createdAt: space.createdAt,
    homepageId: space.homepageId,
    description: null,
    icon: null,
    _links: { webui: `/spaces/${space.key}` },
  };
}

export function presentPageProperty(page: Page, property: PageProperty): Shape {
  return {
    id: property.id,
    key: property.key,
    value: property.value,
    version: {
      number: property.version,
      message: "",
      minorEdit: false,
      authorId: page.authorId,
      createdAt: property.createdAt,
    },
  };
}
