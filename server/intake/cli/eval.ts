import { parseArgs } from "node:util";
import { answerCase, readCases, readFacts, scorePlans, type PlanReport } from "../../evaluation/index.ts";
import { ok, refuse, type Result } from "../../kit/index.ts";
import { createOfflineEngine, type Engine } from "../../planning/index.ts";
import type { Terminal } from "./verify-jwt.ts";

export type EvalDeps = {
  readFile: (path: string) => Promise<Buffer>;
  writeFile: (path: string, text: string) => Promise<void>;
  /** The model of the settings, asked for by `--engine openai`. Refuses in words where none is set. */
  openModel: () => Promise<Result<Engine>>;
};

export const EVAL_USAGE = `Usage: ticketsmith eval FILE.jsonl [--facts FILE.json] [--engine offline|openai] [--plans OUT.jsonl] [--json]

Runs each case of the file through planning and says how much of what was expected came of it. docs/evaluation.md
explains the lines of a file and what each figure means.

  --facts FILE   what Jira says, for all cases; a line may add facts of its own
  --engine       offline (the default), or openai: the model of the settings (OPENAI_BASE_URL, OPENAI_MODEL, ...)
  --plans FILE   writes each case's whole plan there, one JSON object a line
  --json         prints one JSON object instead of a table

Exit code: 0 the run was completed, 1 a file could not be read, 2 not understood.`;

export async function evaluate(
  args: readonly string[],
  terminal: Pick<Terminal, "say" | "complain">,
  deps: EvalDeps,
): Promise<number> {
  const asked = readOptions(args);
  if (!asked.ok) {
    terminal.complain(`${asked.reason}\n\n${EVAL_USAGE}`);
    return 2;
  }
  const { file, facts: factsFile, plans, json } = asked.value;
  const cases = readWith(await readText(deps, file), readCases);
  const facts =
    factsFile === undefined ? readFacts("{}") : readWith(await readText(deps, factsFile), readFacts);
  const engine: Result<Engine> =
    asked.value.engine === "offline" ? ok(createOfflineEngine()) : await deps.openModel();
  if (!cases.ok || !facts.ok || !engine.ok) {
    for (const one of [cases, facts, engine]) if (!one.ok) terminal.complain(one.reason);
    return 1;
  }
  const answers = [];
  for (const one of cases.value)
    answers.push(await answerCase(one, facts.value, engine.value, () => performance.now()));
  if (plans !== undefined) {
    const lines = answers.map(({ case: { id }, plan, said, tookMs }) =>
      JSON.stringify({ id, plan, said, tookMs }),
    );
    await deps.writeFile(plans, `${lines.join("\n")}\n`);
  }
  const report = scorePlans(answers);
  terminal.say(json ? JSON.stringify(report, null, 2) : table(report));
  return 0;
}

type Options = {
  file: string;
  facts: string | undefined;
  engine: "offline" | "openai";
  plans: string | undefined;
  json: boolean;
};

function readOptions(args: readonly string[]): Result<Options> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        facts: { type: "string" },
        engine: { type: "string", default: "offline" },
        plans: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const [file, ...more] = positionals;
    const { engine, facts, plans, json } = values;
    if (file === undefined || more.length > 0) return refuse("Say which file.");
    if (engine !== "offline" && engine !== "openai") return refuse("--engine is offline or openai.");
    return ok({ file, facts, engine, plans, json });
  } catch (fault) {
    return refuse(fault instanceof Error ? fault.message : "Not understood.");
  }
}

async function readText(deps: Pick<EvalDeps, "readFile">, path: string): Promise<Result<string>> {
  try {
    return ok((await deps.readFile(path)).toString("utf8"));
  } catch {
    return refuse(`${path} cannot be read.`);
  }
}

const readWith = <T>(text: Result<string>, read: (text: string) => Result<T>): Result<T> =>
  text.ok ? read(text.value) : text;

const percent = (rate: number): string => `${(rate * 100).toFixed(1)} %`.padStart(8);

function table(report: PlanReport): string {
  const fields = Object.entries(report.perField).map(
    ([field, { expected, coverage, accuracy }]) =>
      `  ${field.padEnd(14)}${percent(coverage)} covered ${percent(accuracy)} right  of ${expected}`,
  );
  const langs = Object.entries(report.perLang).map(
    ([lang, rates]) =>
      `  ${lang.padEnd(14)}${percent(rates.coverage)} covered ${percent(rates.fieldAccuracy)} right  in ${rates.cases} cases`,
  );
  return [
    `cases                      ${report.cases}`,
    `coverage                   ${percent(report.coverage)}`,
    `fields right               ${percent(report.fieldAccuracy)}`,
    `all fields right           ${percent(report.allFieldsRight)}`,
    `wrong actions              ${percent(report.wrongActionRate)}`,
    `should have held back      ${percent(report.shouldHaveAbstainedRate)}`,
    `calibration error (ECE)    ${report.ece.toFixed(3).padStart(8)}`,
    `coverage at 95 % precision ${percent(report.coverageAt95)}`,
    `latency p50, p95           ${report.latencyMsP50.toFixed(1)} ms, ${report.latencyMsP95.toFixed(1)} ms`,
    `tokens, cost               ${report.tokens}, $${report.costUsd.toFixed(4)}`,
    "by field",
    ...fields,
    "by language",
    ...langs,
    `not all right: ${report.failures.map(({ id }) => id).join(" ") || "none"}`,
  ].join("\n");
}
