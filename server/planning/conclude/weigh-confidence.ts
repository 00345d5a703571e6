import type { Evidence } from "../../contract/index.ts";

/** How sure a field may be at most, by the best thing it rests on. */
const CEILING = {
  /** The person's own order, quoted. */
  order: 0.98,
  /** A count or a setting in Jira. */
  fact: 0.95,
  rule: 0.95,
  person: 1,
  /** A place in the text. */
  span: 0.92,
  issue: 0.9,
  /** An opinion without a source can never look like more than a guess. */
  inference: 0.6,
} as const;

/**
 * Text that tries to give orders is a poor witness: a place in it is just worth showing, and an opinion of whoever has
 * read it is not.
 */
const CEILING_IN_HOSTILE_TEXT: Partial<Record<Evidence["kind"], number>> = { span: 0.55, inference: 0.5 };

export type Circumstances = {
  isOrder: (evidence: Evidence) => boolean;
  /** The issue's own text tries to give instructions. */
  hostile: boolean;
};

/** Deterministic: what an engine claims, capped by the best evidence that held; two decimals. */
export function weighConfidence(
  claimed: number,
  items: readonly Evidence[],
  { isOrder, hostile }: Circumstances,
): number {
  const ceilings = items.map((item) => {
    if (isOrder(item)) return CEILING.order;
    const ceiling = CEILING[item.kind];
    return hostile ? Math.min(ceiling, CEILING_IN_HOSTILE_TEXT[item.kind] ?? 1) : ceiling;
  });
  const capped = Math.min(claimed, Math.max(CEILING.inference * Number(ceilings.length === 0), ...ceilings));
  return Math.round(capped * 100) / 100;
}
