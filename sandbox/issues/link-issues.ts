import { accountOf } from "../may-act.ts";
import { ok, refuse, type Result } from "../result.ts";
import { nextId, QUIET, type SiteCore } from "../site-core.ts";
import type { Acting, ChangeItem, Issue, IssueLink, LinkType, RemoteLink } from "../state.ts";
import { findIssue, findIssueFor } from "./find-issue.ts";
import { must, projectOf } from "../look-up.ts";
import { recordChange } from "./record-change.ts";

const MAY_NOT_LINK = "No Link Issue Permission for issue";

function linkItem(words: string, other: Issue, added: boolean): ChangeItem {
  const text = `This issue ${words} ${other.key}`;
  const frame = { field: "Link", fieldId: "issuelinks", fieldtype: "jira" } as const;
  return added
    ? { ...frame, from: null, fromString: null, to: other.key, toString: text }
    : { ...frame, from: other.key, fromString: text, to: null, toString: null };
}

function tell(
  core: SiteCore,
  acting: Acting,
  type: LinkType,
  link: IssueLink,
  ends: { source: Issue; target: Issue },
  added: boolean,
) {
  const { source, target } = ends;
  for (const [issue, other, words] of [
    [source, target, type.outward],
    [target, source, type.inward],
  ] as const) {
    const group = recordChange(core, acting, issue, [linkItem(words, other, added)]);
    core.emit({
      ...QUIET,
      live: "issue-updated",
      // One link is one happening: its webhook goes out with the source end.
      webhookEvents: issue === source ? [added ? "issuelink_created" : "issuelink_deleted"] : [],
      eventTypeName: "issue_generic",
      issue,
      project: projectOf(core.state(), issue),
      by: accountOf(acting.as),
      at: core.now(),
      changeGroupId: group?.id ?? null,
      link,
      trace: acting.trace ?? null,
    });
  }
}

function linkIssues(
  core: SiteCore,
  acting: Acting,
  typeId: string,
  sourceKey: string,
  targetKey: string,
): Result<IssueLink> {
  const state = core.state();
  const type = state.linkTypes.find((one) => one.id === typeId);
  if (type === undefined) return refuse(404, `No issue link type with id '${typeId}' found.`);
  const source = findIssueFor(core, acting, sourceKey, "LINK_ISSUES", MAY_NOT_LINK, 404);
  if (!source.ok) return source;
  const target = findIssueFor(core, acting, targetKey, "LINK_ISSUES", MAY_NOT_LINK, 404);
  if (!target.ok) return target;
  const [sourceId, targetId] = [source.value.id, target.value.id];
  if (sourceId === targetId) return refuse(400, "You cannot link an issue to itself.");
  const same = state.links.find(
    (one) => one.typeId === typeId && one.sourceId === sourceId && one.targetId === targetId,
  );
  if (same !== undefined) return ok(same);
  const link: IssueLink = { id: nextId(state), typeId, sourceId, targetId };
  state.links.push(link);
  tell(core, acting, type, link, { source: source.value, target: target.value }, true);
  return ok(link);
}

function findLink(core: SiteCore, acting: Acting, linkId: string): Result<IssueLink> {
  const link = core.state().links.find((one) => one.id === linkId);
  const words = `No issue link with id '${linkId}' exists.`;
  if (link === undefined) return refuse(404, words);
  const seen = findIssue(core, acting, link.sourceId).ok && findIssue(core, acting, link.targetId).ok;
  return seen ? ok(link) : refuse(404, words);
}

function unlinkIssues(core: SiteCore, acting: Acting, linkId: string): Result<null> {
  const found = findLink(core, acting, linkId);
  if (!found.ok) return found;
  const link = found.value;
  const source = findIssueFor(core, acting, link.sourceId, "LINK_ISSUES", MAY_NOT_LINK, 404);
  if (!source.ok) return source;
  const target = findIssue(core, acting, link.targetId);
  if (!target.ok) return target;
  const state = core.state();
  state.links = state.links.filter((one) => one.id !== linkId);
  const type = must(
    state.linkTypes.find((one) => one.id === link.typeId),
    `link type ${link.typeId}`,
  );
  tell(core, acting, type, link, { source: source.value, target: target.value }, false);
  return ok(null);
}

/** Creates, or replaces whole the link with the same global id: what is left out then becomes null, as in Jira. */
function setRemoteLink(core: SiteCore, acting: Acting, idOrKey: string, input: Omit<RemoteLink, "id">) {
  const found = findIssueFor(core, acting, idOrKey, "LINK_ISSUES", MAY_NOT_LINK);
  if (!found.ok) return found;
  const links = found.value.remoteLinks;
  const at = links.findIndex((one) => input.globalId !== null && one.globalId === input.globalId);
  const old = links[at];
  const link: RemoteLink = { ...input, id: old?.id ?? nextId(core.state()) };
  if (old === undefined) links.push(link);
  else links[at] = link;
  core.touch();
  return ok({ link, created: old === undefined });
}

export function linkOperations(core: SiteCore) {
  return {
    linkIssues: (acting: Acting, typeId: string, source: string, target: string) =>
      linkIssues(core, acting, typeId, source, target),
    link: (acting: Acting, linkId: string) => findLink(core, acting, linkId),
    unlinkIssues: (acting: Acting, linkId: string) => unlinkIssues(core, acting, linkId),
    setRemoteLink: (acting: Acting, idOrKey: string, link: Omit<RemoteLink, "id">) =>
      setRemoteLink(core, acting, idOrKey, link),
  };
}
