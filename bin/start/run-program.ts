import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { sayLogLine } from "./say-log-line.ts";

export type Program = {
  name: string;
  /** Settles when the program has ended, with how it ended and its last lines. */
  ended: Promise<{ how: string; lastLines: string[] }>;
  /** Asks it to stop, and kills it when it has not within some seconds. */
  stop(): Promise<void>;
};

type ProgramSetting = {
  name: string;
  file: string;
  root: string;
  env: NodeJS.ProcessEnv;
  logs: string;
  /** Told what a person should see: warnings and errors, one line each. */
  say(line: string): void;
};

const GRACE_MS = 8_000;
const KEPT_LINES = 30;
const FOLLOW = new URL("./end-with-parent.ts", import.meta.url);

/** Starts one of our programs with its output going to `<logs>/<name>.log` (the last run's is kept beside it). */
export function runProgram({ name, file, root, env, logs, say }: ProgramSetting): Program {
  const child = spawn(process.execPath, ["--import", FOLLOW.href, path.join(root, file)], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Out of the terminal's group: Ctrl-C reaches the starter alone, which then stops its children in order.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  const log = createWriteStream(keepPrevious(path.join(logs, `${name}.log`)));
  const lastLines: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    if (input === null) continue;
    createInterface({ input }).on("line", (line) => {
      log.write(`${line}\n`);
      lastLines.push(line);
      if (lastLines.length > KEPT_LINES) lastLines.shift();
      const said = sayLogLine(line);
      if (said !== null) say(`${name}: ${said}`);
    });
  }
  const ended = once(child, "close").then(([code, signal]) => {
    log.end();
    return { how: signal === null ? `exit code ${String(code)}` : `signal ${String(signal)}`, lastLines };
  });
  return { name, ended, stop: () => stop(child, ended) };
}

async function stop(child: ReturnType<typeof spawn>, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  await ended;
  clearTimeout(kill);
}

function keepPrevious(file: string): string {
  const previous = file.replace(/\.log$/, ".previous.log");
  rmSync(previous, { force: true });
  try {
    renameSync(file, previous);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  return file;
}

/** The project's folder, whatever folder the command was given in. */
export const projectRoot = fileURLToPath(new URL("../../", import.meta.url));
