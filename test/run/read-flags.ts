import { parseArgs } from "node:util";

export const PROJECTS = ["unit", "database", "http", "browser"] as const;
export type ProjectName = (typeof PROJECTS)[number];

export type Flags = {
  /** Which test projects to run. */
  projects: readonly ProjectName[];
  /** Whether the checks before the tests (format, lint, types, …) run. */
  checks: boolean;
  /** Stop at the first failure. */
  bail: boolean;
  /** What was left out knowingly, in words. */
  leftOut: readonly string[];
};

/** A command line that means nothing; its message is for the person. */
export class UsageFault extends Error {
  override readonly name = "UsageFault";
}

const USAGE = `Usage: npm test -- [--no-browser] [--only ${PROJECTS.join("|")}] [--bail]`;

/** Reads the command line. Throws `UsageFault`. */
export function readFlags(args: string[]): Flags {
  const values = parse(args);
  const bail = values.bail ?? false;
  if (values.only !== undefined) {
    const only = PROJECTS.filter((name) => values.only?.split(",").includes(name));
    if (only.length !== values.only.split(",").length)
      throw new UsageFault(`--only does not know "${values.only}".\n${USAGE}`);
    return {
      projects: only,
      checks: false,
      bail,
      leftOut: [`everything but ${only.join(", ")} tests: --only`],
    };
  }
  if (values["no-browser"] !== true) return { projects: PROJECTS, checks: true, bail, leftOut: [] };
  const projects = PROJECTS.filter((name) => name !== "browser");
  return { projects, checks: true, bail, leftOut: ["browser tests: --no-browser"] };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { "no-browser": { type: "boolean" }, only: { type: "string" }, bail: { type: "boolean" } },
    }).values;
  } catch (error) {
    throw new UsageFault(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, {
      cause: error,
    });
  }
}
