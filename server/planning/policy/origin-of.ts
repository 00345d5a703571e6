import type { FieldEvidence, Origin } from "../../contract/index.ts";

/** All that a policy asks of a field. */
export type JudgedField = { field: string; confidence: number; origin: Origin };

export const asItStands = (evidence: FieldEvidence): JudgedField => ({
  field: evidence.field,
  confidence: evidence.confidence,
  origin: originOf(evidence),
});

/** As it was before a person changed it by hand. */
export const asProposed = (evidence: FieldEvidence): JudgedField =>
  evidence.proposed === undefined ? asItStands(evidence) : { field: evidence.field, ...evidence.proposed };

/**
 * Pure: what the value of a field rests on. A place in a text counts as a person's own words only where it stands in the
 * request, or where nothing else speaks for the field and it is known to be no text of others.
 */
export function originOf({ items, untrusted }: Pick<FieldEvidence, "items" | "untrusted">): Origin {
  if (untrusted === true) return "untrusted";
  const kinds = new Set(items.map(({ kind }) => kind));
  const isOwn = items.some((item) => item.kind === "span" && item.source === "request");
  if (kinds.has("person") || isOwn) return "person";
  if (kinds.has("rule")) return "rule";
  if (kinds.has("fact")) return "fact";
  if (kinds.has("issue")) return "issue";
  const inComment = items.some((item) => item.kind === "span" && item.source === "comment");
  if (inComment) return "person";
  return kinds.has("span") ? "untrusted" : "inference";
}
