import * as z from "zod";
import {
  ApproveRequest,
  IssueKey,
  ProposalId,
  RejectRequest,
  SAY_WHY,
  saysWhy,
} from "../../contract/index.ts";
import { STATUSES } from "./answer-shapes.ts";

/** POST /api/v1/plan and /api/v1/proposals: where the person stands, and what they say there. */
export const TextRequest = z.strictObject({
  issue: z.optional(IssueKey),
  project: z.optional(z.string().regex(/^[A-Z][A-Z0-9_]{0,254}$/)),
  text: z.string().trim().min(1).max(4_000),
});
export type TextRequest = z.infer<typeof TextRequest>;

/** POST /api/v1/proposals/{id}/decision. Steps that are left out of a yes are vetoed. */
export const DecisionRequest = z.discriminatedUnion("decision", [
  z.strictObject({ decision: z.literal("approve"), ...ApproveRequest.shape }),
  z.strictObject({ decision: z.literal("reject"), ...RejectRequest.shape }).refine(saysWhy, SAY_WHY),
]);

/** The query of GET /api/v1/proposals. */
export const ListQuery = z.strictObject({
  issue: z.optional(IssueKey),
  state: z.enum(STATUSES).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
  after: z.optional(ProposalId),
});

export const REQUEST_SHAPES = { TextRequest, DecisionRequest };
