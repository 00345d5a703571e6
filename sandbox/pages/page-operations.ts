import { ok, refuse, type Result } from "../result.ts";
import { nextId, type SiteCore } from "../site-core.ts";
import type { Acting, Json, Page, Space } from "../state.ts";
import type { PageView } from "../view-types.ts";

function visible(acting: Acting): boolean {
  return acting.as.kind !== "anonymous";
}

function findPage(core: SiteCore, acting: Acting, pageId: string): Result<PageView> {
  const state = core.state();
  const page = state.pages.find((one) => one.id === pageId && one.status === "current");
  const space = state.spaces.find((one) => one.id === page?.spaceId);
  if (page === undefined || space === undefined || !visible(acting)) {
    return refuse(404, `No page with id ${pageId} was found, or you may not see it.`);
  }
  return ok({
    page,
    space,
    author: state.people.find((one) => one.accountId === page.authorId) ?? null,
    children: state.pages.filter((one) => one.parentId === page.id && one.status === "current"),
  });
}

function setPageProperty(
  core: SiteCore,
  acting: Acting,
  pageId: string,
  key: string,
  value: Json,
): Result<Page> {
  const found = findPage(core, acting, pageId);
  if (!found.ok) return found;
  const { page } = found.value;
  const old = page.properties.find((one) => one.key === key);
  if (old === undefined) {
    page.properties.push({
      id: nextId(core.state()),
      key,
      value,
      version: 1,
      createdAt: core.now().toISOString(),
    });
  } else {
    old.value = value;
    old.version += 1;
  }
  core.touch();
  return ok(page);
}

export function pageOperations(core: SiteCore) {
  return {
    spaces: (acting: Acting): Space[] => (visible(acting) ? core.state().spaces : []),
    pages: (acting: Acting): Page[] =>
      visible(acting) ? core.state().pages.filter((one) => one.status === "current") : [],
    page: (acting: Acting, pageId: string) => findPage(core, acting, pageId),
    setPageProperty: (acting: Acting, pageId: string, key: string, value: Json) =>
      setPageProperty(core, acting, pageId, key, value),
  };
}
