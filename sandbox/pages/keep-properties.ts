import { ok, refuse, type Result } from "../result.ts";
import { nextId, type SiteCore } from "../site-core.ts";
import type { Acting, ContentProperty, Json } from "../state.ts";
import { accountOf } from "../may-act.ts";
import { findComment, findPage, findSpace, findWritable } from "./find-content.ts";
import { checkNext, checkValue, firstVersion } from "./keep-version.ts";
import { spaceAllows } from "./may-use.ts";

/** What properties hang on. */
export type Owner = { kind: "page" | "space" | "comment"; id: string };
export type PropertyWrite = { key: string; value: Json; version: number; message: string };

/** The list itself, so that a write can change it. */
function findList(
  core: SiteCore,
  acting: Acting,
  { kind, id }: Owner,
  write: boolean,
): Result<ContentProperty[]> {
  if (kind === "page") {
    const found = write ? findWritable(core, acting, id) : findPage(core, acting, id);
    return found.ok ? ok(found.value.page.properties) : found;
  }
  if (kind === "space") {
    const found = findSpace(core, acting, id);
    if (!found.ok) return found;
    // Confluence keeps space properties for admins of the space; an app writes its own with the WRITE scope.
    const may =
      acting.as.kind === "app" || spaceAllows(core.state(), acting.as, found.value, "administer", "space");
    return !write || may ? ok(found.value.properties) : refuse(403, "You may not change this space.");
  }
  const found = findComment(core, acting, id);
  if (!found.ok) return found;
  const { comment } = found.value;
  return write && comment.authorId !== accountOf(acting.as)
    ? refuse(403, "You may not change this comment.")
    : ok(comment.properties);
}

export function listProperties(core: SiteCore, acting: Acting, owner: Owner): Result<ContentProperty[]> {
  return findList(core, acting, owner, false);
}

export function createProperty(
  core: SiteCore,
  acting: Acting,
  owner: Owner,
  { key, value }: { key: string; value: Json },
): Result<ContentProperty> {
  const list = findList(core, acting, owner, true);
  if (!list.ok) return list;
  if (key === "" || key.length > 255) return refuse(400, "A property's key has 1 to 255 characters.");
  if (list.value.some((one) => one.key === key)) {
    return refuse(409, `There is a property with the key ${key} already.`);
  }
  const fits = checkValue(value);
  if (!fits.ok) return fits;
  const version = firstVersion(core, acting);
  const property = {
    id: nextId(core.state()),
    key,
    value,
    createdAt: version.createdAt,
    createdBy: version.authorId,
    version,
  };
  list.value.push(property);
  core.touch();
  return ok(property);
}

export function updateProperty(
  core: SiteCore,
  acting: Acting,
  owner: Owner,
  propertyId: string,
  write: PropertyWrite,
): Result<ContentProperty> {
  const list = findList(core, acting, owner, true);
  if (!list.ok) return list;
  const property = list.value.find((one) => one.id === propertyId);
  if (property === undefined) return refuse(404, `No property with id ${propertyId} was found.`);
  if (property.key !== write.key) return refuse(400, "A property keeps its key.");
  const next = checkNext(property.version.number, write.version, "property");
  if (!next.ok) return next;
  const fits = checkValue(write.value);
  if (!fits.ok) return fits;
  property.value = write.value;
  property.version = { ...firstVersion(core, acting), number: write.version, message: write.message };
  core.touch();
  return ok(property);
}

export function deleteProperty(
  core: SiteCore,
  acting: Acting,
  owner: Owner,
  propertyId: string,
): Result<null> {
  const list = findList(core, acting, owner, true);
  if (!list.ok) return list;
  const at = list.value.findIndex((one) => one.id === propertyId);
  if (at < 0) return refuse(404, `No property with id ${propertyId} was found.`);
  list.value.splice(at, 1);
  core.touch();
  return ok(null);
}
