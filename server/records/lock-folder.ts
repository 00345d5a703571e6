import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "../kit/index.ts";

/**
 * Takes the embedded database's folder for this process. A second process that opened it would lose its writes
 * without a word, so it is refused. The lock of a process that has died is taken over.
 * Returns the way to give it back.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  // Beside the folder and not in it: a new database wants an empty one.
  const file = `${path.resolve(folder)}.lock`;
  await mkdir(path.dirname(file), { recursive: true });
  const mine = identify(process.pid);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, mine);
  try {
    await take(draft, file, folder);
  } finally {
    await rm(draft, { force: true });
  }
  return async () => {
    if ((await readOrNothing(file)) === mine) await rm(file, { force: true });
  };
}

/** `link` fails when the lock is there, and unlike a plain write it never leaves a half-written one. */
async function take(draft: string, file: string, folder: string, tries = 3): Promise<void> {
  try {
    return await link(draft, file);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
  const holder = await readOrNothing(file);
  if (holder !== undefined && isAlive(holder)) throw inUse(folder, holder);
  if (tries === 0) throw inUse(folder, holder ?? "");
  if (holder !== undefined) await clearStale(file, holder);
  return take(draft, file, folder, tries - 1);
}

/** Moves the dead holder's lock aside, and puts it back when it turns out to be somebody's new one. */
async function clearStale(file: string, holder: string): Promise<void> {
  const aside = `${file}.stale.${process.pid}`;
  try {
    await rename(file, aside);
    if ((await readOrNothing(aside)) !== holder) await link(aside, file);
  } catch (error) {
    if (!hasCode(error, "ENOENT") && !hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

const inUse = (folder: string, holder: string) => {
  const said = `The database in ${folder} is open in process ${holder.split(":")[0] ?? "?"}. Stop that one first, or set DATA_DIR to another folder.`;
  return new AppError("conflict", said, { said });
};

/** Process ids are used again, also by the first process of a restarted container: the start time tells them apart. */
const identify = (pid: number) => `${pid}:${startTicks(pid)}`;

function isAlive(holder: string): boolean {
  const pid = Number(holder.split(":")[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!hasCode(error, "EPERM")) return false;
  }
  return identify(pid) === holder;
}

/** The kernel's start time of a process where it can be read (Linux), else empty. */
function startTicks(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

async function readOrNothing(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

const hasCode = (error: unknown, code: string) =>
  error instanceof Error && "code" in error && error.code === code;
