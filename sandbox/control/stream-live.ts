import type { Request, Response } from "express";
import type { Site } from "../site.ts";

const HEARTBEAT_MS = 15_000;

/** The site's events as server-sent events, until the reader goes away. */
export function streamLive(request: Request, response: Response, site: Site): void {
  response.set({
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    connection: "keep-alive",
  });
  response.flushHeaders();
  response.write("retry: 1000\n\n");
  const end = site.events.subscribe((event) => {
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  });
  const heartbeat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT_MS);
  request.on("close", () => {
    clearInterval(heartbeat);
    end();
  });
}
