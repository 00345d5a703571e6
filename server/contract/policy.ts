import * as z from "zod/mini";
import { ACTION_TYPES } from "./action.ts";

/** From the freest to the strictest. */
export const VERDICTS = ["auto", "review", "four-eyes", "blocked"] as const;
export const Verdict = z.enum(VERDICTS, `choose ${VERDICTS.join(", ")}`);
export type Verdict = z.infer<typeof Verdict>;

/**
 * What the value of a field rests on, the best of it: a person's own words or hand; a rule of the site; something looked
 * up in Jira; a similar issue; an engine's own judgement; or nothing but text of others.
 */
export const ORIGINS = ["person", "rule", "fact", "issue", "inference", "untrusted"] as const;
export const Origin = z.enum(ORIGINS, `choose ${ORIGINS.join(", ")}`);
export type Origin = z.infer<typeof Origin>;

const ProjectKey = z
  .string()
  .check(z.regex(/^[A-Z][A-Z0-9_]{0,254}$/, 'write a project key in capitals, such as "SHOP"'));
const Name = z.string().check(z.trim(), z.minLength(1), z.maxLength(255));

/** What a line is about. What it leaves out, it does not ask about. */
const scope = {
  action: z.optional(z.enum(ACTION_TYPES, `choose ${ACTION_TYPES.join(", ")}`)),
  project: z.optional(ProjectKey),
  /** As Jira shows it, in any case. */
  issueType: z.optional(Name),
};

const SHARE = "choose a number from 0 to 1";

/** One line of a policy. */
export const PolicyLine = z
  .strictObject(
    {
      ...scope,
      /** A Jira field id, or `assignee`, `status`, `body`, `link`. */
      field: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
      /** The line counts only for a field that is at least this sure. */
      above: z.optional(z.number(SHARE).check(z.minimum(0, SHARE), z.maximum(1, SHARE))),
      origin: z.optional(Origin),
      verdict: Verdict,
    },
    "a line has a verdict and may have action, project, issueType, field, above and origin",
  )
  .check(
    z.refine(
      ({ origin, verdict }) => verdict !== "auto" || (origin !== "untrusted" && origin !== "inference"),
      "what rests on text of others or on mere judgement never goes through alone: choose review, four-eyes or blocked",
    ),
  );
export type PolicyLine = z.infer<typeof PolicyLine>;

/** Somebody who may say yes, beside what Jira lets them do. */
export const Approver = z.discriminatedUnion("is", [
  z.strictObject({ is: z.literal("role"), name: Name }),
  z.strictObject({ is: z.literal("group"), name: Name }),
  z.strictObject({ is: z.literal("project-lead") }),
]);
export type Approver = z.infer<typeof Approver>;

export const ApproverLine = z.strictObject({
  ...scope,
  anyOf: z.array(Approver).check(z.minLength(1), z.maxLength(20)),
});
export type ApproverLine = z.infer<typeof ApproverLine>;

/** In the order of JavaScript's week. */
export const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export const Day = z.enum(DAYS);
export type Day = z.infer<typeof Day>;

const Minute = z
  .string()
  .check(z.regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'write a time as "22:00", "24:00" at the latest'));

/** From `from` to before `to`, on the next day where `to` is not after `from`; `days` are those on which it begins. */
export const QuietHours = z
  .strictObject({
    timeZone: z.string().check(z.refine(isTimeZone, 'name a time zone such as "Europe/Berlin"')),
    days: z.array(Day).check(z.minLength(1), z.maxLength(7)),
    from: Minute,
    to: Minute,
  })
  .check(
    z.refine(
      ({ from, to }) => from !== to && from !== "24:00",
      'begin and end at different times; a whole day is "00:00" to "24:00"',
    ),
  );
export type QuietHours = z.infer<typeof QuietHours>;

/** Under this many decisions of people a number says more about chance than about us. */
export const FEWEST_DECISIONS = 50;

const CAP = "choose a whole number from 0 to 10000";
const DECISIONS = `choose a whole number from ${FEWEST_DECISIONS} to 2000`;

const Auto = z.strictObject({
  /** Off until an admin turns it on: nothing goes through alone, whatever the lines say. */
  enabled: z.boolean(),
  /** Of proposals on one day (UTC). */
  dailyCap: z.int().check(z.minimum(0, CAP), z.maximum(10_000, CAP)),
  /** Of people, about this type of action. */
  minimumDecisions: z.int().check(z.minimum(FEWEST_DECISIONS, DECISIONS), z.maximum(2_000, DECISIONS)),
});

const AUTO_OFF: z.infer<typeof Auto> = { enabled: false, dailyCap: 20, minimumDecisions: 100 };

/** What a site lays down. For each field of an action the first line that fits counts; silence means review. */
export const PolicyDocument = z.strictObject({
  lines: z.array(PolicyLine).check(z.maxLength(500)),
  /** The first line that fits a step says who may approve it; silence means whoever may do it in Jira. */
  approvers: z._default(z.array(ApproverLine).check(z.maxLength(100)), []),
  /** When nothing goes through alone. */
  quietHours: z._default(z.nullable(z.array(QuietHours).check(z.minLength(1), z.maxLength(20))), null),
  auto: z._default(Auto, AUTO_OFF),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;

/** Where nobody has laid anything down. */
export const NO_POLICY: PolicyDocument = { lines: [], approvers: [], quietHours: null, auto: AUTO_OFF };

/** Lines alone, as policies once were written. */
export const PolicyLines = z.pipe(
  z.array(PolicyLine).check(z.maxLength(500)),
  z.transform((lines): PolicyDocument => ({ ...NO_POLICY, lines })),
);

/** As many past proposals as a policy is tried on. */
export const MOST_TRIED = 5_000;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
