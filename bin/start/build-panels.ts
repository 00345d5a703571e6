import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { StartFault } from "./read-options.ts";

/** What the panels are made of. */
const SOURCES = ["frontend", "server/contract"];
const FILES = ["package-lock.json"];

/**
 * Builds the panels into dist/panels, unless the build that is there was made of exactly these sources.
 * Throws `StartFault` with the builder's words.
 */
export async function buildPanels(
  root: string,
  onBuild: () => void = () => {},
): Promise<"built" | "unchanged"> {
  const stamp = path.join(root, "dist", "panels", ".inputs");
  const wanted = await hashSources(root);
  const manifest = await readFile(path.join(root, "dist", "panels", ".vite", "manifest.json")).catch(
    () => null,
  );
  if (manifest !== null && (await readFile(stamp, "utf8").catch(() => "")) === wanted) return "unchanged";
  onBuild();
  await runVite(root);
  await writeFile(stamp, wanted);
  return "built";
}

/** Contents and not times: a fresh clone or a changed branch gives every file a new time. */
async function hashSources(root: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of [...FILES, ...(await listSources(root))]) {
    hash
      .update(`${file}\0`)
      .update(await readFile(path.join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

async function listSources(root: string): Promise<string[]> {
  const found = [];
  for (const folder of SOURCES) {
    const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    found.push(...files.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))));
  }
  return found.map((file) => file.replaceAll(path.sep, "/")).sort();
}

function runVite(root: string): Promise<void> {
  const vite = path.resolve(createRequire(import.meta.url).resolve("vite/package.json"), "../bin/vite.js");
  const args = [vite, "build", "-c", "frontend/vite.config.ts", "--logLevel", "warn"];
  const env = { ...process.env, NODE_ENV: "production" };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      args,
      { cwd: root, env, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) resolve();
        else reject(new StartFault(`The panels could not be built:\n${stdout}${stderr || error.message}`));
      },
    );
  });
}
