import type { StopView } from "../contract/index.ts";
import { ok, refuse, type Result } from "../kit/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { StopStore } from "./policy-ports.ts";

/** The refusals are sentences. */
export type StopSwitch = {
  read(caller: Caller): Promise<StopView>;
  stop(caller: Caller, reason: string | null): Promise<Result<StopView>>;
  go(caller: Caller): Promise<Result<StopView>>;
};

/**
 * The switch for a whole site. Stopped, nothing is approved and nothing is written to Jira; what is under way ends its
 * current call, waits, and goes on by itself. Who may throw it, the door has proven.
 */
export function createStopSwitch({ stops }: { stops: (caller: Caller) => StopStore }): StopSwitch {
  return {
    read: (caller) => stops(caller).read(),
    async stop(caller, reason) {
      const store = stops(caller);
      return (await store.stop(reason)) ? ok(await store.read()) : refuse("This site is stopped already.");
    },
    async go(caller) {
      const store = stops(caller);
      return (await store.go()) ? ok(await store.read()) : refuse("Nobody has stopped this site.");
    },
  };
}
