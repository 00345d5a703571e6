import type { Evidence, FieldEvidence } from "../../contract/index.ts";
import type { DraftReason } from "../draft.ts";
import type { Facts } from "../facts.ts";
import type { SourceText } from "../source-texts.ts";
import { locateQuote } from "./locate-quote.ts";
import { weighConfidence } from "./weigh-confidence.ts";

export type EvidenceContext = {
  facts: Facts;
  texts: readonly SourceText[];
  hostile: boolean;
  note: (words: string) => void;
};

const MOST_ITEMS = 10;
const NO_SOURCE: Evidence = { kind: "inference", text: "TicketSmith's own judgement, without a source." };

/**
 * Evidence by field for one step: each quote must stand in the text and each issue must be one that was looked
 * up; what does not hold is left out and noted. A field that nothing holds up rests on inference.
 */
export function buildEvidence(
  fields: readonly string[],
  because: readonly DraftReason[],
  known: ReadonlyMap<string, readonly Evidence[]>,
  claimed: number,
  context: EvidenceContext,
): FieldEvidence[] {
  const held = because.flatMap((reason) => {
    const field = fields.includes(reason.field) ? reason.field : fields[0];
    return readReason(reason, context).map((item) => ({ field, item }));
  });
  return fields.map((field) => {
    const own = [
      ...held.filter((one) => one.field === field).map((one) => one.item),
      ...(known.get(field) ?? []),
    ];
    const items =
      own.length === 0
        ? [
            orderFor(
              held.map((one) => one.item),
              context,
            ) ?? NO_SOURCE,
          ]
        : own.slice(0, MOST_ITEMS);
    const confidence = weighConfidence(claimed, items, {
      isOrder: (item) => isOrder(item, context.texts),
      hostile: context.hostile,
    });
    return { field, confidence, items, ...(isOnlyTextOfOthers(items, context) ? { untrusted: true } : {}) };
  });
}

/** An order covers every field of the step it asks for. */
const orderFor = (items: readonly Evidence[], { texts }: EvidenceContext): Evidence | undefined =>
  items.find((item) => isOrder(item, texts));

/** A place in somebody's text, and nothing that Jira, a rule or the person says beside it. */
function isOnlyTextOfOthers(items: readonly Evidence[], { texts }: EvidenceContext): boolean {
  const isText = (item: Evidence) => item.kind === "span" && !isOrder(item, texts);
  return items.some(isText) && items.every((item) => isText(item) || item.kind === "inference");
}

function isOrder(item: Evidence, texts: readonly SourceText[]): boolean {
  if (item.kind !== "span") return false;
  return texts.some(
    (one) => one.instructs && one.source === item.source && (one.sourceId ?? undefined) === item.sourceId,
  );
}

function readReason({ quote, source, issueKey, text }: DraftReason, context: EvidenceContext): Evidence[] {
  const words = text === null || text.trim() === "" ? null : text.trim().slice(0, 500);
  const items: Evidence[] = [];
  if (quote !== null) {
    const span = spanEvidence(quote, source, context);
    if (span !== undefined) items.push(span);
  }
  if (issueKey !== null) {
    const issue = context.facts.similar.find((one) => one.ref.key === issueKey);
    if (issue === undefined)
      context.note(`Left out a reason: ${issueKey.slice(0, 50)} is not among the issues looked up.`);
    else
      items.push({
        kind: "issue",
        id: issue.ref.id,
        key: issue.ref.key,
        summary: issue.summary.slice(0, 255),
        because: words ?? "Similar issue",
      });
  } else if (words !== null) items.push({ kind: "inference", text: words });
  return items;
}

function spanEvidence(
  quote: string,
  source: string | null,
  { texts, note }: EvidenceContext,
): Evidence | undefined {
  const located = locateQuote(quote, source, texts);
  if (located === undefined) {
    note(`Left out a quote that is not in the text: “${quote.slice(0, 120)}”`);
    return undefined;
  }
  const { at, start, end } = located;
  const sourceId = at.sourceId === null ? {} : { sourceId: at.sourceId };
  return { kind: "span", source: at.source, ...sourceId, start, end, quote: located.quote };
}
