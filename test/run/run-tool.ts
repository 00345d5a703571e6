import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Runs a tool of node_modules on this very Node, and returns how it ended with all that it printed. */
export async function runTool(
  tool: string,
  args: readonly string[],
): Promise<{ code: number; output: string; stdout: string }> {
  const child = spawn(process.execPath, [await toolFile(tool), ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
  });
  const output: Buffer[] = [];
  const stdout: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => void (output.push(chunk), stdout.push(chunk)));
  child.stderr.on("data", (chunk: Buffer) => void output.push(chunk));
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (ended) => resolve(ended ?? 1));
  });
  return { code, output: Buffer.concat(output).toString(), stdout: Buffer.concat(stdout).toString() };
}

/** The package's own file and not node_modules/.bin, which on Windows holds shell scripts. */
async function toolFile(tool: string): Promise<string> {
  const folder = path.join(root, "node_modules", PACKAGES[tool] ?? tool);
  const manifest: unknown = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const bin = isRecord(manifest) ? manifest.bin : undefined;
  const file = isRecord(bin) ? bin[tool] : bin;
  if (typeof file !== "string") throw new Error(`The package of ${tool} names no program`);
  return path.join(folder, file);
}

const PACKAGES: Readonly<Record<string, string>> = { tsc: "typescript", depcruise: "dependency-cruiser" };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
