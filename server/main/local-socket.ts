import { chmod, mkdir, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import path from "node:path";

/** What an address of a socket may be long, over all systems. */
const LONGEST_PATH = 100;

/** Where the server that holds the embedded database of this folder is reached from this machine. */
export const localSocket = (dataDir: string): string => path.join(path.resolve(dataDir), "local", "socket");

/**
 * Listens for the command on this machine. Only the system's user who runs this process may enter the socket's folder,
 * so it needs no token. Undefined where there are no such sockets, or the folder's name is too long for one.
 */
export async function listenLocally(
  file: string,
  app: RequestListener,
): Promise<(() => Promise<void>) | undefined> {
  if (process.platform === "win32" || file.length > LONGEST_PATH) return undefined;
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // It may be there already, with other rights.
  await chmod(folder, 0o700);
  // Whoever holds the database's folder is the only one who may listen here: an old one is a dead one's.
  await rm(file, { force: true });
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(file, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
