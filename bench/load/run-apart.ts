import { execFile, fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type * as z from "zod";
import { Outcome, type Order } from "./sending.ts";

const run = promisify(execFile);

/** App and sender on a core each where the system can do that, so that neither takes the other's time. */
export const APP_CORE = 0;
const SENDER_CORE = 1;

/** One of the programs beside this file. */
export function forkProgram(
  name: string,
  options: { env?: Record<string, string>; execArgv?: string[] } = {},
): ChildProcess {
  const child = fork(path.join(import.meta.dirname, name), {
    execArgv: options.execArgv ?? [],
    env: { PATH: process.env["PATH"], ...options.env },
  });
  return endWithUs(child);
}

/** A measurement that fails leaves nothing running. */
export function endWithUs(child: ChildProcess): ChildProcess {
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  return child;
}

export async function pin(pid: number | undefined, core: number): Promise<void> {
  if (pid !== undefined) await run("taskset", ["-a", "-c", "-p", String(core), String(pid)]).catch(() => {});
}

/** Sends from a process of its own, and waits until that is over. */
export async function sendWebhooks(order: z.input<typeof Order>): Promise<Outcome> {
  const sender = forkProgram("send-webhooks.ts");
  await pin(sender.pid, SENDER_CORE);
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  sender.once("message", (message) => resolve(Outcome.parse(message)));
  sender.once("exit", (code) => reject(new Error(`The sender ended with ${code}`)));
  sender.send(order);
  return promise;
}

const TICKS_PER_SECOND = 100;

/** What the system has charged a process with so far: seconds of processor, and megabytes it holds now. Linux only. */
export async function usageOf(pid: number): Promise<{ cpuSeconds: number; megabytes: number }> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, "utf8"),
    readFile(`/proc/${pid}/status`, "utf8"),
  ]);
  // The name in parentheses may hold anything, so the count starts behind it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  return { cpuSeconds, megabytes: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1_024 };
}

/** The processor seconds of a server and of all processes it has started. */
export async function familyCpu(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  const pids = [
    pid,
    ...children
      .split(" ")
      .filter((one) => one !== "")
      .map(Number),
  ];
  const all = await Promise.all(
    pids.map((one) =>
      usageOf(one).then(
        ({ cpuSeconds }) => cpuSeconds,
        () => 0,
      ),
    ),
  );
  return all.reduce((sum, one) => sum + one, 0);
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
