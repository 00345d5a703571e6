import type { Fetch } from "./call-server.ts";
import { readEventStream } from "./read-event-stream.ts";

/** `live`: changes arrive by themselves. `polling`: the stream keeps failing, so we look every 15 seconds. */
export type StreamState = "connecting" | "live" | "polling";

type Deps = {
  fetch: Fetch;
  getToken: () => Promise<string>;
  path: string;
  onChanged: () => void;
  onState: (state: StreamState) => void;
  random?: () => number;
};

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** The server sends a sign of life more often than this; longer silence is a dead connection. */
const SILENCE_MS = 60_000;
const POLL_MS = 15_000;
const FAILURES_BEFORE_POLLING = 2;

/** Keeps one stream of events open until the returned function is called; reconnects, and polls while it cannot. */
export function followEvents(deps: Deps): () => void {
  const stop = new AbortController();
  const poller = createPoller(deps.onChanged);
  const onState = (state: StreamState) => {
    poller.set(state === "polling");
    deps.onState(state);
  };
  void keepFollowing({ ...deps, onState }, stop.signal);
  return () => {
    poller.set(false);
    stop.abort();
  };
}

async function keepFollowing(deps: Deps, stop: AbortSignal): Promise<void> {
  let failures = 0;
  deps.onState("connecting");
  while (!stop.aborted) {
    const ended = await followOnce(deps, stop);
    if (stop.aborted) return;

    failures = ended === "failed" ? failures + 1 : 0;
    deps.onState(failures >= FAILURES_BEFORE_POLLING ? "polling" : "connecting");
    await wait(backoff(failures, deps.random ?? Math.random), stop);
  }
}

/** "ended": it had been open, so trying again soon is fair. */
async function followOnce(deps: Deps, stop: AbortSignal): Promise<"ended" | "failed"> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  let opened = false;
  try {
    const headers = { accept: "text/event-stream", authorization: `JWT ${await deps.getToken()}` };
    const response = await deps.fetch(deps.path, {
      headers,
      signal: AbortSignal.any([stop, silence.signal]),
    });
    if (!response.ok || response.body === null) return "failed";

    opened = true;
    deps.onState("live");
    // Whatever happened while we were not listening is found by looking once.
    deps.onChanged();
    await readEventStream(response.body, {
      heard,
      event: (event) => {
        if (event.type === "changed") deps.onChanged();
        if (event.type === "reconnect") silence.abort();
      },
    });
    return "ended";
  } catch {
    return opened ? "ended" : "failed";
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

function backoff(failures: number, random: () => number): number {
  const longest = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
  return longest * (0.5 + random() / 2);
}

function wait(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    stop.addEventListener("abort", finish);
  });
}

function createPoller(look: () => void) {
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    set(on: boolean) {
      if (on === (timer !== undefined)) return;
      clearInterval(timer);
      timer = on ? setInterval(look, POLL_MS) : undefined;
    },
  };
}
