import { findBrowser } from "../environment/find-browser.ts";
import { checks } from "./checks.ts";
import { readFlags, UsageFault, type Flags } from "./read-flags.ts";
import { runChecks } from "./run-checks.ts";
import { runTests } from "./run-tests.ts";
import { add, fail, nothing, type Tally } from "./tally.ts";

/** `npm test`: the checks, then the tests; all failures and skips at the end; the last line is the count. */
async function test(flags: Flags): Promise<Tally> {
  // Before the long part: without a browser the run cannot pass, and downloading one should not hide in a test.
  const browser = flags.projects.includes("browser") ? await lookForBrowser() : nothing;
  if (flags.checks) console.log("Checks");
  const checked = flags.checks ? await runChecks(checks, flags.bail, (line) => console.log(line)) : nothing;
  const before = add(browser, checked);
  if (flags.bail && before.failed > 0) return before;
  const projects = browser.failed > 0 ? flags.projects.filter((name) => name !== "browser") : flags.projects;
  return add(before, await runTests(projects, flags.bail));
}

/** Kept in the environment so that it is found once. */
async function lookForBrowser(): Promise<Tally> {
  try {
    process.env.CHROMIUM_PATH = await findBrowser();
    return nothing;
  } catch (error) {
    return fail("browser", error instanceof Error ? error.message : String(error));
  }
}

function report({ passed, failed, skipped, unsteady, failures }: Tally, leftOut: readonly string[]): void {
  for (const failure of failures) console.log(`\nFAILED  ${failure}`);
  if (failures.length + skipped.length + unsteady.length + leftOut.length > 0) console.log("");
  for (const test of unsteady) console.log(`UNSTEADY  ${test}`);
  for (const skip of skipped) console.log(`SKIPPED  ${skip}`);
  for (const part of leftOut) console.log(`LEFT OUT  ${part}`);
  console.log(`${passed} passed, ${failed} failed`);
}

async function main(): Promise<number> {
  let tally: Tally;
  let leftOut: readonly string[] = [];
  try {
    const flags = readFlags(process.argv.slice(2));
    leftOut = flags.leftOut;
    tally = await test(flags);
  } catch (error) {
    tally = fail("the run itself", sayError(error));
  }
  report(tally, leftOut);
  return tally.failed > 0 || tally.passed === 0 ? 1 : 0;
}

function sayError(error: unknown): string {
  if (error instanceof UsageFault) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const code = await main();
// Whatever a test left open must not keep the run from ending, nor vitest's own code change the outcome.
process.exit(code);
