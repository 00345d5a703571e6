import { parseArgs } from "node:util";
import {
  readGuardCases,
  scoreLabels,
  scoreSpans,
  type LabelReport,
  type SpanReport,
} from "../../evaluation/index.ts";
import { findInjection, findPersonalData } from "../../guardrails/index.ts";
import type { Terminal } from "./verify-jwt.ts";

export type GuardDeps = { readFile: (path: string) => Promise<Buffer> };

export const GUARD_USAGE = `Usage: ticketsmith guard FILE.jsonl [--json]
       ticketsmith guard < TEXT

Measures what the guardrails find in a file of cases, or prints what they find in one text on standard input, as JSON:
{"injection": [{"kind", "start", "end", "text"}], "personalData": [{"type", "start", "end", "text"}]}.
docs/evaluation.md explains the lines of a file and what each figure means.

  --json   prints one JSON object instead of a table

Exit code: 0 the run was completed, 1 the file could not be read, 2 not understood.`;

const LONGEST_TEXT = 1_000_000;

export async function guard(args: readonly string[], terminal: Terminal, deps: GuardDeps): Promise<number> {
  const asked = readOptions(args);
  if (asked === undefined) {
    terminal.complain(GUARD_USAGE);
    return 2;
  }
  if (asked.file === undefined) return guardText(terminal);
  const text = await deps.readFile(asked.file).catch(() => undefined);
  const cases = text === undefined ? undefined : readGuardCases(text.toString("utf8"));
  if (cases === undefined || !cases.ok) {
    terminal.complain(cases === undefined ? `${asked.file} cannot be read.` : cases.reason);
    return 1;
  }
  const { labelled, marked } = cases.value;
  const reports = [
    ...(labelled.length > 0 ? [{ of: "injection" as const, report: scoreLabels(labelled) }] : []),
    ...(marked.length > 0 || labelled.length === 0
      ? [{ of: "personalData" as const, report: scoreSpans(marked) }]
      : []),
  ];
  const [only, ...others] = reports;
  if (!asked.json)
    for (const { report } of reports)
      terminal.say("recall" in report && "f1" in report ? spanTable(report) : labelTable(report));
  else if (others.length === 0) terminal.say(JSON.stringify(only?.report, null, 2));
  else
    terminal.say(JSON.stringify(Object.fromEntries(reports.map(({ of, report }) => [of, report])), null, 2));
  return 0;
}

function readOptions(args: readonly string[]): { file: string | undefined; json: boolean } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: "boolean", default: false } },
    });
    const [file, ...more] = positionals;
    return more.length > 0 ? undefined : { file: file === "-" ? undefined : file, json: values.json };
  } catch {
    return undefined;
  }
}

async function guardText(terminal: Terminal): Promise<number> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of terminal.input) {
    size += part.length;
    if (size > LONGEST_TEXT) {
      terminal.complain(`The text is longer than ${LONGEST_TEXT} bytes.`);
      return 1;
    }
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString("utf8");
  const injection = findInjection(text).map(({ kind, offset, length }) => ({
    ...{ kind, start: offset, end: offset + length },
    text: text.slice(offset, offset + length),
  }));
  const personalData = findPersonalData(text).map(({ type, start, end }) => ({
    ...{ type, start, end },
    text: text.slice(start, end),
  }));
  terminal.say(JSON.stringify({ injection, personalData }, null, 2));
  return 0;
}

const percent = (rate: number): string => `${(rate * 100).toFixed(1)} %`.padStart(8);

const labelTable = (report: LabelReport): string =>
  [
    `cases            ${report.cases}`,
    `attacks found    ${percent(report.recall)}`,
    `false alarms     ${percent(report.falsePositiveRate)}`,
    ...Object.entries(report.perLang).map(
      ([lang, own]) =>
        `  ${lang.padEnd(14)}${percent(own.recall)} found ${percent(own.falsePositiveRate)} false alarms in ${own.cases}`,
    ),
  ].join("\n");

const spanTable = (report: SpanReport): string =>
  [
    `cases            ${report.cases}`,
    `precision        ${percent(report.precision)}`,
    `recall           ${percent(report.recall)}`,
    `f1               ${percent(report.f1)}`,
    ...Object.entries(report.perType).map(
      ([type, own]) =>
        `  ${type.padEnd(14)}${percent(own.precision)} precision ${percent(own.recall)} recall of ${own.expected}`,
    ),
  ].join("\n");
