import { mkdir } from "node:fs/promises";
import path from "node:path";
import { buildPanels } from "./start/build-panels.ts";
import { checkPorts } from "./start/check-ports.ts";
import { claimFolder } from "./start/claim-folder.ts";
import { eraseData } from "./start/erase-data.ts";
import { migrateServer } from "./start/migrate-server.ts";
import { addressesOf, appSettings, sandboxSettings } from "./start/program-settings.ts";
import { readOptions, StartFault, type StartOptions } from "./start/read-options.ts";
import { projectRoot as root, runProgram, type Program } from "./start/run-program.ts";
import { sayWelcome } from "./start/say-welcome.ts";
import { sayEnd, waitUntil } from "./start/wait-until.ts";

/** `npm start`: the app and a sandbox site with the app installed, until Ctrl-C or until one of them ends. */
async function start(): Promise<void> {
  const began = performance.now();
  const options = readOptions(process.argv.slice(2), process.env, root);
  const release = await claimFolder(options.dataDir);
  try {
    await checkPorts(options);
    if (options.fresh) await eraseData(options.dataDir);
    await mkdir(path.join(options.dataDir, "logs"), { recursive: true });
    await buildPanels(root, () => console.log("Building the panels …"));
    migrateServer(root, process.env);
    await runBoth(options, began);
  } finally {
    release();
  }
}

async function runBoth(options: StartOptions, began: number): Promise<void> {
  // Heard from the first moment on: an interrupted start must not leave children behind either.
  const asked = stopSignal();
  const programs = startPrograms(options);
  try {
    const outcome = await Promise.race([asked, becomeReady(options, programs)]);
    if (outcome === "ready") {
      console.log(sayWelcome(options, performance.now() - began));
      await Promise.race([asked, ...programs.map(failWhenEnded)]);
    }
    console.log("\nStopping …");
  } finally {
    for (const program of programs) await program.stop();
  }
}

/** In the order in which they are stopped: the app first, while its site still answers. */
function startPrograms(options: StartOptions): Program[] {
  const say = (line: string) => console.error(line);
  const common = { root, logs: path.join(options.dataDir, "logs"), say };
  return [
    runProgram({
      ...common,
      name: "app",
      file: "server/main/web.ts",
      env: appSettings(options, process.env),
    }),
    runProgram({
      ...common,
      name: "sandbox",
      file: "sandbox/main.ts",
      env: sandboxSettings(options, process.env),
    }),
  ];
}

async function becomeReady(options: StartOptions, programs: Program[]): Promise<"ready"> {
  const { app, site, secondSite } = addressesOf(options);
  await waitUntil("The start of the app", `${app}/healthz`, programs, () => true);
  for (const origin of [site, secondSite]) {
    await waitUntil(
      `The install of the app on ${origin}`,
      `${origin}/_sandbox/health`,
      programs,
      isInstalled,
    );
  }
  return "ready";
}

const isInstalled = (health: unknown) =>
  typeof health === "object" && health !== null && "installed" in health && health.installed === true;

async function failWhenEnded(program: Program): Promise<never> {
  const { how, lastLines } = await program.ended;
  throw new StartFault(sayEnd(program.name, how, lastLines));
}

function stopSignal(): Promise<"stop"> {
  return new Promise((resolve) => {
    // `on` and not `once`: npm passes Ctrl-C on a second time, which must not cut the stop short.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve("stop"));
  });
}

try {
  await start();
} catch (error) {
  console.error(error instanceof StartFault ? error.message : error);
  process.exitCode = 1;
}
