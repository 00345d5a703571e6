import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs a file of this folder as a process of its own, told what to do in JSON, and answers what it said. */
export async function runInOtherProcess(file: "reserve-all.ts", order: unknown): Promise<string> {
  const { stdout } = await run(process.execPath, [
    path.join(import.meta.dirname, file),
    JSON.stringify(order),
  ]);
  return stdout.trim();
}
