import * as z from "zod/mini";

/** From the freest to the strictest. */
export const VERDICTS = ["auto", "review", "four-eyes", "blocked"] as const;
export const Verdict = z.enum(VERDICTS);
export type Verdict = z.infer<typeof Verdict>;

/** One line of a policy. What it leaves out, it does not ask about. */
export const PolicyLine = z.strictObject({
  action: z.optional(
    z.enum(["create-issue", "edit-fields", "add-comment", "set-assignee", "transition", "link-issues"]),
  ),
  /** A project key. */
  project: z.optional(z.string().check(z.regex(/^[A-Z][A-Z0-9_]{0,254}$/))),
  /** A Jira field id, or `assignee`, `status`, `body`, `link`. */
  field: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
  /** The line counts only for a field that is at least this sure. */
  above: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
  verdict: Verdict,
});
export type PolicyLine = z.infer<typeof PolicyLine>;

/** For each field of an action the first line that fits counts. Silence means review. */
export const Policy = z.array(PolicyLine).check(z.maxLength(500));
export type Policy = z.infer<typeof Policy>;
