import { accountOf, mayAct } from "../may-act.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { PropertyInput } from "../site.ts";
import { QUIET, type SiteCore } from "../site-core.ts";
import type { Acting, Issue, Json } from "../state.ts";
import { findIssueFor } from "./find-issue.ts";
import { projectOf } from "../look-up.ts";

const MAY_NOT_EDIT = "You do not have permission to edit this issue.";
const LONGEST_KEY = 255;
const LONGEST_VALUE = 32_768;

/** Jira's limits on entity properties. */
export function checkProperties(properties: PropertyInput[]): Result<null> {
  for (const { key, value } of properties) {
    if (key === "" || key.length > LONGEST_KEY)
      return refuse(400, "The property key must be 1 to 255 characters long.");
    if (JSON.stringify(value).length > LONGEST_VALUE) {
      return refuse(400, "The property value exceeds the maximum length of 32768 characters.");
    }
  }
  return ok(null);
}

export function writeProperties(into: Record<string, Json>, properties: PropertyInput[]): Result<null> {
  const checked = checkProperties(properties);
  if (!checked.ok) return checked;
  for (const { key, value } of properties) into[key] = value;
  return checked;
}

function tell(core: SiteCore, acting: Acting, issue: Issue): void {
  core.emit({
    ...QUIET,
    live: "issue-updated",
    webhookEvents: ["issue_property_set"],
    eventTypeName: "issue_property_set",
    issue,
    project: projectOf(core.state(), issue),
    by: accountOf(acting.as),
    at: core.now(),
    trace: acting.trace ?? null,
  });
}

function setProperty(core: SiteCore, acting: Acting, idOrKey: string, key: string, value: Json) {
  const found = findIssueFor(core, acting, idOrKey, "EDIT_ISSUES", MAY_NOT_EDIT);
  if (!found.ok) return found;
  const existed = key in found.value.properties;
  const written = writeProperties(found.value.properties, [{ key, value }]);
  if (!written.ok) return written;
  tell(core, acting, found.value);
  return ok(existed ? ("updated" as const) : ("created" as const));
}

function deleteProperty(core: SiteCore, acting: Acting, idOrKey: string, key: string): Result<null> {
  const found = findIssueFor(core, acting, idOrKey, "EDIT_ISSUES", MAY_NOT_EDIT);
  if (!found.ok) return found;
  if (!(key in found.value.properties)) return refuse(404, `The property with key '${key}' does not exist.`);
  delete found.value.properties[key];
  tell(core, acting, found.value);
  return ok(null);
}

/** A comment this actor may change: their own, or any with the permission for all. */
export function mayEditComment(core: SiteCore, acting: Acting, issue: Issue, author: string): boolean {
  const own = accountOf(acting.as) === author ? "EDIT_OWN_COMMENTS" : "EDIT_ALL_COMMENTS";
  return mayAct(core.state(), acting.as, own, projectOf(core.state(), issue));
}

export function propertyOperations(core: SiteCore) {
  return {
    setProperty: (acting: Acting, idOrKey: string, key: string, value: Json) =>
      setProperty(core, acting, idOrKey, key, value),
    deleteProperty: (acting: Acting, idOrKey: string, key: string) =>
      deleteProperty(core, acting, idOrKey, key),
  };
}
