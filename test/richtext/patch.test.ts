import { describe, expect, test } from "vitest";
import { AdfPatch } from "../../server/contract/index.ts";
import {
  applyPatch,
  hashNodes,
  type AdfDoc,
  type AdfNode,
  type Patched,
} from "../../server/richtext/index.ts";
import { aDoc, aMarkdownBlock, aPanel, aParagraph } from "../builders/documents.ts";
import { createRandom, type Random } from "../builders/random.ts";

const a = aParagraph("a");
const b = aParagraph("b");
const c = aParagraph("c");
const d = aParagraph("d");
const x = aParagraph("x");

function patched(doc: AdfDoc | null, patch: AdfPatch): Patched {
  const result = applyPatch(doc, patch);
  if (!result.ok) throw new Error(`refused: ${result.reason}`);
  return result.value;
}

const replace = (at: number, old: AdfNode[], nodes: AdfNode[]): AdfPatch => ({
  ops: [{ op: "replace", at, count: old.length, expectHash: hashNodes(old), nodes }],
});

describe("a patch", () => {
  test("hands untouched blocks on byte for byte", () => {
    const odd = { zeta: [1, { b: 2, a: 1 }], ...aPanel };
    const { doc } = patched(aDoc(odd, b), replace(1, [b], [x]));
    expect(doc.content[0]).toBe(odd);
    expect(JSON.stringify(doc.content)).toBe(JSON.stringify([odd, x]));
  });

  test("appends, inserts and sets, also where there is no document yet", () => {
    expect(patched(null, { ops: [{ op: "append", nodes: [a] }] }).doc).toEqual(aDoc(a));
    expect(patched(aDoc(a, c), { ops: [{ op: "insert", at: 1, nodes: [b] }] }).doc).toEqual(aDoc(a, b, c));
    expect(patched(null, { ops: [{ op: "set", expectHash: null, nodes: [a] }] }).doc).toEqual(aDoc(a));
    expect(patched(aDoc(a), { ops: [{ op: "set", expectHash: hashNodes([a]), nodes: [b] }] }).doc).toEqual(
      aDoc(b),
    );
  });

  test("refuses when what it replaces has changed", () => {
    expect(applyPatch(aDoc(a, x), replace(1, [b], [c]))).toEqual({ ok: false, reason: "conflict" });
    expect(applyPatch(aDoc(a), { ops: [{ op: "set", expectHash: null, nodes: [b] }] })).toEqual({
      ok: false,
      reason: "conflict",
    });
    expect(applyPatch(null, { ops: [{ op: "set", expectHash: hashNodes([a]), nodes: [b] }] })).toEqual({
      ok: false,
      reason: "conflict",
    });
    expect(applyPatch(aDoc(a), { ops: [{ op: "insert", at: 2, nodes: [b] }] })).toEqual({
      ok: false,
      reason: "out-of-range",
    });
  });

  test("finds the run where it has moved to, if there is one such place only", () => {
    expect(patched(aDoc(x, a, b), replace(1, [b], [c])).doc).toEqual(aDoc(x, a, c));
    expect(applyPatch(aDoc(b, x, b, d), replace(1, [b], [c]))).toEqual({ ok: false, reason: "conflict" });
  });

  test("is one whole: a later op that does not fit leaves nothing done", () => {
    const patch: AdfPatch = { ops: [{ op: "append", nodes: [x] }, ...replace(0, [b], [c]).ops] };
    expect(applyPatch(aDoc(a), patch).ok).toBe(false);
  });

  test("the hash does not depend on the order of keys", () => {
    expect(hashNodes([{ type: "rule", attrs: { a: 1, b: 2 } }])).toBe(
      hashNodes([{ attrs: { b: 2, a: 1 }, type: "rule" }]),
    );
  });
});

describe("undoing a patch", () => {
  test("restores around what others wrote elsewhere", () => {
    const { undo } = patched(aDoc(a, b, c), replace(1, [b], [x]));
    expect(patched(aDoc(d, a, x, c), undo).doc).toEqual(aDoc(d, a, b, c));
    const removal = patched(aDoc(a, b, c), replace(1, [b], []));
    expect(patched(aDoc(d, a, c), removal.undo).doc).toEqual(aDoc(d, a, b, c));
    const atEnd = patched(aDoc(a, b), replace(1, [b], []));
    expect(patched(aDoc(d, a), atEnd.undo).doc).toEqual(aDoc(d, a, b));
  });

  test("refuses when what was written has changed since", () => {
    const { undo } = patched(aDoc(a), { ops: [{ op: "append", nodes: [x] }] });
    expect(applyPatch(aDoc(a, d), undo)).toEqual({ ok: false, reason: "conflict" });
    expect(applyPatch(aDoc(a), undo)).toEqual({ ok: false, reason: "conflict" });
  });

  test("never takes a twin for what was written", () => {
    const { undo } = patched(aDoc(x, a), { ops: [{ op: "append", nodes: [x] }] });
    // Somebody removed ours; the one that was there before is not ours to remove.
    expect(applyPatch(aDoc(x, a), undo)).toEqual({ ok: false, reason: "conflict" });
  });

  test("restores any document exactly after any patch, and redoes it", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = createRandom(seed);
      const before = aDoc(...someBlocks(random, 5));
      const patch = randomPatch(random, before);
      const text = JSON.stringify(before);
      const { doc, undo } = patched(before, patch);
      expect(AdfPatch.safeParse(undo).success, `seed ${seed}`).toBe(true);
      const back = patched(JSON.parse(JSON.stringify(doc)), undo);
      expect(JSON.stringify(back.doc), `seed ${seed}`).toBe(text);
      expect(JSON.stringify(patched(back.doc, back.undo).doc), `seed ${seed}`).toBe(JSON.stringify(doc));
      expect(JSON.stringify(before)).toBe(text);
    }
  });
});

/** Few kinds of block, so that twins are common. */
const someBlocks = (random: Random, most: number): AdfNode[] =>
  Array.from({ length: random.below(most + 1) }, () =>
    random.chance(0.3) ? aMarkdownBlock(random) : random.pick([a, b, aPanel]),
  );

function randomPatch(random: Random, doc: AdfDoc): AdfPatch {
  const ops: AdfPatch["ops"] = [];
  let now: AdfDoc = doc;
  for (let index = 0; index <= random.below(4); index += 1) {
    const op = randomOp(random, now.content);
    ops.push(op);
    now = patched(now, { ops: [op] }).doc;
  }
  return { ops };
}

function randomOp(random: Random, blocks: readonly AdfNode[]): AdfPatch["ops"][number] {
  const nodes = someBlocks(random, 3);
  const at = random.below(blocks.length + 1);
  const count = random.below(blocks.length - at + 1);
  switch (random.pick(["append", "insert", "replace", "replace", "set"])) {
    case "append":
      return { op: "append", nodes };
    case "insert":
      return { op: "insert", at, nodes };
    case "set":
      return { op: "set", expectHash: blocks.length === 0 ? null : hashNodes(blocks), nodes };
    default:
      return { op: "replace", at, count, expectHash: hashNodes(blocks.slice(at, at + count)), nodes };
  }
}
