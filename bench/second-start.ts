import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

/** `npm start` twice over a folder of its own: how long until the links are printed. `node bench/second-start.ts` */
const BUDGET_MS = 5_000;
const root = path.resolve(import.meta.dirname, "..");
const folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-bench-"));

try {
  const first = await startOnce();
  const second = await startOnce();
  console.log(`first start   ${first.toFixed(0)} ms`);
  console.log(`second start  ${second.toFixed(0)} ms  (${(second / BUDGET_MS).toFixed(2)} of the budget)`);
  process.exitCode = second <= BUDGET_MS ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function startOnce(): Promise<number> {
  const began = performance.now();
  const child = spawn("npm", ["start", "--", "--port", "18480", "--sandbox-port", "18490"], {
    cwd: root,
    env: { ...process.env, DATA_DIR: folder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes("Open this issue")) break;
  }
  const took = performance.now() - began;
  child.kill("SIGTERM");
  await ended;
  return took;
}
