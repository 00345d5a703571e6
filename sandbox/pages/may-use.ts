import type { Identity, Page, Person, Restriction, SiteState, Space, SpaceOperation } from "../state.ts";

/** The group every active person of the site is in. */
export const EVERYONE = "confluence-users";

function inGroup(person: Person, group: string): boolean {
  return group === EVERYONE || person.groups.includes(group);
}

function personOf(state: SiteState, as: Identity): Person | undefined {
  if (as.kind !== "person") return undefined;
  return state.people.find((one) => one.accountId === as.accountId && one.active);
}

/** Whether a space lets this actor do something. Confluence lets an app into every space, as anything but its admin. */
export function spaceAllows(
  state: SiteState,
  as: Identity,
  space: Space,
  key: SpaceOperation["key"],
  targetType: SpaceOperation["targetType"] = "page",
): boolean {
  if (as.kind === "app") return key !== "administer";
  const person = personOf(state, as);
  if (person === undefined) return false;
  return space.permissions.some(
    ({ principal, operation }) =>
      operation.key === key &&
      operation.targetType === targetType &&
      (principal.type === "user" ? principal.id === person.accountId : inGroup(person, principal.id)),
  );
}

export function isOpen({ accountIds, groups }: Restriction): boolean {
  return accountIds.length === 0 && groups.length === 0;
}

function passes(state: SiteState, as: Identity, restriction: Restriction): boolean {
  if (isOpen(restriction)) return true;
  if (as.kind === "anonymous") return false;
  const person = personOf(state, as);
  return (
    restriction.accountIds.includes(as.accountId) ||
    (person !== undefined && restriction.groups.some((group) => inGroup(person, group)))
  );
}

/** The page's ancestors, the nearest first. */
export function ancestorsOf(state: SiteState, page: Page): Page[] {
  const found: Page[] = [];
  let parentId = page.parentId;
  while (parentId !== null) {
    const parent = state.pages.find((one) => one.id === parentId);
    if (parent === undefined || found.includes(parent)) break;
    found.push(parent);
    parentId = parent.parentId;
  }
  return found;
}

/** A restriction to read holds for everything below the page; an app is kept out by it like anybody else. */
export function maySeePage(state: SiteState, as: Identity, page: Page): boolean {
  const space = state.spaces.find((one) => one.id === page.spaceId);
  if (space === undefined || !spaceAllows(state, as, space, "read", "space")) return false;
  if (page.status === "draft" && (as.kind === "anonymous" || page.authorId !== as.accountId)) return false;
  return [page, ...ancestorsOf(state, page)].every((one) => passes(state, as, one.restrictions.read));
}

/** A restriction to edit holds for this page alone, as in Confluence: pages below are restricted one by one. */
export function mayEditPage(state: SiteState, as: Identity, page: Page): boolean {
  const space = state.spaces.find((one) => one.id === page.spaceId);
  return (
    space !== undefined &&
    maySeePage(state, as, page) &&
    spaceAllows(state, as, space, "create") &&
    passes(state, as, page.restrictions.update)
  );
}

/** Who may write a page may restrict it, unless the space keeps that back. */
export function mayRestrictPage(state: SiteState, as: Identity, page: Page): boolean {
  const space = state.spaces.find((one) => one.id === page.spaceId);
  return (
    space !== undefined &&
    mayEditPage(state, as, page) &&
    spaceAllows(state, as, space, "restrict_content", "space")
  );
}

export function mayDeletePage(state: SiteState, as: Identity, page: Page): boolean {
  const space = state.spaces.find((one) => one.id === page.spaceId);
  const own = as.kind !== "anonymous" && page.authorId === as.accountId;
  return (
    space !== undefined && mayEditPage(state, as, page) && (own || spaceAllows(state, as, space, "delete"))
  );
}
