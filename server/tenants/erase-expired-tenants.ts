import type { Clock } from "../kit/index.ts";
import type { TenantStore } from "./ports.ts";

/** Erases every tenant whose time has come; returns how many. One that fails does not keep the others. */
export function createTenantEraser(deps: {
  tenants: TenantStore;
  clock: Clock;
  onFault: (error: unknown) => void;
}) {
  return async function eraseExpiredTenants(): Promise<number> {
    const now = deps.clock.now();
    let erased = 0;
    for (const id of await deps.tenants.listToErase(now)) {
      try {
        if (await deps.tenants.erase(id, now)) erased += 1;
      } catch (error) {
        deps.onFault(error);
      }
    }
    return erased;
  };
}
