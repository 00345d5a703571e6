import type { BatchView } from "../../server/contract/index.ts";

/** Pure: how a batch stands, in one line. */
export function sayBatch({ isOver, isStopped, size, counts }: BatchView): string {
  const notDone = counts.failed + counts.refused;
  const parts = [
    `${counts.done} of ${size} done`,
    counts.seconded === 0 ? null : `${counts.seconded} wait for a second yes`,
    notDone === 0 ? null : `${notDone} not done`,
    counts.stopped === 0 ? null : `${counts.stopped} left as they were`,
  ].filter((part) => part !== null);
  const begin = isOver ? (isStopped ? "Stopped: " : "") : "Approving: ";
  return `${begin}${parts.join(", ")}.`;
}
