import { setImmediate as immediate, setTimeout as wait } from "node:timers/promises";
import type { Program } from "../environment/run-program.ts";
import type { Base, Piece } from "./build-base.ts";
import { countChanges } from "./count-changes.ts";
import { holdingGate, sayPoint, type Wanted } from "./gate.ts";
import { judge, rests, type Verdict } from "./judge.ts";
import { openGate, openWorld, type World } from "./open-world.ts";
import { readFacts } from "./read-facts.ts";
import { waitUntil } from "./wait-until.ts";

/** Where a worker is killed: at a point that is told from what it sends and from the step it said it was at. */
export type Strike = (
  io: Parameters<Wanted>[0],
  phase: Parameters<Wanted>[1],
  nth: number,
  step: string | undefined,
) => boolean;

export type Kill = {
  piece: Piece;
  /** One worker after the other is killed at these. */
  strikes: readonly Strike[];
  /** When the next worker starts: with all clocks as they are, or as if minutes had gone by. */
  comesBack: "at-once" | "minutes-later";
  /** What was held back reaches Jira all the same, this long after the kill: it was on its way. */
  landsAfterMs?: number;
  /** How long to wait for the words of a worker before each thing it sends: a busy one writes them late. */
  patienceMs?: number;
};

export type Killed = Verdict & { at: { point: string; step: string | undefined }[] };

const LONGEST_S = 240;

/** Kills the real worker, brings another, waits until it rests, and asks what became of it. */
export async function runKill(
  base: Base,
  { piece, strikes, comesBack, landsAfterMs, patienceMs = PATIENCE_MS }: Kill,
): Promise<Killed> {
  const world = await openWorld(base, [piece]);
  try {
    const before = structuredClone(world.site());
    const at: Killed["at"] = [];
    for (const strike of strikes) {
      const hit = await killAt(world, piece, strike, { landsAfterMs, patienceMs });
      if (hit === undefined) break;
      at.push(hit);
      if (comesBack === "minutes-later") await world.letTimePass(10);
    }
    const last = world.startWorker();
    await untilRest(world, piece, last);
    await last.kill();
    const [facts] = await readFacts(world.config, base.secretKeys, [piece.proposal]);
    if (facts === undefined) throw new Error("Nothing to judge");
    return { ...judge(facts, countChanges(before, world.site(), piece), piece), at };
  } finally {
    await world.close();
  }
}

async function killAt(
  world: World,
  piece: Piece,
  strike: Strike,
  { landsAfterMs, patienceMs }: { landsAfterMs: number | undefined; patienceMs: number },
) {
  const worker: { now?: Program } = {};
  const { gate, held, release } = holdingGate(async (io, phase, nth) =>
    strike(io, phase, nth, await stepOf(worker.now, patienceMs)),
  );
  world.use(gate);
  worker.now = world.startWorker();
  const rested = waitUntil("the worker", () => rests(world.url, piece), { seconds: LONGEST_S, everyMs: 250 });
  const point = await Promise.race([held, rested.then(() => undefined)]);
  const step = await stepOf(worker.now, patienceMs);
  await worker.now.kill();
  world.use(openGate);
  if (landsAfterMs !== undefined) setTimeout(release, landsAfterMs);
  rested.catch(() => {});
  return point === undefined ? undefined : { point: sayPoint(point), step };
}

async function untilRest(world: World, piece: Piece, worker: Program): Promise<void> {
  try {
    await waitUntil("rest", () => rests(world.url, piece), { seconds: LONGEST_S, everyMs: 250 });
  } catch {
    // The judge says what is left, better than a time-out does.
    process.stderr.write(`${worker.said()}\n`);
  }
}

const PATIENCE_MS = 20;

/** The step that a worker last said it had reached. Its words come by another way than what it sends: a moment for both. */
export async function stepOf(
  worker: Program | undefined,
  patienceMs = PATIENCE_MS,
): Promise<string | undefined> {
  await wait(patienceMs);
  // A turn of the loop in which what lies ready is read, also when this process was busy.
  await immediate();
  return worker
    ?.said()
    .match(/"event":"[a-z-]+","msg":"Walking"/g)
    ?.at(-1)
    ?.slice(9)
    .split('"')[0];
}
