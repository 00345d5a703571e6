import type { TenantId } from "../../contract/index.ts";

const REST_MS = 50;

/**
 * Wakes inboxes at once, and again only when that is over and something came in meanwhile: a burst of webhooks, of
 * one tenant or of many, costs a few calls and not one each. What is stored before a call is always followed by a wake.
 */
export function createWaker(deps: {
  wake: (tenants: readonly TenantId[]) => Promise<void>;
  onFault: (error: unknown) => void;
}) {
  let waiting = new Set<TenantId>();
  let busy = false;

  async function wakeNow(): Promise<void> {
    const tenants = [...waiting];
    waiting = new Set();
    busy = true;
    await deps.wake(tenants).catch(deps.onFault);
    setTimeout(() => {
      busy = false;
      if (waiting.size > 0) void wakeNow();
    }, REST_MS);
  }

  return function wakeSoon(tenantId: TenantId): void {
    waiting.add(tenantId);
    if (!busy) void wakeNow();
  };
}
