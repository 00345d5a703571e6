import * as z from "zod/mini";
import { RejectCode, SAY_WHY, saysWhy } from "./feedback.ts";
import { Label } from "./field-value.ts";
import { AccountId, BatchId, ProposalId, StepId } from "./ids.ts";

const PlanHash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const Words = z.string().check(z.trim(), z.minLength(1), z.maxLength(2_000));

/** POST /api/panel/issues/{issueId}/requests */
export const AskRequest = z.strictObject({
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(4_000)),
});
export type AskRequest = z.infer<typeof AskRequest>;

/** POST /api/panel/proposals/{id}/approve. Steps left out are vetoed. */
export const ApproveRequest = z.strictObject({
  planHash: PlanHash,
  steps: z.array(StepId).check(z.minLength(1), z.maxLength(20)),
});
export type ApproveRequest = z.infer<typeof ApproveRequest>;

/** Jira is asked about each of them, and each is shown in the last look. */
export const MOST_IN_BATCH = 200;

/** POST /api/queue/batches: a yes to each of these plans. The id is made up by who asks, so that asking twice is once. */
export const BatchRequest = z.strictObject({
  id: BatchId,
  items: z
    .array(z.strictObject({ proposal: ProposalId, ...ApproveRequest.shape }))
    .check(z.minLength(1), z.maxLength(MOST_IN_BATCH)),
});
export type BatchRequest = z.infer<typeof BatchRequest>;
/** Before it is read. */
export type BatchBody = z.input<typeof BatchRequest>;

/** Where the address says all there is to say. */
export const BareRequest = z.strictObject({});

/** POST /api/panel/proposals/{id}/reject: a reason of the list, words, or both. */
export const RejectRequest = z
  .strictObject({ planHash: PlanHash, because: z.optional(RejectCode), reason: z.optional(Words) })
  .check(z.refine(saysWhy, SAY_WHY));
export type RejectRequest = z.infer<typeof RejectRequest>;

/** A value as a control holds it: ids only, the server looks up the rest and refuses what Jira does not offer. */
export const FieldInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("text"), text: z.string().check(z.maxLength(32_767)) }),
  z.strictObject({ kind: z.literal("number"), number: z.number() }),
  z.strictObject({ kind: z.literal("date"), date: z.iso.date() }),
  z.strictObject({ kind: z.literal("option"), id: z.string().check(z.maxLength(255)) }),
  z.strictObject({
    kind: z.literal("options"),
    ids: z.array(z.string().check(z.maxLength(255))).check(z.maxLength(100)),
  }),
  z.strictObject({ kind: z.literal("labels"), labels: z.array(Label).check(z.maxLength(100)) }),
  z.strictObject({ kind: z.literal("person"), accountId: AccountId }),
  z.strictObject({ kind: z.literal("people"), accountIds: z.array(AccountId).check(z.maxLength(100)) }),
  z.strictObject({ kind: z.literal("markdown"), text: z.string().check(z.maxLength(32_767)) }),
]);
export type FieldInput = z.infer<typeof FieldInput>;

/** POST /api/panel/proposals/{id}/edit. `field` is a row's field of that step. */
export const EditRequest = z.strictObject({
  planHash: PlanHash,
  edits: z
    .array(z.strictObject({ step: StepId, field: z.string().check(z.maxLength(255)), value: FieldInput }))
    .check(z.minLength(1), z.maxLength(50)),
});
export type EditRequest = z.infer<typeof EditRequest>;

/** POST /api/panel/proposals/{id}/answer */
export const AnswerRequest = z.strictObject({
  planHash: PlanHash,
  question: z.string().check(z.maxLength(10)),
  choice: z.string().check(z.maxLength(255)),
});
export type AnswerRequest = z.infer<typeof AnswerRequest>;

/** POST /api/panel/issues/{id}/requests/{id}/retry: which one is all there is to say. */
export const AskAgainRequest = z.strictObject({});

/** POST /api/panel/proposals/{id}/refresh and /retry */
export const RevisionRequest = z.strictObject({ revision: z.int().check(z.minimum(1)) });
export type RevisionRequest = z.infer<typeof RevisionRequest>;

/** POST /api/panel/proposals/{id}/undo: a yes to exactly the preview that was shown. */
export const UndoRequest = z.strictObject({
  undoHash: PlanHash,
  steps: z.array(StepId).check(z.minLength(1), z.maxLength(20)),
  /** An issue we created is closed with a comment unless the person asks for it to be deleted. */
  deleteCreated: z.optional(z.boolean()),
});
export type UndoRequest = z.infer<typeof UndoRequest>;

/** POST /api/panel/proposals/{id}/settle: a person says what we cannot know after a crash. */
export const SettleRequest = z.strictObject({
  step: StepId,
  direction: z.enum(["do", "undo"]),
  happened: z.boolean(),
});
export type SettleRequest = z.infer<typeof SettleRequest>;
