import { parseArgs } from "node:util";
import { startPostgres } from "../environment/postgres.ts";
import { createRandom } from "../builders/random.ts";
import { buildBase } from "./build-base.ts";
import { embedded } from "./embedded.ts";
import { prepareRestart } from "./restart-postgres.ts";
import { add, nothing, runAll, saySum, type Sum } from "./run-all.ts";
import { storm } from "./storm.ts";
import { databaseRestart, everyStep, randomKill, twoWorkers, type Run } from "./scenarios.ts";

const GROUPS = ["steps", "kill", "undo", "two-workers", "database", "embedded", "storm"] as const;
type Group = (typeof GROUPS)[number];
const USAGE = `Usage: npm run chaos -- [--seed N] [--runs M] [--at-once N] [--only ${GROUPS.join("|")}]`;

/** What each group gets of `--runs`. The steps are what they are: every one, of every action type, both ways. */
const PARTS: Readonly<Record<Exclude<Group, "steps" | "storm">, number>> = {
  kill: 0.4,
  undo: 0.4,
  "two-workers": 0.1,
  database: 0.05,
  embedded: 0.05,
};

async function main(): Promise<number> {
  const flags = readFlags();
  if (flags === undefined) return 2;
  const { seed, runs, atOnce, groups } = flags;
  console.log(`seed ${seed}`);
  // A server of its own: it will be crashed.
  const postgres = await startPostgres({});
  if (postgres.url === null) {
    console.error(postgres.skipReason);
    return 1;
  }
  const base = await buildBase(postgres.url);
  const restart = await prepareRestart(postgres.url);
  const makers: Record<Group, (count: number) => Promise<Run[]>> = {
    steps: async () => {
      const lists = [];
      for (const piece of base.pieces) lists.push(await everyStep(base, piece));
      return lists.flat();
    },
    kill: async (count) => times(count, (n) => randomKill(base, "do", createRandom(seed + n))),
    undo: async (count) => times(count, (n) => randomKill(base, "undo", createRandom(seed + 10_000 + n))),
    "two-workers": async (count) =>
      times(count, (n) => twoWorkers(base, base.pieces, createRandom(seed + 20_000 + n))),
    database: async (count) =>
      times(count, (n) => databaseRestart(base, base.pieces, createRandom(seed + 30_000 + n), restart)),
    embedded: async (count) => times(count, (n) => embedded(createRandom(seed + 50_000 + n))),
    storm: async () => [storm(base, { issues: 250, deliveries: 2_000 }, createRandom(seed + 40_000))],
  };
  let total = nothing;
  for (const group of groups) {
    const whole = groups.length === 1;
    const count = group === "steps" || group === "storm" ? 0 : Math.ceil(runs * (whole ? 1 : PARTS[group]));
    const list = await makers[group](count);
    // A crash of the server strikes every world on it.
    const sum = await runAll(list, { atOnce: group === "database" ? 1 : atOnce, onEnd: tell });
    console.log(`${group}: ${saySum(sum)}`);
    total = add(total, sum);
  }
  await base.drop();
  await postgres.stop();
  console.log(saySum(total));
  return total.wrong.length > 0 || total.lost > 0 || total.twice > 0 ? 1 : 0;
}

function tell({ name }: Run, sum: Sum): void {
  if (process.env["CHAOS_SAY"] === "all") console.log(`  ${name}: ${saySum(sum)}`);
  for (const words of sum.wrong) console.log(`  WRONG  ${words}`);
}

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: "string" },
        runs: { type: "string" },
        only: { type: "string" },
        "at-once": { type: "string" },
      },
    });
    const groups = GROUPS.filter((name) => values.only?.split(",").includes(name) ?? true);
    if (groups.length === 0) throw new Error(`--only does not know "${values.only}".`);
    const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
    return { seed, runs: Number(values.runs ?? 200), atOnce: Number(values["at-once"] ?? 4), groups };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return undefined;
  }
}

const times = (count: number, make: (n: number) => Run): Run[] =>
  Array.from({ length: count }, (_, n) => make(n));

process.exit(await main());
