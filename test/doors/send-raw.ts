import { Agent, request } from "node:http";

export type Sent = { status: number; text: string };

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** The address as it stands: fetch() tidies paths up first, which is no way to try a door. A stream is left at its start. */
export function sendRaw(
  origin: string,
  {
    method,
    url,
    headers,
    body,
  }: { method: string; url: string; headers: Readonly<Record<string, string>>; body?: unknown },
): Promise<Sent> {
  const { hostname, port } = new URL(origin);
  const bytes =
    body === undefined ? undefined : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const sent = { ...headers, ...(bytes === undefined ? {} : { "content-length": String(bytes.length) }) };
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, path: url, method, headers: sent, agent }, (answer) => {
      const status = answer.statusCode ?? 0;
      const parts: Buffer[] = [];
      const done = () => resolve({ status, text: Buffer.concat(parts).toString() });
      if (answer.headers["content-type"]?.startsWith("text/event-stream") === true) {
        answer.destroy();
        done();
        return;
      }
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", done);
    });
    call.on("error", reject);
    call.end(bytes);
  });
}

/** A few at a time, in the order given. */
export async function eachOf<T, R>(
  all: readonly T[],
  work: (one: T) => Promise<R>,
  atOnce = 12,
): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += atOnce) {
    results.push(...(await Promise.all(all.slice(from, from + atOnce).map(work))));
  }
  return results;
}
