import * as z from "zod";
import type { ActionOf } from "../../contract/index.ts";
import { ok, refuse } from "../../kit/index.ts";
import type { IssueSnapshot, LinkFact } from "../../planning/index.ts";
import { lookAgain, subjectOf, type ActionRunner } from "../action-runner.ts";

type LinkIssues = ActionOf<"link-issues">;

const Linked = z.object({ linkId: z.string() });
const PreImage = z.object({ linkIds: z.array(z.string()) });

/** A link carries no mark of its own. It needs none: Jira keeps one link of a type between two issues. */
export const linkIssues: ActionRunner<LinkIssues> = {
  preImage: (action, look) => ({ linkIds: linksLike(subjectOf(look), action).map((link) => link.id) }),

  perform: ({ writer, marks }, action) => writer.link(action, marks),

  async confirm(look, action) {
    const issue = await lookAgain(look);
    const [link] = issue === undefined ? [] : linksLike(issue, action);
    return link === undefined ? refuse("Jira said yes, but the link is not there.") : ok({ linkId: link.id });
  },

  async prove(look, action, _mark, preImage) {
    const before = new Set(PreImage.parse(preImage).linkIds);
    const made = linksLike(subjectOf(look), action).find((link) => !before.has(link.id));
    return made === undefined ? { kind: "not-happened" } : { kind: "happened", result: { linkId: made.id } };
  },

  async inverse(look, action, noted) {
    const { linkId } = Linked.parse(noted.result);
    if (PreImage.parse(noted.preImage).linkIds.includes(linkId)) return refuse("The link was there before.");
    if (!subjectOf(look).links.some((link) => link.id === linkId))
      return refuse("The link was removed since.");
    return ok({
      rows: [{ field: "link", name: "Link", from: asText(action), to: { kind: "none" } }],
      mayDelete: false,
      perform: ({ writer, marks }) => writer.deleteLink(linkId, marks),
      confirm: async (again) =>
        (await lookAgain(again))?.links.some((link) => link.id === linkId)
          ? refuse("Jira said yes, but the link is still there.")
          : ok(true),
    });
  },

  async proveUndone(look, _action, _mark, noted) {
    const { linkId } = Linked.parse(noted.result);
    return subjectOf(look).links.some((link) => link.id === linkId)
      ? { kind: "not-happened" }
      : { kind: "happened", result: null };
  },
};

const linksLike = (issue: IssueSnapshot, { other, linkType, direction }: LinkIssues): LinkFact[] =>
  issue.links.filter(
    (link) => link.other.id === other.id && link.linkTypeId === linkType.id && link.direction === direction,
  );

const asText = ({ direction, linkType, other }: LinkIssues) =>
  ({
    kind: "text",
    text: `${direction === "outward" ? linkType.outward : linkType.inward} ${other.key}`,
  }) as const;
