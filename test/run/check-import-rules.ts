import * as z from "zod";
import { runTool } from "./run-tool.ts";

/** What of dependency-cruiser's JSON report the check needs. */
const Report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

const FOLDERS = ["server", "frontend", "sandbox", "bin", "migrations", "test", "bench"];
const KINDS = ["server", "frontend", "sandbox", "bin"];

/**
 * Holds the imports to the rules of .dependency-cruiser.mjs. The tool passes when its compiler is missing and it
 * has seen nothing, so a report without modules of a kind is a failure too. Returns what is wrong, or null.
 */
export async function checkImportRules(): Promise<string | null> {
  const { stdout, output } = await runTool("depcruise", [
    "--config",
    ".dependency-cruiser.mjs",
    "-T",
    "json",
    ...FOLDERS,
  ]);
  const report = readReport(stdout);
  if (report === null) return output;
  const { totalCruised, violations } = report.summary;
  const unseen = KINDS.filter((kind) => !report.sources.some((source) => source.startsWith(`${kind}/`)));
  if (unseen.length > 0)
    return `Saw ${totalCruised} modules and none in ${unseen.join(", ")}: the check itself is broken.`;
  const lines = violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  return lines.length === 0 ? null : lines.join("\n");
}

const Modules = z.object({ modules: z.array(z.object({ source: z.string() })) });

function readReport(stdout: string) {
  try {
    const json: unknown = JSON.parse(stdout);
    return { ...Report.parse(json), sources: Modules.parse(json).modules.map((module) => module.source) };
  } catch {
    return null;
  }
}
