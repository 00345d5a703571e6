import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import * as z from "zod";
import type { Gate, Io } from "./gate.ts";

/** A write that reached the site and was answered with a yes. */
export type Landed = { label: string; status: number };

/** Stands between a process and its site: each call passes the gate before the site sees it, and its answer after. */
export async function watchJira(sitePort: () => number, gate: Gate) {
  const landed: Landed[] = [];
  const server = createServer((incoming, outgoing) => {
    relay(incoming, outgoing).catch(() => outgoing.destroy());
  });

  async function relay(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const io = nameCall(incoming.method ?? "GET", incoming.url ?? "/");
    const body = await readAll(incoming);
    await gate.pass(io, "before");
    const answer = await send(incoming, body);
    if (io.writes && answer.status < 300) landed.push({ label: io.label, status: answer.status });
    await gate.pass(io, "after");
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.end(answer.body);
  }

  async function send({ method, url, headers }: IncomingMessage, body: Buffer) {
    const onward = request({ host: "127.0.0.1", port: sitePort(), method, path: url, headers });
    const answered = once(onward, "response");
    onward.end(body);
    const response = z.tuple([z.custom<IncomingMessage>()]).parse(await answered)[0];
    const { statusCode = 502, headers: back } = response;
    return { status: statusCode, headers: back, body: await readAll(response) };
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    port,
    landed,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Searches are POSTs that change nothing, and so are questions for permissions. */
const READS = /^POST .*\/(search\/jql|permissions\/check|approximate-count|bulkfetch)$/;

function nameCall(method: string, url: string): Io {
  const path = new URL(url, "http://site").pathname.replaceAll(/\/\d{4,}(?=\/|$)/g, "/{id}");
  const label = `${method} ${path.replaceAll(/[0-9a-f-]{36}/g, "{uuid}")}`;
  return { side: "jira", label, writes: method !== "GET" && !READS.test(label) };
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
