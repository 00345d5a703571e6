import { buildPanels } from "../../bin/start/build-panels.ts";
import { checkImportRules } from "./check-import-rules.ts";
import { root, runTool } from "./run-tool.ts";

export type Check = {
  name: string;
  /** What is wrong, ready to print, or null. */
  run(): Promise<string | null>;
};

/** Everything that is held true of the source before a test runs. */
export const checks: readonly Check[] = [
  tool("format", "prettier", ["--check", "--log-level", "warn", "."]),
  tool("lint", "oxlint", ["--type-aware", "--deny-warnings", "."]),
  tool("types", "tsc", ["-p", "."]),
  tool("types of the panels", "tsc", ["-p", "frontend"]),
  { name: "import rules", run: checkImportRules },
  tool("dead code", "knip", ["--no-progress"]),
  { name: "panel build", run: () => buildPanels(root).then(() => null, sayError) },
];

function tool(name: string, command: string, args: readonly string[]): Check {
  return {
    name,
    run: async () => {
      const { code, output } = await runTool(command, args);
      return code === 0 ? null : output.trimEnd() || `${command} ended with exit code ${code}`;
    },
  };
}

const sayError = (error: unknown) => (error instanceof Error ? error.message : String(error));
