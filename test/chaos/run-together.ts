import type { Base, Piece } from "./build-base.ts";
import { countChanges } from "./count-changes.ts";
import { judge, rests, type Verdict } from "./judge.ts";
import { openWorld, type World } from "./open-world.ts";
import { readFacts } from "./read-facts.ts";
import { waitUntil } from "./wait-until.ts";

const LONGEST_S = 240;

/** Everything that was approved at once, with `disturb` in the middle; then each piece is judged by itself. */
export async function runTogether(
  base: Base,
  pieces: readonly Piece[],
  disturb: (world: World) => Promise<void>,
): Promise<Verdict[]> {
  const world = await openWorld(base, pieces);
  try {
    const before = structuredClone(world.site());
    await disturb(world);
    await waitUntil(
      "rest",
      async () => {
        const resting = await Promise.all(pieces.map((piece) => rests(world.url, piece).catch(() => false)));
        return resting.every(Boolean);
      },
      { seconds: LONGEST_S, everyMs: 500 },
    ).catch(() => {});
    const facts = await readFacts(
      world.config,
      base.secretKeys,
      pieces.map(({ proposal }) => proposal),
    );
    const after = world.site();
    return pieces.flatMap((piece, n) => {
      const known = facts[n];
      return known === undefined ? [] : [judge(known, countChanges(before, after, piece), piece)];
    });
  } finally {
    await world.close();
  }
}
