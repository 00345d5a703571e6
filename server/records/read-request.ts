import * as z from "zod";
import { AccountId, IssueId, IssueKey, ProposalId, RequestId } from "../contract/index.ts";
import type { StoredRequest } from "../proposals/index.ts";
import type { RequestRow } from "./rows.ts";

const Origin = z.enum(["webhook", "opened", "sentence", "answer", "refresh"]);
const State = z.enum(["queued", "working", "nothing", "failed", "proposed", "held"]);

export function toRequest(row: RequestRow): StoredRequest {
  return {
    id: RequestId.parse(row.id),
    issue: { id: IssueId.parse(row.issueId), key: IssueKey.parse(row.issueKey) },
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
