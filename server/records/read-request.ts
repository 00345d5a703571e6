import * as z from "zod";
import { AccountId, IssueId, IssueKey, ProjectRef, ProposalId, RequestId } from "../contract/index.ts";
import type { About, StoredRequest } from "../proposals/index.ts";
import type { RequestRow } from "./rows.ts";

const Origin = z.enum(["webhook", "opened", "sentence", "answer", "refresh"]);
const State = z.enum(["queued", "working", "nothing", "failed", "proposed", "held"]);

/** A row is about an issue, or about a project: the table holds it to that. */
const aboutOf = ({ issueId, issueKey, project }: RequestRow): About =>
  issueId === null
    ? { issue: null, project: ProjectRef.parse(project) }
    : { issue: { id: IssueId.parse(issueId), key: IssueKey.parse(issueKey) } };

export function toRequest(row: RequestRow): StoredRequest {
  return {
    id: RequestId.parse(row.id),
    ...aboutOf(row),
    origin: Origin.parse(row.origin),
    text: row.text,
    commentId: row.commentId,
    requestedBy: row.requestedBy === null ? null : AccountId.parse(row.requestedBy),
    dedupeKey: row.dedupeKey,
    replaces: row.replaces === null ? null : ProposalId.parse(row.replaces),
    state: State.parse(row.state),
    released: row.released,
    said: row.said,
    waitsFor: row.waitsFor,
    nextTryAt: row.nextTryAt,
    tries: row.tries,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
