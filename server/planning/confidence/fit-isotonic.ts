import { FEWEST_DECISIONS } from "../../contract/index.ts";

/** One decided field: what was claimed, and whether people let it stand. */
export type Outcome = { raw: number; stood: boolean };

/** Rising steps: from `from` on, `value` of what was claimed stood. Empty while there is too little to go by. */
export type Calibration = readonly { from: number; value: number }[];

/**
 * Isotonic regression by pooling adjacent violators (Ayer et al. 1955): the best rising curve through the outcomes.
 * Each pool is pulled towards the middle by one decision either way, so that ten of ten are not certainty.
 */
export function fitIsotonic(outcomes: readonly Outcome[]): Calibration {
  if (outcomes.length < FEWEST_DECISIONS) return [];
  const pools: Pool[] = [];
  for (const [from, equal] of [...Map.groupBy(outcomes, ({ raw }) => raw)].toSorted(([a], [b]) => a - b)) {
    pools.push({ from, stood: equal.filter(({ stood }) => stood).length, of: equal.length });
    poolBack(pools);
  }
  return pools.map(({ from, stood, of }) => ({ from, value: (stood + 1) / (of + 2) })).filter(rises);
}

type Pool = { from: number; stood: number; of: number };

function poolBack(pools: Pool[]): void {
  for (;;) {
    const [before, last] = pools.slice(-2);
    if (before === undefined || last === undefined || before.stood * last.of < last.stood * before.of) return;
    pools.splice(-2, 2, { from: before.from, stood: before.stood + last.stood, of: before.of + last.of });
  }
}

/** The pull towards the middle may turn two small pools round: then the later one says nothing new. */
function rises(pool: { value: number }, index: number, all: readonly { value: number }[]): boolean {
  return all.slice(0, index).every((one) => one.value < pool.value);
}

/** What a claim is worth, by what became of such claims; the claim itself while nothing is known. Two decimals. */
export function calibrate(raw: number, calibration: Calibration): number {
  const first = calibration[0];
  if (first === undefined) return raw;
  const step = calibration.findLast(({ from }) => raw >= from) ?? first;
  return Math.round(step.value * 100) / 100;
}
