import type { Base, Piece } from "./build-base.ts";
import { countChanges } from "./count-changes.ts";
import { judge, rests, type Verdict } from "./judge.ts";
import { openWorld, type World } from "./open-world.ts";
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
    const verdicts: Verdict[] = [];
    for (const piece of pieces) {
      const times = countChanges(before, world.site(), piece);
      const evidence = { url: world.url, appUrl: world.appUrl, secretKeys: base.secretKeys, times };
      verdicts.push(await judge(evidence, piece));
    }
    return verdicts;
  } finally {
    await world.close();
  }
}
