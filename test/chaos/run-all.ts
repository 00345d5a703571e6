import type { Verdict } from "./judge.ts";
import type { Run } from "./scenarios.ts";

export type Sum = { runs: number; lost: number; twice: number; asked: number; wrong: string[] };

export const nothing: Sum = { runs: 0, lost: 0, twice: 0, asked: 0, wrong: [] };

/** Several at a time: most of each is waiting. One that breaks counts as lost, with its words. */
export async function runAll(
  runs: readonly Run[],
  { atOnce, onEnd = () => {} }: { atOnce: number; onEnd?: (run: Run, sum: Sum) => void },
): Promise<Sum> {
  const waiting = [...runs];
  let total = nothing;
  const work = async (): Promise<void> => {
    const run = waiting.shift();
    if (run === undefined) return;
    const sum = await runOne(run);
    onEnd(run, sum);
    total = add(total, sum);
    return work();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return total;
}

async function runOne({ name, go }: Run): Promise<Sum> {
  try {
    return (await go()).map((verdict) => toSum(name, verdict)).reduce(add, { ...nothing, runs: 1 });
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { runs: 1, lost: 1, twice: 0, asked: 0, wrong: [`${name}: ${words}`] };
  }
}

const toSum = (name: string, { lost, twice, asked, wrong }: Verdict): Sum => ({
  ...{ runs: 0, lost, twice, asked },
  wrong: wrong.map((words) => `${name}: ${words}`),
});

export const add = (a: Sum, b: Sum): Sum => ({
  runs: a.runs + b.runs,
  lost: a.lost + b.lost,
  twice: a.twice + b.twice,
  asked: a.asked + b.asked,
  wrong: [...a.wrong, ...b.wrong],
});

export const saySum = ({ runs, lost, twice, asked }: Sum): string =>
  `runs ${runs}, lost ${lost}, twice ${twice}, asked ${asked}`;
