import { fitIsotonic } from "../planning/index.ts";
import type { Clock } from "../kit/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { FeedbackStore } from "./feedback-ports.ts";

/** Newer decisions say more about what people want now. */
const MOST_OUTCOMES = 2_000;

export type CalibratorDeps = {
  feedback: (
    caller: Caller,
  ) => Pick<FeedbackStore, "outcomes" | "hasNewOutcomes" | "keepCalibrations" | "calibrations">;
  clock: Clock;
};

/**
 * Works out what our confidence is worth on a site, by what became of it, and keeps that for all plans until the next
 * time. Answers whether there was anything new to learn.
 */
export function createCalibrator({ feedback, clock }: CalibratorDeps) {
  return async function calibrate(caller: Caller): Promise<boolean> {
    const store = feedback(caller);
    if (!(await store.hasNewOutcomes())) return false;
    // Noted first: what is decided meanwhile is for the next time.
    const fittedAt = clock.now();
    const byAction = Map.groupBy(await store.outcomes(MOST_OUTCOMES), ({ action }) => action);
    // What has fallen out of the newest is fitted to nothing, rather than to what people wanted long ago.
    const known = (await store.calibrations()).map(({ action }) => action);
    const actions = [...new Set([...byAction.keys(), ...known])];
    await store.keepCalibrations(
      actions.map((action) => {
        const own = byAction.get(action) ?? [];
        return { action, curve: fitIsotonic(own), decisions: own.length, fittedAt };
      }),
    );
    return true;
  };
}
