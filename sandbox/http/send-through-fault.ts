import { setTimeout as wait } from "node:timers/promises";
import type { Response } from "express";
import type { FaultEffect } from "../fault.ts";
import type { Answer } from "./call.ts";

/** An answer as it goes over the wire; a null body is none at all. */
export type WireAnswer = { status: number; headers: Record<string, string>; body: string | null };

export function inJson({ status, headers = {}, body }: Answer): WireAnswer {
  if (body === undefined) return { status, headers, body: null };
  const type = { "content-type": "application/json; charset=utf-8" };
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(body) };
}

function send(response: Response, { status, headers, body }: WireAnswer): void {
  response.status(status).set(headers);
  if (body === null) response.end();
  else response.send(body);
}

/** The headers promise the whole of it. What has no body breaks off within its headers. */
function sendHalf(response: Response, { status, headers, body }: WireAnswer): void {
  const cut = () => void response.socket?.destroy();
  if (body === null) {
    response.socket?.write(`HTTP/1.1 ${status} Half an ans`, cut);
    return;
  }
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, "content-length": bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), cut);
}

export type Sending = {
  response: Response;
  /** Does what was asked. Whether and when it is called is part of the effect. */
  perform: () => WireAnswer;
  /** Ends every wait: who waits in a server that stops does nothing any more. */
  stopped: AbortSignal;
};

/**
 * Answers a call as a planted fault would have it, or as ever without one. Effects that need to know what is
 * asked (stale reads, limits, no effect) lie in `perform`. Returns what was sent: null when nothing was.
 */
export async function sendThroughFault(
  effect: FaultEffect | undefined,
  { response, perform, stopped }: Sending,
): Promise<WireAnswer | null> {
  const answer = (wire: WireAnswer): WireAnswer => {
    send(response, wire);
    return wire;
  };
  switch (effect?.kind) {
    case "answer":
      return answer(inJson(effect));
    case "html":
      return answer({
        status: effect.status,
        headers: { "content-type": "text/html; charset=utf-8" },
        body: effect.html,
      });
    case "half": {
      const wire = perform();
      sendHalf(response, wire);
      return wire;
    }
    case "drop":
      if (effect.after === true) perform();
      response.socket?.destroy();
      return null;
    case "delay": {
      const early = effect.after === true ? perform() : undefined;
      await wait(effect.ms, undefined, { signal: stopped, ref: false }).catch(() => undefined);
      return stopped.aborted ? null : answer(early ?? perform());
    }
    default:
      return answer(perform());
  }
}
