import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import * as z from "zod";

/** A wire to a server that can be cut and joined again: to whoever is on it, the server goes away and comes back. */
export async function layWire(target: { host: string; port: number }) {
  const ends = new Set<Socket>();
  const keep = (socket: Socket, other: Socket) => {
    ends.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      ends.delete(socket);
      other.destroy();
    });
  };
  const open = async (port: number): Promise<Server> => {
    const listening = createServer((near) => {
      const far = connect(target);
      keep(near, far);
      keep(far, near);
      near.pipe(far).pipe(near);
    });
    listening.listen(port, "127.0.0.1");
    await once(listening, "listening");
    return listening;
  };

  let server = await open(0);
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const cut = async () => {
    const closed = once(server, "close");
    server.close();
    for (const socket of ends) socket.destroy();
    await closed;
  };
  return {
    port,
    cut,
    /** Nothing passes any more, and nobody is told: a network that has gone dark. */
    freeze() {
      for (const socket of ends) socket.unpipe().pause();
    },
    async join() {
      server = await open(port);
    },
  };
}

export type Wire = Awaited<ReturnType<typeof layWire>>;
