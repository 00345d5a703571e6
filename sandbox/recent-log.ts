import type { EventStream } from "./event-stream.ts";
import type { Exchange, TokenNote } from "./state.ts";

export type RecentLog = { tokens(): TokenNote[]; exchanges(): Exchange[]; clear(): void };

const KEPT = 200;

/** The last tokens and REST calls, newest last, for whoever opens the drawer later. Not part of the state. */
export function createRecentLog(events: EventStream): RecentLog {
  let tokens: TokenNote[] = [];
  let exchanges: Exchange[] = [];
  events.subscribe((event) => {
    if (event.type === "token") tokens = [...tokens.slice(1 - KEPT), event.note];
    if (event.type === "exchange") exchanges = [...exchanges.slice(1 - KEPT), event.exchange];
  });
  return {
    tokens: () => tokens,
    exchanges: () => exchanges,
    clear() {
      tokens = [];
      exchanges = [];
    },
  };
}
