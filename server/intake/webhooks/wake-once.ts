import type { TenantId } from "../../contract/index.ts";

const REST_MS = 50;

/**
 * Wakes a tenant's inbox at once, and again only when that is over and something came in meanwhile: a burst of
 * webhooks costs a few jobs and not one each. What is stored before a call is always followed by a wake.
 */
export function createWaker(deps: {
  wake: (tenantId: TenantId) => Promise<void>;
  onFault: (tenantId: TenantId, error: unknown) => void;
}) {
  const busy = new Map<TenantId, { again: boolean }>();

  async function wakeNow(tenantId: TenantId): Promise<void> {
    const state = { again: false };
    busy.set(tenantId, state);
    await deps.wake(tenantId).catch((error: unknown) => deps.onFault(tenantId, error));
    setTimeout(() => {
      busy.delete(tenantId);
      if (state.again) void wakeNow(tenantId);
    }, REST_MS);
  }

  return function wakeSoon(tenantId: TenantId): void {
    const state = busy.get(tenantId);
    if (state === undefined) void wakeNow(tenantId);
    else state.again = true;
  };
}
