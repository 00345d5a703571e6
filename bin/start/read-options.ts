import path from "node:path";
import { parseArgs } from "node:util";

export type StartOptions = {
  fresh: boolean;
  port: number;
  sandboxPort: number;
  /** Absolute folder of everything that outlives a start. */
  dataDir: string;
};

/** A start that cannot go on, in words for the person at the terminal. */
export class StartFault extends Error {
  override readonly name = "StartFault";
}

/** Flags before the environment before the defaults. Throws `StartFault`. */
export function readOptions(
  args: string[],
  env: Readonly<Record<string, string | undefined>>,
  root: string,
): StartOptions {
  const { fresh, port, "sandbox-port": sandboxPort } = parseFlags(args);
  if (fresh === true && env.DATABASE_URL) {
    throw new StartFault(
      "--fresh erases the embedded database only, and DATABASE_URL names another. Unset it, or empty that database yourself.",
    );
  }
  return {
    fresh: fresh ?? false,
    port: toPort("--port", port ?? (env.PORT || "8080")),
    sandboxPort: toPort("--sandbox-port", sandboxPort ?? (env.SANDBOX_PORT || "8090")),
    dataDir: path.resolve(root, env.DATA_DIR || ".data"),
  };
}

function parseFlags(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { fresh: { type: "boolean" }, port: { type: "string" }, "sandbox-port": { type: "string" } },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartFault(`${reason}\nUsage: npm start -- [--fresh] [--port N] [--sandbox-port N]`);
  }
}

function toPort(name: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new StartFault(`${name} must be a port from 1 to 65535, not "${text}".`);
}
