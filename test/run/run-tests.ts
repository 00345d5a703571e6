import { startVitest, type TestCase, type TestModule, type TestSuite, type Vitest } from "vitest/node";
import { root } from "./run-tool.ts";
import type { ProjectName } from "./read-flags.ts";
import { add, fail, nothing, type Tally } from "./tally.ts";

/** Runs the test projects with vitest, which prints its own progress and failures, and counts every test. */
export async function runTests(projects: readonly ProjectName[], bail: boolean): Promise<Tally> {
  const vitest = await startVitest("test", [], {
    root,
    watch: false,
    project: [...projects],
    reporters: ["default"],
    bail: bail ? 1 : 0,
  });
  try {
    return count(vitest);
  } finally {
    await vitest.close();
  }
}

function count({ state }: Vitest): Tally {
  const modules = state.getTestModules();
  const errors = state.getUnhandledErrors().map((error) => fail("outside of any test", sayError(error)));
  if (modules.length === 0) errors.push(fail("tests", "Not one test file was found or could be set up."));
  return [...modules.map(countModule), ...errors].reduce(add, nothing);
}

function countModule(module: TestModule): Tally {
  const broken = [module, ...module.children.allSuites()].filter((part) => part.errors().length > 0);
  const tallies = broken.map((part) => fail(nameOf(part), part.errors().map(sayError).join("\n")));
  for (const test of module.children.allTests()) tallies.push(countTest(test));
  return tallies.reduce(add, nothing);
}

function countTest(test: TestCase): Tally {
  const result = test.result();
  if (result.state === "passed") {
    const first = test.diagnostic()?.flaky === true ? result.errors?.map(sayError).join("; ") : undefined;
    const unsteady = first === undefined ? [] : [`${nameOf(test)}: passed at the second try, after ${first}`];
    return { ...nothing, passed: 1, unsteady };
  }
  if (result.state === "failed") return fail(nameOf(test), result.errors.map(sayError).join("\n"));
  // A test below a part that broke was not skipped by anybody, and the part is counted.
  if (hasBrokenParent(test)) return nothing;
  if (result.state === "pending") return fail(nameOf(test), "It was never run.");
  return { ...nothing, skipped: [`${nameOf(test)}: ${result.note ?? "for the reason in its name"}`] };
}

function hasBrokenParent(test: TestCase): boolean {
  for (let part: TestSuite | TestModule = test.parent; ; part = part.parent) {
    if (part.errors().length > 0) return true;
    if (part.type === "module") return false;
  }
}

function nameOf(part: TestCase | TestSuite | TestModule): string {
  if (part.type === "module") return part.relativeModuleId;
  return `${part.module.relativeModuleId} > ${part.fullName}`;
}

const sayError = (error: unknown) =>
  typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error);
