// Plain JavaScript without dependencies: it runs on Node 20, before anything is installed, and hands over to
// the Node that the project is made for.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

const PROGRAMS = {
  start: "bin/start.ts",
  test: "test/run/main.ts",
  sandbox: "sandbox/main.ts",
  migrate: "server/main/migrate.ts",
  "rotate-secrets": "server/main/rotate-secrets.ts",
  web: "server/main/web.ts",
  worker: "server/main/worker.ts",
  bench: "bench/run-all.ts",
  cli: "server/main/cli.ts",
  chaos: "test/chaos/main.ts",
};

/** From here on Node runs TypeScript without a flag. */
const OLDEST_NODE = [22, 18];

/** Installs what package-lock.json asks for, unless the last install was of the same file. */
function install() {
  const lock = readFileSync(path.join(root, "package-lock.json"));
  const wanted = createHash("sha256")
    .update(lock)
    .update(`${process.platform}-${process.arch}`)
    .digest("hex");
  const stamp = path.join(root, "node_modules", ".installed-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  // Not to standard output, which belongs to the program.
  console.error("Installing packages with npm ci (about a minute the first time) …");
  const began = Date.now();
  const npm = npmCommand();
  const result = spawnSync(npm.file, [...npm.args, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    // npm in production mode leaves out what panels and tests are built with.
    env: { ...process.env, NODE_ENV: "development", npm_config_omit: "", npm_config_production: "" },
    maxBuffer: 64 * 1024 * 1024,
    shell: npm.shell,
  });
  if (result.status !== 0) {
    console.error(result.stdout ?? "", result.stderr ?? "", result.error?.message ?? "");
    stop(
      "npm ci failed; its words are above. Check the connection to the npm registry and run the command again.",
    );
  }
  writeFileSync(stamp, wanted);
  console.error(`Packages installed in ${Math.round((Date.now() - began) / 1000)} s.`);
}

/** Under `npm run` npm names its own program, which also works where npm is not on the PATH. */
function npmCommand() {
  const own = process.env.npm_execpath;
  if (own !== undefined && /npm-cli\.c?js$/.test(own))
    return { file: process.execPath, args: [own], shell: false };
  return { file: "npm", args: [], shell: process.platform === "win32" };
}

function findNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const folder = path.join(root, "node_modules", `node-${platform}-${process.arch}`, "bin");
  const own = path.join(folder, process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(own)) return own;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]))
    return process.execPath;
  return stop(
    `TicketSmith runs on Node ${OLDEST_NODE.join(".")} or newer; this is ${process.versions.node}, and no newer one ` +
      `comes as a package for ${process.platform} on ${process.arch}. Install Node 24 from nodejs.org and run the command again.`,
  );
}

/** Runs the program with the terminal's own input and output and ends as it ends. */
function handOver(node, command, args) {
  const cache = path.join(root, ".data", "compile-cache");
  mkdirSync(cache, { recursive: true });
  const binaries = [path.dirname(node), path.join(root, "node_modules", ".bin")];
  // Tests choose their own settings; everything else may read the ones of this folder.
  const own = path.join(root, ".env");
  const settings = command !== "test" && command !== "cli" && existsSync(own) ? [`--env-file=${own}`] : [];
  const child = spawn(node, [...settings, path.join(root, PROGRAMS[command]), ...args], {
    // A command is told of files by the folder that it is called in.
    cwd: command === "cli" ? process.cwd() : root,
    stdio: "inherit",
    env: {
      ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }),
      ...process.env,
      NODE_COMPILE_CACHE: cache,
      PATH: [...binaries, process.env.PATH ?? ""].join(path.delimiter),
    },
  });
  // A terminal sends Ctrl-C to the whole group, so the child has it already; others send it to us alone.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  followParent(child);
  child.on("error", (error) => stop(`${node} could not be started: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** npm passes a SIGTERM on to its shell only, which dies alone: without this the program would run on unseen. */
function followParent(child) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 500);
  watch.unref();
}

function stop(reason) {
  console.error(reason);
  process.exit(1);
}

const [command = "", ...args] = process.argv.slice(2);

if (!Object.hasOwn(PROGRAMS, command))
  stop(`Usage: node bin/launch.mjs ${Object.keys(PROGRAMS).join("|")} [options]`);
install();
handOver(findNode(), command, args);
