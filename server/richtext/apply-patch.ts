import type { AdfPatch, AdfPatchOp } from "../contract/index.ts";
import { assertNever, hashCanonical, ok, refuse, type Result } from "../kit/index.ts";
import type { AdfDoc, AdfNode } from "./adf-node.ts";

/** `conflict`: the blocks to replace are not what the patch expects. `out-of-range`: there is no such place. */
export type PatchRefusal = "conflict" | "out-of-range";
export type Patched = { doc: AdfDoc; undo: AdfPatch };

type Blocks = readonly AdfNode[];
type Step = Result<{ blocks: Blocks; undo: AdfPatchOp }, PatchRefusal>;

/** The same content gives the same hash, whatever the order of its keys. */
export const hashNodes = (nodes: readonly AdfNode[]): string => hashCanonical(nodes);

/**
 * Applies the ops in turn. Blocks that no op names are handed on untouched, the very same objects. `null` is a
 * document without content, and undoing what was written into it gives one.
 *
 * A replaced run that has moved is still found when exactly one place holds it. `undo` restores the document exactly,
 * also around what others changed elsewhere, and refuses when what it would replace is no longer what was written.
 */
export function applyPatch(doc: AdfDoc | null, patch: AdfPatch): Result<Patched, PatchRefusal> {
  let blocks: Blocks = doc?.content ?? [];
  const undo: AdfPatchOp[] = [];
  for (const op of patch.ops) {
    const step = applyOp(blocks, op);
    if (!step.ok) return step;
    blocks = step.value.blocks;
    undo.unshift(step.value.undo);
  }
  return ok({ doc: { type: "doc", version: 1, content: blocks }, undo: { ops: undo } });
}

function applyOp(blocks: Blocks, op: AdfPatchOp): Step {
  switch (op.op) {
    case "append":
      return ok(splice(blocks, blocks.length, 0, op.nodes));
    case "insert":
      return op.at > blocks.length ? refuse("out-of-range") : ok(splice(blocks, op.at, 0, op.nodes));
    case "replace": {
      const at = findRun(blocks, op);
      return at === undefined ? refuse("conflict") : ok(splice(blocks, at, op.count, op.nodes));
    }
    case "set": {
      const now = blocks.length === 0 ? null : hashNodes(blocks);
      return now === op.expectHash
        ? ok({ blocks: op.nodes, undo: setBack(blocks, op.nodes) })
        : refuse("conflict");
    }
    default:
      return assertNever(op);
  }
}

/** Where the expected run stands: where it was, else at the one other place that holds it. */
function findRun(
  blocks: Blocks,
  { at, count, expectHash }: AdfPatchOp & { op: "replace" },
): number | undefined {
  if (at + count <= blocks.length && hashNodes(blocks.slice(at, at + count)) === expectHash) return at;
  const places = count === 0 ? [] : placesOf(blocks, count, expectHash);
  return places.length === 1 ? places[0] : undefined;
}

function placesOf(blocks: Blocks, count: number, hash: string): number[] {
  const starts = blocks.slice(0, Math.max(0, blocks.length - count + 1)).keys();
  return [...starts].filter((start) => hashNodes(blocks.slice(start, start + count)) === hash);
}

function splice(
  before: Blocks,
  at: number,
  count: number,
  nodes: Blocks,
): { blocks: Blocks; undo: AdfPatchOp } {
  const blocks = before.toSpliced(at, count, ...nodes);
  return {
    blocks,
    undo:
      nodes.length === 0 && count === 0 ? { op: "append", nodes: [] } : undoSplice(before, blocks, at, count),
  };
}

/**
 * Puts the run back in place of the one that was written. A run that was only removed left nothing to recognise, so a
 * neighbour stands for its place. Where the run to recognise is not the only one of its kind, telling ours from the
 * other would be a guess, and undo holds to the whole document instead.
 */
function undoSplice(before: Blocks, after: Blocks, at: number, count: number): AdfPatchOp {
  const written = count + after.length - before.length;
  const from = written === 0 && at === after.length && at > 0 ? at - 1 : at;
  const until = Math.min(after.length, Math.max(at + written, from + 1));
  const run = after.slice(from, until);
  const expectHash = hashNodes(run);
  if (run.length === 0 || placesOf(after, run.length, expectHash).length !== 1) return setBack(before, after);
  const nodes = [...before.slice(from, at + count), ...after.slice(at + written, until)];
  return { op: "replace", at: from, count: run.length, expectHash, nodes };
}

const setBack = (before: Blocks, after: Blocks): AdfPatchOp => ({
  op: "set",
  expectHash: after.length === 0 ? null : hashNodes(after),
  nodes: [...before],
});
