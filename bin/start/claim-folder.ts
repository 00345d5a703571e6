import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { StartFault } from "./read-options.ts";

/**
 * Claims a data folder for this start, so that a second one is refused in words. The claim is a listening local
 * socket: the system drops it with the process, however that ends. Returns the way to give it back.
 */
export async function claimFolder(dataDir: string): Promise<() => void> {
  const place = socketOf(dataDir);
  const server = (await listen(place)) ?? (await takeOver(place, dataDir));
  server.unref();
  return () => void server.close();
}

/** Under the system's temporary folder: a socket's path may not be longer than about 100 characters. */
function socketOf(dataDir: string): string {
  const name = `ticketsmith-${createHash("sha256").update(dataDir).digest("hex").slice(0, 16)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : path.join(tmpdir(), `${name}.sock`);
}

async function takeOver(place: string, dataDir: string): Promise<Server> {
  if (await answers(place)) throw inUse(dataDir);
  await rm(place, { force: true });
  const server = await listen(place);
  if (server === null) throw inUse(dataDir);
  return server;
}

const inUse = (dataDir: string) =>
  new StartFault(
    `TicketSmith is already running on ${dataDir}. Stop that one with Ctrl-C, or start beside it with other ports and ` +
      "another folder: DATA_DIR=.data-2 npm start -- --port 8081 --sandbox-port 8091",
  );

/** Null when somebody listens there, or did and died. */
function listen(place: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(null) : reject(error),
    );
    server.listen(place, () => resolve(server));
  });
}

function answers(place: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(place);
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
  });
}
