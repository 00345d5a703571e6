import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";

const ROOT = path.resolve(import.meta.dirname, "../..");

export type Settings = Readonly<Record<string, string>>;

/** One of the programs of server/main as a process of its own, with these settings and no others. */
export function runProgram(name: "web" | "worker" | "migrate" | "rotate-secrets", settings: Settings) {
  const child = spawn(process.execPath, [path.join(ROOT, "server", "main", `${name}.ts`)], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: path.join(ROOT, ".data", "compile-cache"),
      ...settings,
    },
  });
  let said = "";
  let exitCode: number | null | undefined;
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, "close").then(([code]) => (exitCode = z.number().nullable().parse(code)));

  /** Resolves once it has said this. Throws with all its words when it ends first, or never does. */
  const saying = async (words: string): Promise<void> => {
    for (let tries = 0; tries < 1_600; tries += 1) {
      if (said.includes(words)) return;
      if (exitCode !== undefined) break;
      await wait(50);
    }
    throw new Error(`${name} did not say "${words}" (exit ${exitCode}): ${said}`);
  };
  const kill = async (signal: "SIGTERM" | "SIGKILL") => {
    child.kill(signal);
    const code = await ended;
    return { code, said };
  };
  return {
    said: () => said,
    saying,
    ended: ended.then((code) => ({ code, said })),
    /** Asks it to stop, and waits until it is gone. */
    async stop() {
      const began = performance.now();
      return { ...(await kill("SIGTERM")), ms: performance.now() - began };
    },
    kill: () => kill("SIGKILL"),
  };
}

export type Program = ReturnType<typeof runProgram>;

/** A port that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  server.close();
  await once(server, "close");
  return port;
}
