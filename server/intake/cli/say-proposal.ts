import * as z from "zod";

const Named = z.object({ name: z.string() });
const Value = z.looseObject({ kind: z.string() });

/** What the command reads of a proposal; the rest is for `--json`. */
export const Shown = z.object({
  id: z.string(),
  status: z.string(),
  summary: z.string(),
  planHash: z.string(),
  issue: z.object({ key: z.string() }).nullable(),
  project: z.object({ key: z.string() }).nullable(),
  steps: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      title: z.string(),
      confidence: z.number(),
      verdict: z.object({ is: z.string(), because: z.string() }),
      rows: z.array(z.object({ name: z.string(), from: z.nullable(Value), to: Value })),
      progress: z.object({ state: z.string(), reason: z.string().nullable() }).nullable(),
    }),
  ),
  questions: z.array(z.object({ text: z.string(), choices: z.array(z.object({ label: z.string() })) })),
  notes: z.array(z.string()),
  reason: z.string().nullable(),
  decidedBy: Named.nullable(),
  decidedByPolicy: z.int().nullable(),
});
export type Shown = z.infer<typeof Shown>;

const NIL = /^0{8}-/;

/** A proposal in lines for a terminal. */
export function sayProposal(one: Shown): string {
  const where = NIL.test(one.id) ? "not stored" : `${one.id}  ${one.status}`;
  return clean(
    [
      `${one.issue?.key ?? one.project?.key ?? ""}  ${one.summary}  (${where})`,
      ...one.steps.flatMap((step) => [
        `  ${step.id}  ${step.title}  ${Math.round(step.confidence * 100)} %, ${step.verdict.is}${
          step.progress === null ? "" : `, ${step.progress.state}`
        }`,
        ...step.rows.map((row) => `      ${row.name}: ${sayValue(row.from)} → ${sayValue(row.to)}`),
        ...(step.progress?.reason === null || step.progress === null
          ? []
          : [`      ${step.progress.reason}`]),
      ]),
      ...one.questions.map(
        ({ text, choices }) => `  ?   ${text} ${choices.map(({ label }) => label).join(" | ")}`,
      ),
      ...one.notes.map((note) => `  !   ${note}`),
      ...(one.decidedBy === null ? [] : [`  decided by ${one.decidedBy.name}`]),
      ...(one.decidedByPolicy === null ? [] : [`  went through by policy, version ${one.decidedByPolicy}`]),
      ...(one.reason === null ? [] : [`  ${one.reason}`]),
      `  hash ${one.planHash}`,
    ].join("\n"),
  );
}

const Words = z.union([
  z.object({ kind: z.literal("text"), text: z.string() }).transform(({ text }) => text),
  z.object({ kind: z.enum(["option", "status"]), name: z.string() }).transform(({ name }) => name),
  z
    .object({ kind: z.literal("list"), items: z.array(z.string()) })
    .transform(({ items }) => items.join(", ")),
  z.object({ kind: z.literal("person"), person: Named }).transform(({ person }) => person.name),
  z
    .object({ kind: z.literal("people"), people: z.array(Named) })
    .transform(({ people }) => people.map(({ name }) => name).join(", ")),
  z
    .object({ kind: z.literal("issue"), key: z.string().nullable(), summary: z.string() })
    .transform(({ key, summary }) => `${key ?? ""} ${summary}`.trim()),
  z
    .object({ kind: z.literal("document"), blocks: z.array(z.unknown()) })
    .transform(({ blocks }) => blocks.map(textIn).join("\n      ")),
]);

/** The text of a document's block, without what it looks like. */
function textIn(node: unknown): string {
  const { text, content } = Node.parse(node);
  return text ?? content.map(textIn).join("");
}

const Node = z.object({ text: z.string().optional(), content: z.array(z.unknown()).default([]) });

const sayValue = (value: unknown): string => Words.safeParse(value).data ?? "nothing";

/** What Jira's people wrote must not steer the terminal: control characters other than line ends go. */
const clean = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, (sign) => (sign === "\n" ? sign : ""));
