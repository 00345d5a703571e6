import { createServer, type Server } from "node:http";
import path from "node:path";
import {
  createLogger,
  createSealer,
  loadConfig,
  readSecretKeys,
  ConfigFault,
  type Logger,
} from "../kit/index.ts";
import { openDatabase } from "../records/index.ts";
import { checkWrittenAdf } from "../richtext/index.ts";
import { compose } from "./compose.ts";
import { listenLocally, localSocket } from "./local-socket.ts";
import { sayFault } from "./say-fault.ts";

const GRACE_MS = 6_000;

/** A database that hangs would hold up the stop for ever. Whoever asked for it often kills after ten seconds. */
const LONGEST_STOP_MS = 9_000;
const PANELS = path.join(import.meta.dirname, "../../dist/panels");

/** Runs until it is told to stop: the doors and the jobs, or the jobs alone. Ends the process in words when it cannot. */
export async function runApp(what: "web" | "worker"): Promise<void> {
  try {
    await start(what);
  } catch (error) {
    process.stderr.write(`${sayFault(error)}\n`);
    process.exit(1);
  }
}

async function start(what: "web" | "worker"): Promise<void> {
  const loaded = loadConfig(process.env);
  const config = what === "worker" ? { ...loaded, jobs: "here" as const } : loaded;
  if (what === "worker" && config.database.kind === "embedded") {
    throw new ConfigFault(
      "DATABASE_URL must be set for a worker: the embedded database is open in one process only, the web's",
    );
  }
  const logger = createLogger({ level: config.logLevel });
  const sealer = createSealer(config.secretKeys ?? (await readSecretKeys(config.dataDir)));
  const db = await openDatabase(config.database, {
    onError: (error) => logger.error("The database failed in the background", { error }),
  });
  const composed = await compose({ config, db, sealer, logger, panelsDir: PANELS });
  await composed.startJobs();
  const stopLocal =
    what === "web" && config.database.kind === "embedded"
      ? await listenLocally(localSocket(config.dataDir), composed.localApp)
      : undefined;
  const server = what === "web" ? await listen(createServer(composed.app), config) : undefined;
  // The schema of documents takes most of a second to compile: now, and not under the first proposal.
  checkWrittenAdf({ type: "doc", version: 1, content: [] });
  logger.info("Started", { event: what, ...(server === undefined ? {} : { port: config.port }) });

  stopOnSignal(logger, async () => {
    // No new work first, then the work under way, then what it stands on.
    if (server !== undefined) await close(server);
    await stopLocal?.();
    await composed.stop(GRACE_MS);
    await db.close();
  });
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const taken = "code" in cause && cause.code === "EADDRINUSE";
      const said = taken
        ? `Port ${port} is taken. Choose another with PORT.`
        : `HOST and PORT cannot be listened on: ${cause.message}`;
      reject(new ConfigFault(said, { cause }));
    });
    server.listen(port, host, () => resolve(server));
  });
}

/** Event streams never end by themselves: they are cut, and panels come back to whoever serves next. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
  });
}

function stopOnSignal(logger: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    logger.info("Stopping", { event: signal });
    setTimeout(() => {
      logger.error("The stop took too long and was cut short");
      process.exit(1);
    }, LONGEST_STOP_MS);
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error("The stop was not clean", { error });
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
}
