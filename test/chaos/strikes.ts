import type { WalkStep } from "../../server/execution/index.ts";
import { isAt, type Phase, type Point } from "./gate.ts";
import type { Strike } from "./run-kill.ts";

/** Exactly here. */
export const atPoint = (point: Point): Strike => {
  const wanted = isAt(point);
  return (io, phase, nth) => wanted(io, phase, nth) === true;
};

/** The nth thing, of whatever kind, that is sent or answered. */
export function atNth(n: number, phase: Phase): Strike {
  let left = n;
  return (_io, now) => now === phase && (left -= 1) === 0;
}

/** The first thing that a worker sends once it has said that it is at this step. */
export const inStep =
  (wanted: WalkStep, phase: Phase): Strike =>
  (_io, now, _nth, step) =>
    step === wanted && now === phase;

/** The change itself, in Jira: not yet made, or made with the answer still on its way. */
export const atChange =
  (phase: Phase): Strike =>
  (io, now, _nth, step) =>
    now === phase && step === "perform" && io.side === "jira" && io.writes;
