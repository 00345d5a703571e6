import { execFile } from "node:child_process";
import { access, readdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The oldest PostgreSQL that the project promises to run on. */
export const OLDEST = 15;

/** Programs are named so on Windows. */
export const EXE = process.platform === "win32" ? ".exe" : "";

/** The folder of the newest installed server that is new enough, or null. */
export async function findBinaries(): Promise<string | null> {
  const found = [];
  for (const folder of await candidateFolders()) {
    const major = await majorVersion(path.join(folder, `postgres${EXE}`));
    if (major >= OLDEST && (await exists(path.join(folder, `initdb${EXE}`)))) found.push({ folder, major });
  }
  return found.sort((a, b) => b.major - a.major)[0]?.folder ?? null;
}

async function candidateFolders(): Promise<string[]> {
  const parents = [
    "/usr/lib/postgresql",
    "/opt/homebrew/opt",
    "/usr/local/opt",
    "C:\\Program Files\\PostgreSQL",
  ];
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  for (const parent of parents) {
    const entries = await readdir(parent).catch(() => []);
    const versions = entries.filter((entry) => /^(postgresql@)?\d+$/.test(entry));
    folders.push(...versions.map((entry) => path.join(parent, entry, "bin")));
  }
  return [...new Set(folders)];
}

async function majorVersion(postgres: string): Promise<number> {
  if (!(await exists(postgres))) return 0;
  const said = await run(postgres, ["--version"]).catch(() => ({ stdout: "" }));
  return Number(/(\d+)/.exec(said.stdout)?.[1] ?? 0);
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );
