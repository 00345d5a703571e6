import type { Check } from "./checks.ts";
import { add, fail, nothing, pass, type Tally } from "./tally.ts";

/** Most of the checks use one core each. */
const AT_ONCE = 2;

/** Runs the checks two at a time and tells of each as it ends. With `bail`, none begins after a failure. */
export async function runChecks(
  checks: readonly Check[],
  bail: boolean,
  say: (line: string) => void,
): Promise<Tally> {
  const waiting = [...checks];
  let tally = nothing;
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      if (bail && tally.failed > 0) return;
      const result = await runCheck(check, say);
      tally = add(tally, result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return tally;
}

async function runCheck({ name, run }: Check, say: (line: string) => void): Promise<Tally> {
  const began = performance.now();
  const wrong = await run().catch((error: unknown) => String(error));
  const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
  say(`${wrong === null ? "  ok    " : "  FAILED"}  ${name} (${took})`);
  return wrong === null ? pass : fail(name, wrong);
}
