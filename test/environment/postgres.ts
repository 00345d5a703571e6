import { execFile, spawn } from "node:child_process";
import { access, chmod, mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The oldest PostgreSQL that the project promises to run on. */
const OLDEST = 15;
const EXE = process.platform === "win32" ? ".exe" : "";

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
  if (isRoot() && !(await userExists("postgres"))) {
    return none("PostgreSQL refuses to run as root and there is no user postgres to run it as");
  }
  return startThrowAway(bin);
}

const none = (skipReason: string): TestPostgres => ({ url: null, skipReason, stop: async () => {} });

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

/** Durability is off: nothing here outlives the run. */
async function startThrowAway(bin: string): Promise<TestPostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-postgres-"));
  const user = isRoot() ? "postgres" : null;
  if (user !== null) await run("chown", [user, folder]);
  await chmod(folder, 0o700);
  const data = path.join(folder, "data");
  const port = await freePort();
  const at = (tool: string) => path.join(bin, `${tool}${EXE}`);
  const options = [
    `-p ${port} -c listen_addresses=127.0.0.1 -c max_connections=200`,
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB",
    process.platform === "win32" ? "" : `-c unix_socket_directories=${folder}`,
  ].join(" ");
  const stop = async () => {
    await runAs(user, folder, at("pg_ctl"), ["-D", data, "-m", "immediate", "-w", "stop"]).catch(() => {});
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await runAs(user, folder, at("initdb"), [
      "-D",
      data,
      "-U",
      "postgres",
      "-A",
      "trust",
      "--no-locale",
      "-E",
      "UTF8",
      "-N",
    ]);
    await runAs(user, folder, at("pg_ctl"), [
      "-D",
      data,
      "-o",
      options,
      "-l",
      path.join(folder, "log"),
      "-w",
      "start",
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, skipReason: null, stop };
}

/** Output goes to a file and not to a pipe: the server inherits it and would keep a pipe open as long as it lives. */
async function runAs(user: string | null, folder: string, command: string, args: string[]): Promise<void> {
  const [file, rest] =
    user === null ? [command, args] : ["su", [user, "-s", "/bin/sh", "-c", quote([command, ...args])]];
  const output = path.join(folder, "output");
  const handle = await open(output, "w");
  const child = spawn(file, rest, { stdio: ["ignore", handle.fd, handle.fd], cwd: folder });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  }).finally(() => handle.close());
  if (code !== 0) throw new Error(`${path.basename(command)} failed: ${await readFile(output, "utf8")}`);
}

const quote = (words: readonly string[]) =>
  words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");

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

const isRoot = () => process.getuid?.() === 0;
const userExists = (name: string) =>
  run("id", ["-u", name]).then(
    () => true,
    () => false,
  );
const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );
