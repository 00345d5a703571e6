import * as z from "zod";
import { AccountId, ProposalId } from "../../contract/index.ts";
import { Moment } from "./read-moment.ts";

/** A whole number as it comes in an address. */
export const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number()
    .int()
    .min(least)
    .max(most, { error: `a whole number from ${least} to ${most}` });

/** What is asked of the audit log, as it comes in an address. `type` is a list with commas. */
export const AuditAsked = z.strictObject({
  who: z.optional(AccountId),
  type: z
    .string()
    .transform((list) => list.split(","))
    .pipe(z.array(z.string().regex(/^[a-z]+(-[a-z]+)*$/, "names of types such as proposal-approved")).max(20))
    .optional(),
  proposal: z.optional(ProposalId),
  issue: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{1,254}(-\d{1,19})?$/, "an issue key such as SHOP-42")
    .optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
  limit: wholeNumber(1, 1_000).default(50),
});
