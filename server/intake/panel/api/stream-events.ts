import type { Response } from "express";
import type { PanelEvent } from "../../../contract/index.ts";

const HEARTBEAT_MS = 20_000;
/** A token is short-lived, so a stream is too, at the latest with its token: the panel comes back with a fresh one. */
const LONGEST_MS = 10 * 60_000;
/** Several commits in a row are one reason to look again. */
const GATHER_MS = 50;

/** Server-sent events that say "look again" and nothing else: what a person sees is always asked for anew. */
export function streamEvents(
  response: Response,
  subscribe: (changed: () => void) => () => void,
  tokenLifeMs: number,
): void {
  response.status(200).set({ "content-type": "text/event-stream", "x-accel-buffering": "no" });
  response.flushHeaders();
  const send = (event: PanelEvent) => response.write(`data: ${JSON.stringify(event)}\n\n`);

  let gathering: NodeJS.Timeout | undefined;
  const stop = subscribe(() => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      send({ type: "changed" });
    }, GATHER_MS);
  });
  const heartbeat = setInterval(() => response.write(":\n\n"), HEARTBEAT_MS);
  const goodbye = setTimeout(
    () => {
      send({ type: "reconnect" });
      response.end();
    },
    Math.max(0, Math.min(tokenLifeMs, LONGEST_MS)),
  );
  response.on("close", () => {
    stop();
    clearInterval(heartbeat);
    clearTimeout(goodbye);
    clearTimeout(gathering);
  });
  send({ type: "hello" });
}
