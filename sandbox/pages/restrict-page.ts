import { accountOf } from "../may-act.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { SiteCore } from "../site-core.ts";
import type { Acting, Page, Restriction } from "../state.ts";
import type { PageView } from "../view-types.ts";
import { findPage } from "./find-content.ts";
import { EVERYONE, isOpen, mayRestrictPage } from "./may-use.ts";
import { aboutPage } from "./write-page.ts";

export type Operation = "read" | "update";
export const OPERATIONS: readonly Operation[] = ["read", "update"];

function checkNames(core: SiteCore, { accountIds, groups }: Restriction): Result<null> {
  const { people, groups: known } = core.state();
  const stranger = accountIds.find((id) => !people.some((one) => one.accountId === id));
  if (stranger !== undefined) return refuse(404, `No user with account id ${stranger} was found.`);
  const nobody = groups.find((group) => group !== EVERYONE && !known.includes(group));
  return nobody === undefined ? ok(null) : refuse(404, `No group named ${nobody} was found.`);
}

/** Nobody may lock themselves out: who restricts stays on the list. */
function shutsOut(core: SiteCore, acting: Acting, restriction: Restriction): boolean {
  if (isOpen(restriction)) return false;
  const me = accountOf(acting.as);
  const groups = core.state().people.find((one) => one.accountId === me)?.groups ?? [];
  return (
    !restriction.accountIds.includes(me) &&
    !restriction.groups.some((one) => one === EVERYONE || groups.includes(one))
  );
}

function findRestrictable(core: SiteCore, acting: Acting, pageId: string): Result<PageView> {
  const found = findPage(core, acting, pageId);
  if (!found.ok) return found;
  return mayRestrictPage(core.state(), acting.as, found.value.page)
    ? found
    : refuse(403, "You may not change the restrictions of this page.");
}

/** Sets whom a page is kept for; an operation that is not named keeps its list. */
export function restrictPage(
  core: SiteCore,
  acting: Acting,
  pageId: string,
  wanted: Partial<Record<Operation, Restriction>>,
): Result<Page> {
  const found = findRestrictable(core, acting, pageId);
  if (!found.ok) return found;
  const { page, space } = found.value;
  for (const operation of OPERATIONS) {
    const restriction = wanted[operation];
    if (restriction === undefined) continue;
    const names = checkNames(core, restriction);
    if (!names.ok) return names;
    if (shutsOut(core, acting, restriction)) {
      return refuse(400, "You cannot restrict a page so that you lose it yourself.");
    }
  }
  page.restrictions = structuredClone({ ...page.restrictions, ...wanted });
  core.emitPage({
    ...aboutPage(core, acting, page, space),
    webhookEvents: ["content_permissions_updated"],
    trigger: "edit_restrictions",
  });
  return ok(page);
}
