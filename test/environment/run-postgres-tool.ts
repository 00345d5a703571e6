import { spawn } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import path from "node:path";

/** PostgreSQL refuses to run as root, so root runs it as this user, which its packages make. */
export const serverUser = process.getuid?.() === 0 ? "postgres" : null;

/**
 * Runs initdb or pg_ctl in a throw-away folder, as `serverUser`. Throws with the tool's words.
 * They go to a file and not to a pipe: the server inherits it and would keep a pipe open as long as it lives.
 */
export async function runPostgresTool(folder: string, command: string, args: string[]): Promise<void> {
  const [file, rest] =
    serverUser === null
      ? [command, args]
      : ["su", [serverUser, "-s", "/bin/sh", "-c", quote([command, ...args])]];
  const output = path.join(folder, "output");
  const handle = await open(output, "w");
  const child = spawn(file, rest, { stdio: ["ignore", handle.fd, handle.fd], cwd: folder });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  await handle.close();
  if (code !== 0) throw new Error(`${path.basename(command)} failed: ${await readFile(output, "utf8")}`);
}

const quote = (words: readonly string[]) =>
  words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
