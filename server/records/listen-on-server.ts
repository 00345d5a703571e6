import pg from "pg";
import type { Unlisten } from "./backend.ts";

type Subscriber = { channel: string; heard: (payload: string) => void; reconnected: () => void };

const RETRY_MS = 1_000;
const MAX_RETRY_MS = 5_000;

/**
 * One connection of its own for all LISTENs, since a pooled one is handed on. It connects again when it is lost
 * and then tells every subscriber, who may have missed something. Whoever only listens does not notice that nobody
 * speaks any more, so it asks from time to time.
 */
export function createListener(
  to: { connectionString: string; query_timeout: number; connectionTimeoutMillis: number },
  onError: (error: unknown) => void,
) {
  const subscribers = new Set<Subscriber>();
  let client: pg.Client | undefined;
  let connecting: Promise<pg.Client> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const connect = async () => {
    const fresh = new pg.Client({ ...to, application_name: "ticketsmith-listen", keepAlive: true });
    fresh.on("notification", ({ channel, payload }) => {
      for (const subscriber of subscribers)
        if (subscriber.channel === channel) subscriber.heard(payload ?? "");
    });
    fresh.on("error", onError);
    fresh.once("end", () => lost(fresh));
    await fresh.connect();
    for (const channel of new Set([...subscribers].map((subscriber) => subscriber.channel))) {
      await fresh.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    }
    client = fresh;
    const ask = () => fresh.query("SELECT").catch(() => fresh.end());
    const asking = setInterval(() => void ask().catch(onError), to.query_timeout);
    fresh.once("end", () => clearInterval(asking));
    for (const subscriber of subscribers) subscriber.reconnected();
    return fresh;
  };

  const open = () => {
    connecting ??= connect().catch((error: unknown) => {
      connecting = undefined;
      throw error;
    });
    return connecting;
  };

  const lost = (gone: pg.Client) => {
    if (client !== gone) return;
    client = undefined;
    connecting = undefined;
    again(RETRY_MS);
  };

  const again = (delayMs: number) => {
    if (closed) return;
    timer = setTimeout(() => {
      open().catch((error: unknown) => {
        onError(error);
        again(Math.min(delayMs * 2, MAX_RETRY_MS));
      });
    }, delayMs);
  };

  return {
    async listen(
      channel: string,
      heard: (payload: string) => void,
      reconnected: () => void,
    ): Promise<Unlisten> {
      const connection = await open();
      const subscriber = { channel, heard, reconnected };
      subscribers.add(subscriber);
      await connection.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      reconnected();
      return async () => {
        subscribers.delete(subscriber);
      };
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      await last?.end();
    },
  };
}
