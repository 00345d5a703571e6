import * as z from "zod/mini";
import { IssueId, IssueKey } from "./ids.ts";

const Offset = z.int().check(z.minimum(0));
const Words = z.string().check(z.minLength(1), z.maxLength(500));

/** Where text was quoted from: what the person typed, or a part of the issue. Offsets count UTF-16 units of its plain text. */
export const SpanSource = z.enum(["request", "summary", "description", "comment"]);
export type SpanSource = z.infer<typeof SpanSource>;

/** What a field rests on. Free prose without a source is `inference`, and is shown as the engine's own opinion. */
export const Evidence = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("span"),
    source: SpanSource,
    /** The comment's id when the source is a comment. */
    sourceId: z.optional(z.string()),
    start: Offset,
    end: Offset,
    quote: Words,
  }),
  z.strictObject({
    kind: z.literal("issue"),
    /** With it, whoever looks is asked for: an issue is shown in words only to those who may see it. */
    id: z.optional(IssueId),
    key: IssueKey,
    summary: z.string().check(z.maxLength(255)),
    because: Words,
  }),
  /** A count or a setting looked up in Jira; `issues` are the ones counted, `ids` theirs in the same order. */
  z.strictObject({
    kind: z.literal("fact"),
    text: Words,
    issues: z.array(IssueKey).check(z.maxLength(50)),
    ids: z.optional(z.array(IssueId)),
  }),
  z.strictObject({ kind: z.literal("rule"), rule: z.string(), title: Words }),
  z.strictObject({ kind: z.literal("person"), text: Words }),
  z.strictObject({ kind: z.literal("inference"), text: Words }),
]);
export type Evidence = z.infer<typeof Evidence>;
