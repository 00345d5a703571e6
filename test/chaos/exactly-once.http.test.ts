import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { WALK_STEPS, type WalkStep } from "../../server/execution/index.ts";
import { createRandom, type Random } from "../builders/random.ts";
import { startPostgres, type TestPostgres } from "../environment/postgres.ts";
import { buildBase, type Base, type Piece } from "./build-base.ts";
import { embedded } from "./embedded.ts";
import { prepareRestart } from "./restart-postgres.ts";
import { runAll } from "./run-all.ts";
import { runKill, type Kill, type Killed } from "./run-kill.ts";
import { databaseRestart, randomKill, twoWorkers, type Run } from "./scenarios.ts";
import { storm } from "./storm.ts";
import { atChange, inStep } from "./strikes.ts";

const SEED = Number(process.env["CHAOS_SEED"] ?? 1);
const NOT_RUN = inject("postgresSkipReason");
const AT_ONCE = 3;
const LONG = 280_000;

const BEFORE_THE_CHANGE = [
  "open-lines",
  "find-line",
  "look-at-issue",
  "ask-permission",
  "look-for-objection",
  "choose-writer",
  "ask-whether-stopped",
  "note-intent",
] as const satisfies readonly WalkStep[];
const AFTER_THE_CHANGE = ["confirm", "note-result", "conclude"] as const satisfies readonly WalkStep[];

/** Lines are opened by the worker for doing alone; only the way back of a comment is looked for in Jira. */
const PLACES: Readonly<Partial<Record<WalkStep, Piece["direction"] | "nowhere">>> = {
  "open-lines": "do",
  "look-for-objection": "nowhere",
};

