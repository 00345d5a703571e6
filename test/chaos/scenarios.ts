import { setTimeout as wait } from "node:timers/promises";
import type { Random } from "../builders/random.ts";
import type { Base, Piece } from "./build-base.ts";
import { recordingGate, sayPoint } from "./gate.ts";
import { rests, type Verdict } from "./judge.ts";
import { openGate, openWorld, type World } from "./open-world.ts";
import { runKill, stepOf, type Kill } from "./run-kill.ts";
import { runTogether } from "./run-together.ts";
import { atNth, atPoint } from "./strikes.ts";
import { waitUntil } from "./wait-until.ts";

/** One run and what it is called; the name says all that is needed to see what was done. */
export type Run = { name: string; go(): Promise<Verdict[]> };

/** More than any execution sends: a number past the end is a worker that is not killed. */
const MOST_IO = 40;

/** A kill at a moment that the seed chooses; a quarter of them hit the next worker as well. */
export function randomKill(base: Base, direction: Piece["direction"], random: Random): Run {
  const piece = pickPiece(
    base.pieces.filter((one) => one.direction === direction),
    random,
  );
  const moments = Array.from({ length: random.chance(0.25) ? 2 : 1 }, () => ({
    nth: 1 + random.below(MOST_IO),
    phase: random.chance(0.5) ? ("before" as const) : ("after" as const),
  }));
  const comesBack = random.chance(0.15) && piece.action !== "create-issue" ? "at-once" : "minutes-later";
  const landsAfterMs =
    comesBack === "at-once" && random.chance(0.5) ? 1_000 + random.below(4_000) : undefined;
  const said = moments.map(({ nth, phase }) => `${phase} ${nth}`).join(", ");
  const landing = landsAfterMs === undefined ? "" : `, lands after ${landsAfterMs} ms`;
  return {
    name: `${piece.action} ${direction}, killed ${said}, back ${comesBack}${landing}`,
    async go() {
      const strikes = moments.map(({ nth, phase }) => atNth(nth, phase));
      const kill: Kill = {
        piece,
        strikes,
        comesBack,
        ...(landsAfterMs === undefined ? {} : { landsAfterMs }),
      };
      return [await runKill(base, kill)];
    },
  };
}

/** A kill at each statement and each call of one execution, as a calm run shows them. */
export async function everyStep(base: Base, piece: Piece): Promise<Run[]> {
  const points = await recordSteps(base, piece);
  return points.map((point) => ({
    name: `${piece.action} ${piece.direction}, killed ${sayPoint(point)} (${point.step ?? "before the walk"})`,
    go: async () => [await runKill(base, { piece, strikes: [atPoint(point)], comesBack: "minutes-later" })],
  }));
}

/** Every statement and call before it is sent, and again after it took effect where it changes something. */
export async function recordSteps(base: Base, piece: Piece) {
  const world = await openWorld(base, [piece]);
  try {
    const worker = world.startWorker();
    const { gate, seen } = recordingGate(() => stepOf(worker));
    world.use(gate);
    await waitUntil("a calm run", () => rests(world.url, piece));
    const end = seen.findLastIndex(({ label }) => label.startsWith("the queue notes"));
    return seen.slice(0, end + 1).filter(({ phase, writes }) => phase === "before" || writes);
  } finally {
    await world.close();
  }
}

/** Two workers on the same work, each job there twice; one of them is killed in the middle. */
export function twoWorkers(base: Base, pieces: readonly Piece[], random: Random): Run {
  const killAfterMs = random.below(2_000);
  return {
    name: `two workers on ${pieces.length} pieces with every job twice, one killed after ${killAfterMs} ms`,
    go: () =>
      runTogether(base, pieces, async (world) => {
        await world.doubleJobs();
        const [doomed] = await startTwo(world);
        await wait(killAfterMs);
        await doomed.kill();
      }),
  };
}

async function startTwo(world: World) {
  const workers = [world.startWorker(), world.startWorker()] as const;
  await Promise.race(workers.map((worker) => worker.saying('"Started"')));
  return workers;
}

/** The database crashes and comes back while a worker is at it. */
export function databaseRestart(
  base: Base,
  pieces: readonly Piece[],
  random: Random,
  restart: () => Promise<void>,
): Run {
  const afterIo = 1 + random.below(MOST_IO * 4);
  return {
    name: `the database restarted after ${afterIo} statements and calls of ${pieces.length} pieces`,
    go: () =>
      runTogether(base, pieces, async (world) => {
        const reached = Promise.withResolvers<void>();
        const strike = atNth(afterIo, "before");
        world.use({
          async pass(io, phase) {
            if (strike(io, phase, 0, undefined)) reached.resolve();
          },
        });
        world.startWorker();
        await Promise.race([reached.promise, wait(20_000)]);
        await restart();
        world.use(openGate);
      }),
  };
}

function pickPiece(pieces: readonly Piece[], random: Random): Piece {
  const [first, ...rest] = pieces;
  if (first === undefined) throw new Error("There is nothing to do");
  return random.pick([first, ...rest]);
}
