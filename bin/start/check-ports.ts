import { createServer } from "node:net";
import { StartFault, type StartOptions } from "./read-options.ts";

/** Throws `StartFault` naming the port that is taken and the flag that chooses another. */
export async function checkPorts({ port, sandboxPort }: StartOptions): Promise<void> {
  if (port === sandboxPort) throw new StartFault(`The app and the sandbox cannot both use port ${port}.`);
  await checkPort(port, "--port");
  await checkPort(sandboxPort, "--sandbox-port");
}

async function checkPort(port: number, flag: string): Promise<void> {
  const code = await tryToListen(port);
  if (code === undefined) return;
  const reason = code === "EADDRINUSE" ? "is taken by another program" : `cannot be used (${code})`;
  throw new StartFault(`Port ${port} ${reason}. Choose another one: npm start -- ${flag} ${port + 1}`);
}

/** The error code, or undefined when the port is free. */
function tryToListen(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(undefined)));
  });
}
