import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import * as z from "zod";
import type { Gate } from "./gate.ts";
import { createReader, type Message } from "./read-messages.ts";
import { createStatementNamer } from "./name-statement.ts";

const SYNC = "S";
const QUERY = "Q";
const READY = "Z";

/**
 * Stands between a process and PostgreSQL and speaks its protocol: each statement passes the gate before the server
 * sees it, and its whole answer once more before the process does.
 */
export async function watchPostgres(target: { host: string; port: number }, gate: Gate) {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      // Each statement waits for the answer to the last: held back by the system, they would take 40 ms each.
      one.setNoDelay(true);
      one.on("error", () => one.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    join(near, far, gate);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    port,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function join(near: Socket, far: Socket, gate: Gate): void {
  const nameOf = createStatementNamer();
  const fromNear = createReader({ greets: true });
  const fromFar = createReader({ greets: false });
  let batch: Message[] = [];
  let answers: Buffer[] = [];
  let answered: ((answer: Buffer) => void) | undefined;
  let queue = Promise.resolve();

  const sendBatch = async (messages: Message[]) => {
    const io = nameOf(messages);
    if (io === undefined) {
      far.write(Buffer.concat(messages.map(({ bytes }) => bytes)));
      return;
    }
    await gate.pass(io, "before");
    const answer = new Promise<Buffer>((resolve) => (answered = resolve));
    far.write(Buffer.concat(messages.map(({ bytes }) => bytes)));
    const whole = await answer;
    await gate.pass(io, "after");
    near.write(whole);
  };

  near.on("data", (chunk: Buffer) => {
    for (const message of fromNear(chunk)) {
      batch.push(message);
      const ends = message.type === SYNC || message.type === QUERY;
      const isPartOfOne = ["P", "B", "D", "E", "C", "H"].includes(message.type);
      if (!ends && isPartOfOne) continue;
      const whole = batch;
      batch = [];
      queue = queue.then(() => sendBatch(whole));
    }
  });
  far.on("data", (chunk: Buffer) => {
    for (const { type, bytes } of fromFar(chunk)) {
      if (answered === undefined) {
        near.write(bytes);
        continue;
      }
      answers.push(bytes);
      if (type !== READY) continue;
      const tell = answered;
      answered = undefined;
      tell(Buffer.concat(answers));
      answers = [];
    }
  });
}
