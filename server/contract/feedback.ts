import * as z from "zod/mini";

/** Why a plan was turned down, in a form that can be counted. */
export const REJECT_CODES = [
  "wrong-field-value",
  "wrong-issue",
  "not-needed",
  "already-done",
  "duplicate",
  "too-vague",
  "not-allowed",
  "other",
] as const;
export const RejectCode = z.enum(REJECT_CODES);
export type RejectCode = z.infer<typeof RejectCode>;

/** The same as people read them. */
export const REJECT_LABELS: Readonly<Record<RejectCode, string>> = {
  "wrong-field-value": "Wrong value",
  "wrong-issue": "Wrong issue",
  "not-needed": "Not needed",
  "already-done": "Already done",
  duplicate: "Duplicate",
  "too-vague": "Too vague",
  "not-allowed": "Not allowed",
  other: "Something else",
};

type Why = { because?: RejectCode | undefined; reason?: string | undefined };

/** A reason of the list is enough, save "other", which says nothing without words. */
export const saysWhy = ({ because, reason }: Why): boolean =>
  reason !== undefined || (because !== undefined && because !== "other");
export const SAY_WHY = 'say why: a reason of the list (because), or words (reason); "other" needs words';

/** A no in one line. */
export function sayWhy({ because, reason }: Why): string {
  if (because === undefined || because === "other") return reason ?? REJECT_LABELS.other;
  return reason === undefined ? REJECT_LABELS[because] : `${REJECT_LABELS[because]}: ${reason}`;
}

export const FEEDBACK_KINDS = ["approve", "auto", "reject", "edit", "undo", "expire"] as const;
/** `auto`: a policy said yes. `expire`: nobody said anything in time. */
export const FeedbackKind = z.enum(FEEDBACK_KINDS);
export type FeedbackKind = z.infer<typeof FeedbackKind>;

export const FIELD_VERDICTS = ["stood", "left-out", "rejected", "edited", "undone", "expired"] as const;
export const FieldVerdict = z.enum(FIELD_VERDICTS);
export type FieldVerdict = z.infer<typeof FieldVerdict>;

const Named = z.strictObject({ id: z.string(), name: z.string() });

/**
 * A value as feedback keeps it: to be compared and counted. People and texts are digests that nobody can turn back;
 * names and labels are masked.
 */
export const KeptValue = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("option"), option: Named }),
  z.strictObject({ kind: z.literal("options"), options: z.array(Named) }),
  z.strictObject({ kind: z.literal("labels"), labels: z.array(z.string()) }),
  z.strictObject({ kind: z.literal("number"), number: z.number() }),
  z.strictObject({ kind: z.literal("date"), date: z.string() }),
  z.strictObject({ kind: z.literal("people"), digests: z.array(z.string()) }),
  z.strictObject({ kind: z.literal("text"), digest: z.string(), length: z.int() }),
]);
export type KeptValue = z.infer<typeof KeptValue>;
