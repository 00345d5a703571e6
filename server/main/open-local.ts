import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createLogger, createSealer, loadConfig, readSecretKeys } from "../kit/index.ts";
import { openDatabase } from "../records/index.ts";
import { compose } from "./compose.ts";
import { listenLocally, localSocket } from "./local-socket.ts";

const GRACE_MS = 2_000;
const PANELS = path.join(import.meta.dirname, "../../dist/panels");

/**
 * The way to the settings' own TicketSmith for the command: the running server's local door, or, where none holds the
 * embedded database, the same app in this process for as long as the command lasts.
 */
export async function openLocal(
  env: NodeJS.ProcessEnv,
): Promise<{ socket: string; running: boolean; close: () => Promise<void> }> {
  const config = loadConfig(env);
  const running = localSocket(config.dataDir);
  if (config.database.kind === "embedded" && (await answers(running)))
    return { socket: running, running: true, close: async () => {} };

  // What the command itself has to say goes first.
  const logger = createLogger({ level: "silent" });
  const sealer = createSealer(config.secretKeys ?? (await readSecretKeys(config.dataDir)));
  const db = await openDatabase(config.database, {
    onError: (error) => logger.error("The database failed in the background", { error }),
  });
  // On a server the jobs are done by those who run there; here there is nobody else.
  const jobs = config.database.kind === "embedded" ? ("here" as const) : ("elsewhere" as const);
  const composed = await compose({ config: { ...config, jobs }, db, sealer, logger, panelsDir: PANELS });
  await composed.startJobs();
  const folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-"));
  const socket = path.join(folder, "socket");
  const stop = await listenLocally(socket, composed.localApp);
  return {
    socket,
    running: false,
    async close() {
      await stop?.();
      await composed.stop(GRACE_MS);
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(socket: string): Promise<boolean> {
  const connection = createConnection(socket);
  try {
    await once(connection, "connect");
    return true;
  } catch {
    return false;
  } finally {
    connection.destroy();
  }
}
