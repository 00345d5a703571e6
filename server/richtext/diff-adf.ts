import { hashCanonical } from "../kit/index.ts";
import type { AdfDoc, AdfNode } from "./adf-node.ts";
import { adfToText } from "./adf-to-text.ts";

/** One top-level block, in reading order. A removed block with an added one in its place is a changed one. */
export type AdfDifference =
  | { kind: "same"; beforeText: string; afterText: string }
  | { kind: "added"; afterText: string }
  | { kind: "removed"; beforeText: string }
  | { kind: "changed"; beforeText: string; afterText: string };

type Block = { hash: string; text: string };
type Change = { kind: "same" | "removed" | "added"; text: string };

/** Beyond this many comparisons the middle is shown as replaced; a preview is not worth more time. */
const MOST_COMPARISONS = 1_000_000;

/** What a preview shows. A block whose words stay but whose look changed is `changed` with equal texts. */
export function diffAdf(before: AdfDoc | null, after: AdfDoc | null): AdfDifference[] {
  const from = (before?.content ?? []).map(describe);
  const to = (after?.content ?? []).map(describe);
  const head = from.findIndex((block, index) => block.hash !== to[index]?.hash);
  const start = head === -1 ? from.length : head;
  let tail = 0;
  while (
    tail < Math.min(from.length, to.length) - start &&
    from.at(-1 - tail)?.hash === to.at(-1 - tail)?.hash
  )
    tail += 1;
  const same = (blocks: readonly Block[]) => blocks.map(({ text }): Change => ({ kind: "same", text }));
  return pairUp([
    ...same(from.slice(0, start)),
    ...compare(from.slice(start, from.length - tail), to.slice(start, to.length - tail)),
    ...same(from.slice(from.length - tail)),
  ]);
}

const describe = (node: AdfNode): Block => ({
  hash: hashCanonical(node),
  text: adfToText({ content: [node] }).text,
});

/** Longest common subsequence, read from the front. */
function compare(from: readonly Block[], to: readonly Block[]): Change[] {
  if (from.length * to.length > MOST_COMPARISONS) return [...from.map(removed), ...to.map(added)];
  const width = to.length + 1;
  const kept = new Uint16Array((from.length + 1) * width);
  const keptAt = (row: number, column: number) => kept[row * width + column] ?? 0;
  for (let row = from.length - 1; row >= 0; row -= 1)
    for (let column = to.length - 1; column >= 0; column -= 1)
      kept[row * width + column] =
        from[row]?.hash === to[column]?.hash
          ? keptAt(row + 1, column + 1) + 1
          : Math.max(keptAt(row + 1, column), keptAt(row, column + 1));

  const changes: Change[] = [];
  for (let row = 0, column = 0; row < from.length || column < to.length; ) {
    const [old, fresh] = [from[row], to[column]];
    if (old !== undefined && old.hash === fresh?.hash) {
      changes.push({ kind: "same", text: old.text });
      row += 1;
      column += 1;
    } else if (
      old !== undefined &&
      (fresh === undefined || keptAt(row + 1, column) >= keptAt(row, column + 1))
    ) {
      changes.push(removed(old));
      row += 1;
    } else if (fresh !== undefined) {
      changes.push(added(fresh));
      column += 1;
    }
  }
  return changes;
}

const removed = ({ text }: Block): Change => ({ kind: "removed", text });
const added = ({ text }: Block): Change => ({ kind: "added", text });

/** Between two blocks that stayed, the first removed goes with the first added, and so on. */
function pairUp(changes: readonly Change[]): AdfDifference[] {
  const paired: AdfDifference[] = [];
  let gone: string[] = [];
  let fresh: string[] = [];
  const settle = () => {
    const count = Math.max(gone.length, fresh.length);
    for (let index = 0; index < count; index += 1) paired.push(pairOf(gone[index], fresh[index]));
    gone = [];
    fresh = [];
  };
  for (const { kind, text } of changes) {
    if (kind === "removed") gone.push(text);
    else if (kind === "added") fresh.push(text);
    else {
      settle();
      paired.push({ kind: "same", beforeText: text, afterText: text });
    }
  }
  settle();
  return paired;
}

function pairOf(beforeText: string | undefined, afterText: string | undefined): AdfDifference {
  if (afterText === undefined) return { kind: "removed", beforeText: beforeText ?? "" };
  return beforeText === undefined ? { kind: "added", afterText } : { kind: "changed", beforeText, afterText };
}
