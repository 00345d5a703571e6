import * as z from "zod/mini";
import { Action, ProjectRef } from "./action.ts";
import { Evidence } from "./evidence.ts";
import { AccountId, IssueRef, StepId } from "./ids.ts";
import { FoundPersonalData } from "./personal-data.ts";
import { Origin, Verdict } from "./policy.ts";

/** A number from 0 to 1. */
export const Confidence = z.number().check(z.minimum(0), z.maximum(1));

/** Evidence by field: a Jira field id, or `body`, `assignee`, `status`, `link`, `issuetype` for what is not a field edit. */
export const FieldEvidence = z.strictObject({
  field: z.string(),
  confidence: Confidence,
  /** What was claimed, where past decisions have taught us what such a claim is worth. */
  raw: z.optional(Confidence),
  items: z.array(Evidence).check(z.minLength(1), z.maxLength(10)),
  /** Nothing but text of others speaks for it. */
  untrusted: z.optional(z.boolean()),
  /** What was proposed, before a person changed it by hand. */
  proposed: z.optional(z.strictObject({ confidence: Confidence, origin: Origin })),
});
export type FieldEvidence = z.infer<typeof FieldEvidence>;

export const Step = z.strictObject({
  id: StepId,
  action: Action,
  confidence: Confidence,
  evidence: z.array(FieldEvidence).check(z.maxLength(50)),
  /** What the policy says of it, and which line. */
  verdict: z.optional(z.strictObject({ is: Verdict, because: z.string().check(z.maxLength(500)) })),
});
export type Step = z.infer<typeof Step>;

/** Something only a person can say. Answering one puts a new request on the road. */
export const Question = z.strictObject({
  id: z.string().check(z.regex(/^q\d{1,2}$/)),
  text: z.string().check(z.minLength(1), z.maxLength(300)),
  /** The field it asks for: a Jira field id, or `assignee`, `status`, `link`, `issuetype`. */
  field: z.optional(z.string().check(z.maxLength(255))),
  choices: z
    .array(
      z.strictObject({
        id: z.string(),
        label: z.string(),
        /** Present when the choice is a person, so that a face can be shown. */
        accountId: z.optional(AccountId),
        /** The sentence that this answer stands for. */
        means: z.string().check(z.minLength(1), z.maxLength(500)),
      }),
    )
    .check(z.maxLength(10)),
});
export type Question = z.infer<typeof Question>;

export const EngineKind = z.enum(["offline", "openai"]);
export type EngineKind = z.infer<typeof EngineKind>;

/** A rule whose conditions held: it fired, or `words` say why it could not. */
export const RuleOutcome = z.strictObject({
  rule: z.string(),
  title: z.string().check(z.maxLength(2_000)),
  fired: z.boolean(),
  words: z.string().check(z.maxLength(500)),
});
export type RuleOutcome = z.infer<typeof RuleOutcome>;

/** A place around the issue that speaks to a machine, quoted as it stands there (offsets in UTF-16 units). */
export const InjectionFinding = z.strictObject({
  kind: z.string().check(z.maxLength(40)),
  source: z.enum(["summary", "description", "comment", "label", "name", "attachment"]),
  /** Of a comment its id, of a name its account. */
  sourceId: z.optional(z.string()),
  start: z.int().check(z.minimum(0)),
  end: z.int().check(z.minimum(0)),
  quote: z.string().check(z.maxLength(500)),
});
export type InjectionFinding = z.infer<typeof InjectionFinding>;

/** How the plan came to be, in facts: no hidden reasoning is asked for or kept. */
export const Trace = z.strictObject({
  engine: EngineKind,
  model: z.nullable(z.string()),
  prompt: z.string(),
  origin: z.enum(["webhook", "opened", "sentence", "answer", "edit", "refresh"]),
  /** What was dropped, masked or fell back, in words a reviewer can read. */
  notes: z.array(z.string().check(z.maxLength(500))).check(z.maxLength(50)),
  /** What a model says of its own answer. */
  remarks: z.optional(z.array(z.string().check(z.maxLength(500))).check(z.maxLength(50))),
  rules: z.optional(z.array(RuleOutcome).check(z.maxLength(200))),
  /** Text of others that tries to give orders. With one, nothing goes through without a person. */
  findings: z.optional(z.array(InjectionFinding).check(z.maxLength(20))),
  /** What was found in the request and the texts around it, by type. */
  personalData: z.optional(z.array(FoundPersonalData).check(z.maxLength(13))),
  /** What the policy was asked about beside the steps, and its version: 0 where there was none. */
  judged: z.optional(
    z.strictObject({
      policy: z.int().check(z.minimum(0)),
      project: z.string().check(z.maxLength(255)),
      /** Of the issue it is about, as Jira shows it; null beside no issue. */
      issueType: z.nullable(z.string().check(z.maxLength(255))),
      /** A second look at the texts was asked for and did not come about. */
      unseen: z.optional(z.boolean()),
      /** Steps that would write personal data. */
      private: z.optional(z.array(StepId).check(z.maxLength(20))),
    }),
  ),
  /** Other issues that were looked at. Whoever may not see one of them learns nothing that rests on it. */
  others: z.optional(z.array(IssueRef).check(z.maxLength(100))),
});
export type Trace = z.infer<typeof Trace>;

/** The issue this is about, which steps touch and nothing else, save to create or to link; or a project, in which steps only create. */
export const Subject = z.union([IssueRef, z.strictObject({ project: ProjectRef })]);
export type Subject = z.infer<typeof Subject>;

/** What a person decides on. Its canonical hash is what a yes binds to, so everything they see is in it. */
export const Plan = z.strictObject({
  version: z.literal(1),
  summary: z.string().check(z.minLength(1), z.maxLength(300)),
  subject: Subject,
  steps: z.array(Step).check(z.maxLength(20)),
  questions: z.array(Question).check(z.maxLength(5)),
  trace: Trace,
});
export type Plan = z.infer<typeof Plan>;
