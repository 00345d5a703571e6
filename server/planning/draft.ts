import * as z from "zod";

/**
 * What every engine answers with: names and aliases from the question, no ids of Jira's. Closed on purpose:
 * a key or a type that is not listed is a sign that the engine misread us, so the reply is refused.
 */
const DraftReason = z.strictObject({
  /** A row of the step: a field id, or `assignee`, `status`, `body`, `link`, `issuetype`. */
  field: z.string().max(255),
  /** Copied from the text, word for word. */
  quote: z.string().max(2_000).nullable(),
  source: z.enum(["request", "summary", "description", "comment"]).nullable(),
  issueKey: z.string().max(300).nullable(),
  text: z.string().max(2_000).nullable(),
});
export type DraftReason = z.infer<typeof DraftReason>;

/** A name of an option, text, an ISO date, a number, null to clear, a change of a list, or a piece of Markdown. */
const DraftValue = z.union([
  z.string().max(32_767),
  z.number(),
  z.null(),
  z.strictObject({ add: z.array(z.string().max(255)).max(50), remove: z.array(z.string().max(255)).max(50) }),
  z.strictObject({ markdown: z.string().max(32_767), mode: z.enum(["append", "replace"]) }),
]);
export type DraftValue = z.infer<typeof DraftValue>;

const common = { confidence: z.number().min(0).max(1), because: z.array(DraftReason).max(30) };
const DraftField = z.strictObject({ field: z.string().max(255), value: DraftValue });

const DraftStep = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("set-field"), ...DraftField.shape, ...common }),
  z.strictObject({ type: z.literal("comment"), markdown: z.string().min(1).max(32_767), ...common }),
  z.strictObject({ type: z.literal("assign"), person: z.string().max(20).nullable(), ...common }),
  z.strictObject({ type: z.literal("move"), transition: z.string().max(600), ...common }),
  z.strictObject({
    type: z.literal("link"),
    relation: z.string().max(600),
    issueKey: z.string().max(300),
    ...common,
  }),
  z.strictObject({
    type: z.literal("create"),
    issueType: z.string().max(600),
    fields: z.array(DraftField).max(50),
    ...common,
  }),
]);
export type DraftStep = z.infer<typeof DraftStep>;
export type DraftStepOf<T extends DraftStep["type"]> = Extract<DraftStep, { type: T }>;

const DraftQuestion = z.strictObject({
  /** The field it asks for, by the names of a step's rows. */
  field: z.string().max(255).nullable(),
  text: z.string().min(1).max(300),
  choices: z
    .array(
      z.strictObject({
        label: z.string().min(1).max(255),
        person: z.string().max(20).nullable(),
        /** The whole sentence that this answer stands for. */
        means: z.string().min(1).max(500),
      }),
    )
    .max(10),
});
export type DraftQuestion = z.infer<typeof DraftQuestion>;

export const Draft = z.strictObject({
  /** One line. Where there is nothing to do, why. */
  summary: z.string().max(1_000),
  steps: z.array(DraftStep).max(40),
  questions: z.array(DraftQuestion).max(5),
  /** What was asked for and left out, in words. */
  notes: z.array(z.string().max(500)).max(10),
});
export type Draft = z.infer<typeof Draft>;