/** The short version; `npm run chaos` kills at every statement and call, and many more times. */
describe.skipIf(NOT_RUN !== null)(`exactly once, seed ${SEED} ${NOT_RUN ?? ""}`, () => {
  let postgres: TestPostgres;
  let base: Base;
  let restart: () => Promise<void>;
  const steps = new Set<string | undefined>();

  beforeAll(async () => {
    // A server of its own: one test crashes it.
    postgres = await startPostgres({});
    if (postgres.url === null) throw new Error(postgres.skipReason);
    base = await buildBase(postgres.url);
    restart = await prepareRestart(postgres.url);
  }, LONG);
  afterAll(async () => {
    await base.drop();
    await postgres.stop();
  });

  const piece = (action: Piece["action"], direction: Piece["direction"]): Piece => {
    const found = base.pieces.find((one) => one.action === action && one.direction === direction);
    if (found === undefined) throw new Error(`Nothing to ${direction} of ${action}`);
    return found;
  };
  const killed = (name: string, kill: Omit<Kill, "comesBack"> & Partial<Kill>): Run => ({
    name,
    async go() {
      let ended: Killed = await runKill(base, { comesBack: "minutes-later", ...kill });
      // A worker's words can come after what it sends: then it walked past us, and the next one shall not.
      const missed = () => ended.at.length < kill.strikes.length;
      for (const patienceMs of [50, 150, 400])
        if (missed() && ended.wrong.length === 0)
          ended = await runKill(base, { comesBack: "minutes-later", ...kill, patienceMs });
      for (const { step } of ended.at) steps.add(step);
      const wrong = missed() ? ["no worker came to where it was to be killed"] : [];
      return [{ ...ended, wrong: [...ended.wrong, ...wrong] }];
    },
  });
  test.concurrent(
    "every action type, done and undone: killed on the way, and again while Jira's yes is",
    async () => {
      const [onTheWay, afterwards] = [BEFORE_THE_CHANGE, AFTER_THE_CHANGE];
      const random = createRandom(SEED);
      const free = base.pieces.filter(
        ({ action, direction }) => action !== "add-comment" || direction === "do",
      );
      const runs = onTheWay.map((step) => {
        const one = takeOne(free, random, PLACES[step]) ?? piece("add-comment", "undo");
        return killed(`in ${step}`, { piece: one, strikes: [inStep(step, "before"), atChange("after")] });
      });
      const settled = takeOne(free, random);
      for (const one of free)
        runs.push(killed(`${one.action} ${one.direction}`, { piece: one, strikes: [atChange("after")] }));
      if (settled !== undefined)
        runs.push(
          killed("looking for the mark", {
            piece: settled,
            strikes: [atChange("after"), inStep("settle-earlier-try", "before")],
          }),
        );
      for (const step of afterwards) {
        const one = base.pieces[random.below(base.pieces.length)] ?? piece("transition", "do");
        runs.push(killed(`in ${step}`, { piece: one, strikes: [inStep(step, "before")] }));
      }
      expect(await runAll(runs, { atOnce: AT_ONCE })).toMatchObject({
        lost: 0,
        twice: 0,
        asked: 0,
        wrong: [],
      });
      // A step that is added to the walk has to be killed in as well.
      expect(WALK_STEPS.filter((step) => !steps.has(step))).toEqual([]);
    },
    LONG,
  );

  test.concurrent(
    "killed right before the change is made: it is made once, or a person is asked",
    async () => {
      const runs = [
        piece("edit-fields", "do"),
        piece("create-issue", "undo"),
        piece("create-issue", "do"),
      ].map((one) => killed(`${one.action} ${one.direction}`, { piece: one, strikes: [atChange("before")] }));
      // Jira's index lags, so of a new issue nobody can know.
      expect(await runAll(runs, { atOnce: 1 })).toMatchObject({ lost: 0, twice: 0, asked: 1, wrong: [] });
    },
    LONG,
  );

  test.concurrent(
    "a request that lands after its worker was killed is not sent again by the next one",
    async () => {
      const landing = { comesBack: "at-once", landsAfterMs: 3_000, strikes: [atChange("before")] } as const;
      const runs = [piece("transition", "do"), piece("add-comment", "do")].map((one) =>
        killed(one.action, { ...landing, piece: one }),
      );
      expect(await runAll(runs, { atOnce: 2 })).toMatchObject({ lost: 0, twice: 0, asked: 0, wrong: [] });
    },
    LONG,
  );

  test.concurrent(
    "killed at moments that the seed chooses",
    async () => {
      const runs = [
        randomKill(base, "do", createRandom(SEED)),
        randomKill(base, "undo", createRandom(SEED + 100)),
      ];
      expect(await runAll(runs, { atOnce: 1 })).toMatchObject({ lost: 0, twice: 0, wrong: [] });
    },
    LONG,
  );

  test.concurrent(
    "two workers at the same work, one of them killed",
    async () => {
      const runs = [twoWorkers(base, base.pieces, createRandom(SEED))];
      expect(await runAll(runs, { atOnce: 1 })).toMatchObject({ lost: 0, twice: 0, wrong: [] });
    },
    LONG,
  );

  test.concurrent(
    "a storm of webhooks, each told several times and out of order, makes one proposal each",
    async () => {
      const runs = [storm(base, { issues: 30, deliveries: 240 }, createRandom(SEED))];
      expect(await runAll(runs, { atOnce: 1 })).toMatchObject({ lost: 0, twice: 0, wrong: [] });
    },
    LONG,
  );

  test.concurrent(
    "all in one process over a folder, killed twice",
    async () => {
      expect(await runAll([embedded(createRandom(SEED))], { atOnce: 1 })).toMatchObject({
        lost: 0,
        twice: 0,
        wrong: [],
      });
    },
    LONG,
  );

  // Alone: a crash of the server strikes every world on it.
  test(
    "a database that crashes in the middle",
    async () => {
      const runs = [databaseRestart(base, base.pieces, createRandom(SEED), restart)];
      expect(await runAll(runs, { atOnce: 1 })).toMatchObject({ lost: 0, twice: 0, wrong: [] });
    },
    LONG,
  );
});

/** Takes one of them out of the list, by the seed's choice. */
function takeOne(pieces: Piece[], random: Random, only?: Piece["direction"] | "nowhere"): Piece | undefined {
  const fitting = pieces.filter(({ direction }) => only === undefined || direction === only);
  const one = fitting[random.below(fitting.length)];
  if (one !== undefined) pieces.splice(pieces.indexOf(one), 1);
  return one;
}
