import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { EXE, findBinaries, OLDEST } from "./find-postgres.ts";
import { runPostgresTool, serverUser } from "./run-postgres-tool.ts";

const run = promisify(execFile);

export type TestPostgres =
  | { url: string; skipReason: null; stop(): Promise<void> }
  | { url: null; skipReason: string; stop(): Promise<void> };

/**
 * A PostgreSQL server for tests: the one of TEST_DATABASE_URL (its role must be allowed to make databases and
 * roles), else a throw-away one from installed binaries, else none, with the reason.
 */
export async function startPostgres(
  env: Readonly<Record<string, string | undefined>>,
): Promise<TestPostgres> {
  const given = env.TEST_DATABASE_URL;
  if (given) return { url: given, skipReason: null, stop: async () => {} };
  const bin = await findBinaries();
  if (bin === null)
    return none(`no PostgreSQL ${OLDEST} or newer is installed and TEST_DATABASE_URL is not set`);
  if (serverUser !== null && !(await userExists(serverUser))) {
    return none(`PostgreSQL refuses to run as root and there is no user ${serverUser} to run it as`);
  }
  return startThrowAway(bin);
}

const none = (skipReason: string): TestPostgres => ({ url: null, skipReason, stop: async () => {} });

/**
 * One from installed binaries, that keeps its promises about durability as one in production does: for measuring.
 * Rejects where there is none.
 */
export async function startDurablePostgres(): Promise<{ url: string; pid: number; stop(): Promise<void> }> {
  const bin = await findBinaries();
  if (bin === null) throw new Error(`No PostgreSQL ${OLDEST} or newer is installed`);
  return startThrowAway(bin, "-c shared_buffers=256MB -c max_wal_size=4GB");
}

/** Durability is off where nothing has to outlive the run. */
const CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB";

async function startThrowAway(bin: string, settings = CARELESS) {
  const at = (tool: string) => path.join(bin, `${tool}${EXE}`);
  const folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-postgres-"));
  if (serverUser !== null) await run("chown", [serverUser, folder]);
  await chmod(folder, 0o700);
  const stop = stopWithThisProcess(at("pg_ctl"), folder);
  const data = path.join(folder, "data");
  const port = await freePort();
  const options = [
    `-p ${port} -c listen_addresses=127.0.0.1 -c max_connections=200`,
    settings,
    process.platform === "win32" ? "" : `-c unix_socket_directories=${folder}`,
  ].join(" ");
  const log = path.join(folder, "log");
  try {
    const format = "-A trust --no-locale -E UTF8 -N".split(" ");
    await runPostgresTool(folder, at("initdb"), ["-D", data, "-U", "postgres", ...format]);
    await runPostgresTool(folder, at("pg_ctl"), ["-D", data, "-o", options, "-l", log, "-w", "start"]);
  } catch (error) {
    await stop();
    throw error;
  }
  const pid = Number((await readFile(path.join(data, "postmaster.pid"), "utf8")).split("\n", 1)[0]);
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, pid, skipReason: null, stop };
}

/** Stops the server when asked to, or when this process ends in whatever way. */
function stopWithThisProcess(control: string, folder: string): () => Promise<void> {
  const program = fileURLToPath(new URL("./stop-postgres.ts", import.meta.url));
  const stopper = spawn(process.execPath, [program, control, folder], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  stopper.unref();
  return async () => {
    stopper.ref();
    const ended = once(stopper, "exit");
    stopper.stdin.end();
    await ended;
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", resolve);
  });
  const address = probe.address();
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("No free port was given");
  return address.port;
}

const userExists = (name: string) =>
  run("id", ["-u", name]).then(
    () => true,
    () => false,
  );
