// A program of its own, so that the sending costs the app nothing: forked, told what to send, answers how it went.
import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Order, type Outcome } from "./sending.ts";
import { signWebhook, WEBHOOK_PATH, type Sender } from "./sign-webhooks.ts";

type Line = { socket: Socket; answered: (status: number) => void };

async function send(order: Order): Promise<Outcome> {
  const requests = createRequests(order.senders, order.bodies);
  const lines = await Promise.all(Array.from({ length: order.connections }, () => open(order.port)));
  const took: number[] = [];
  let refused = 0;
  let begun = 0;
  const from = performance.now();
  const until = from + order.seconds * 1_000;

  const exchange = async (line: Line, due: number) => {
    begun += 1;
    const status = await new Promise<number>((answered) => {
      line.answered = answered;
      if (line.socket.destroyed) answered(0);
      else line.socket.write(requests.next());
    });
    took.push(performance.now() - due);
    if (status !== 204) refused += 1;
  };
  const goesOn = () => performance.now() < until && begun < order.most;

  if (order.rate === null) {
    await Promise.all(
      lines.map(async (line) => {
        while (goesOn()) await exchange(line, performance.now());
      }),
    );
  } else {
    await sendAtRate(order.rate, lines, exchange, goesOn, from);
  }
  const seconds = (performance.now() - from) / 1_000;
  for (const { socket } of lines) socket.destroy();
  const sorted = Float64Array.from(took).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { answered: took.length, refused, seconds, p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** Each webhook has its moment, and a late start does not move it. */
async function sendAtRate(
  rate: number,
  lines: readonly Line[],
  exchange: (line: Line, due: number) => Promise<void>,
  goesOn: () => boolean,
  from: number,
): Promise<void> {
  const free = [...lines];
  const under = new Set<Promise<void>>();
  for (let number = 0; goesOn(); ) {
    const due = from + (number * 1_000) / rate;
    const now = performance.now();
    // The one that has rested longest: a connection nobody uses is closed by the app after some seconds.
    const line = due <= now ? free.shift() : undefined;
    if (line === undefined) {
      if (due > now) await wait(Math.min(5, due - now));
      else await Promise.race(under);
      continue;
    }
    number += 1;
    const one: Promise<void> = exchange(line, due).finally(() => {
      free.push(line);
      under.delete(one);
    });
    under.add(one);
  }
  await Promise.all(under);
}

/** Each time another site at random, each webhook under a name of its own. */
function createRequests(senders: readonly Sender[], bodies: readonly string[]) {
  const heads = senders.map(
    (sender) =>
      `POST ${WEBHOOK_PATH} HTTP/1.1\r\nHost: app\r\nContent-Type: application/json\r\n` +
      `Authorization: ${signWebhook(sender, new Date())}\r\n` +
      "X-Atlassian-Webhook-Flow: Primary\r\nX-Atlassian-Webhook-Identifier: ",
  );
  const run = randomBytes(6).toString("hex");
  let number = 0;
  return {
    next(): string {
      number += 1;
      const body = bodies[number % bodies.length] ?? "";
      const head = heads[Math.floor(Math.random() * heads.length)] ?? "";
      return `${head}${run}-${number}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    },
  };
}

function open(port: number): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const line: Line = { socket, answered: () => {} };
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      if (end === -1) return;
      // What refuses has a body; it is short, and nothing follows before we ask again.
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      const status = Number(text.slice(9, 12));
      text = "";
      line.answered(status);
    });
    socket.once("connect", () => resolve(line));
    socket.on("error", reject);
    // Counts as refused, once.
    socket.once("close", () => line.answered(0));
  });
}

process.once("message", (message) => {
  void send(Order.parse(message)).then((outcome) =>
    process.send?.(outcome, undefined, {}, () => process.disconnect()),
  );
});
