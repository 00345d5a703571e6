/** One thing the process does to the world: a statement, or a call of Jira. */
export type Io = {
  side: "database" | "jira";
  /** What is sent, without its values: "UPDATE ledger SET …", "PUT /rest/api/3/issue/{id}". */
  label: string;
  /** It changes something on the other side. */
  writes: boolean;
};

/** Before it reaches the other side; after it took effect there, with the answer held back. */
export type Phase = "before" | "after";

/** The nth time that this is done, and when. */
export type Point = Io & { nth: number; phase: Phase };

export type Gate = {
  /** Resolves when it may go on; at the point that is waited for, never (or when `release` is called). */
  pass(io: Io, phase: Phase): Promise<void>;
};

/** Lets everything pass and remembers it, in order, with what the worker said it was doing. */
export function recordingGate(stepNow: () => Promise<string | undefined>) {
  const seen: (Point & { step: string | undefined })[] = [];
  const counts = new Map<string, number>();
  const gate: Gate = {
    async pass(io, phase) {
      const nth = countUp(counts, io, phase);
      seen.push({ ...io, phase, nth, step: await stepNow() });
    },
  };
  return { gate, seen };
}

export type Wanted = (io: Io, phase: Phase, nth: number) => boolean | Promise<boolean>;

/** Holds what comes to this point, for ever or until released, and tells that it is there. */
export function holdingGate(wanted: Wanted) {
  const counts = new Map<string, number>();
  const held = Promise.withResolvers<Point>();
  const released = Promise.withResolvers<void>();
  let isHeld = false;
  const gate: Gate = {
    async pass(io, phase) {
      const nth = countUp(counts, io, phase);
      if (isHeld || !(await wanted(io, phase, nth)) || isHeld) return;
      isHeld = true;
      held.resolve({ ...io, phase, nth });
      await released.promise;
    },
  };
  return { gate, held: held.promise, release: released.resolve };
}

export const isAt =
  (point: Point): Wanted =>
  (io, phase, nth) =>
    io.side === point.side && io.label === point.label && phase === point.phase && nth === point.nth;

export const sayPoint = ({ phase, label, nth }: Point): string =>
  `${phase} ${label}${nth > 1 ? ` #${nth}` : ""}`;

function countUp(counts: Map<string, number>, { side, label }: Io, phase: Phase): number {
  const key = `${side} ${phase} ${label}`;
  const nth = (counts.get(key) ?? 0) + 1;
  counts.set(key, nth);
  return nth;
}
