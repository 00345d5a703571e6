import * as z from "zod";
import { AccountId, IssueId, IssueKey, type IssueRef } from "../../contract/index.ts";
import { markInTrace } from "../../execution/index.ts";
import type { Delivery } from "../../proposals/index.ts";
import { isAddressed } from "../../planning/index.ts";
import { wikiToText } from "../../richtext/index.ts";

/** What a webhook means to us. One delivery can mean several things, or nothing. */
export type Meaning =
  | { kind: "echo"; mark: string }
  | { kind: "check"; issue: IssueId }
  | { kind: "think"; issue: IssueRef; about: "created" | "changed" }
  | { kind: "instruction"; issue: IssueRef; commentId: string; text: string; by: AccountId };

const Issue = z.object({ id: IssueId, key: IssueKey });
const Body = z.object({
  issue: Issue.optional(),
  changelog: z
    .object({ items: z.array(z.object({ field: z.string(), fieldId: z.string().optional() })) })
    .optional(),
  comment: z
    .object({
      id: z.string(),
      body: z.string(),
      author: z.object({ accountId: AccountId }).optional(),
      /** Present when only some people may read it. */
      visibility: z.unknown().optional(),
    })
    .optional(),
});

/** A change of these gives TicketSmith something new to read. */
const READ_AGAIN = new Set(["summary", "description"]);

/** Pure. A body that is not what Jira sends means nothing; it stays in the inbox for whoever looks. */
export function readDelivery({ event, body, trace }: Pick<Delivery, "event" | "body" | "trace">): Meaning[] {
  const parsed = Body.safeParse(body);
  if (!parsed.success) return [];
  const { issue, changelog, comment } = parsed.data;
  const mark = markInTrace(trace);
  // Our own change coming back starts nothing new. It proves itself, and may outdate what else waits there.
  if (mark !== undefined) return [{ kind: "echo", mark }, ...checkOf(issue)];

  switch (event) {
    case "jira:issue_created":
      return issue === undefined ? [] : [{ kind: "think", issue: pick(issue), about: "created" }];
    case "jira:issue_updated": {
      const reread = changelog?.items.some(({ field, fieldId }) => READ_AGAIN.has(fieldId ?? field)) ?? false;
      const think: Meaning[] =
        reread && issue !== undefined ? [{ kind: "think", issue: pick(issue), about: "changed" }] : [];
      return changelog === undefined ? [] : [...checkOf(issue), ...think];
    }
    case "jira:issue_deleted":
      return checkOf(issue);
    case "comment_created":
      return instructionIn(issue, comment);
    default:
      return [];
  }
}

const pick = ({ id, key }: z.infer<typeof Issue>): IssueRef => ({ id, key });

const checkOf = (issue: z.infer<typeof Issue> | undefined): Meaning[] =>
  issue === undefined ? [] : [{ kind: "check", issue: issue.id }];

/** Only a comment that calls us by name asks for anything. */
function instructionIn(
  issue: z.infer<typeof Issue> | undefined,
  comment: z.infer<typeof Body>["comment"],
): Meaning[] {
  if (issue === undefined || comment?.author === undefined) return [];
  // A proposal is seen by everybody who sees the issue, and quotes what it rests on.
  if (isRestricted(comment)) return [];
  const text = wikiToText(comment.body);
  if (!isAddressed(text)) return [];
  return [
    { kind: "instruction", issue: pick(issue), commentId: comment.id, text, by: comment.author.accountId },
  ];
}

const isRestricted = ({ visibility }: { visibility?: unknown }) =>
  visibility !== undefined && visibility !== null;
