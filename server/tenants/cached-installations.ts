import { LRUCache } from "lru-cache";
import type { TenantId } from "../contract/index.ts";
import type { Installation, Product } from "./installation.ts";
import type { InstallationStore } from "./ports.ts";

/** Short, because another process may have changed the row; `findFresh` is for when that matters. */
const KEPT_MS = 10_000;
/** Anybody may name a site in a token. What another process installs this very moment is known here that much later. */
const UNKNOWN_MS = 2_000;

export type InstallationDirectory = InstallationStore & {
  /** Past the cache: the secret may have been rotated through another process. */
  findFresh(clientKey: string): Promise<Installation | undefined>;
  /** The product's installation that may be used now. `fresh` looks past the cache. */
  enabledFor(
    tenantId: TenantId,
    product: Product,
    how?: { fresh: boolean },
  ): Promise<Installation | undefined>;
};

/**
 * Keeps what each request looks up first. A change made through this object shows at once; one made by
 * another process within `KEPT_MS`. That a key is unknown is kept for a moment only, and not past an install here.
 */
export function createInstallationDirectory(
  store: InstallationStore,
  onLookUp: (from: "memory" | "database") => void = () => {},
): InstallationDirectory {
  const byKey = new LRUCache<string, Installation>({ max: 5_000, ttl: KEPT_MS });
  const byTenant = new LRUCache<string, Installation[]>({ max: 5_000, ttl: KEPT_MS });
  const unknown = new LRUCache<string, true>({ max: 10_000, ttl: UNKNOWN_MS });
  // A read that began before a change must not put the old row back after it.
  let changes = 0;

  async function changing<T>(work: () => Promise<T>, ...touched: { clientKey?: string; tenantId: string }[]) {
    const forget = () => {
      changes += 1;
      for (const { clientKey, tenantId } of touched) {
        byTenant.delete(tenantId);
        if (clientKey === undefined) byKey.clear();
        else {
          byKey.delete(clientKey);
          unknown.delete(clientKey);
        }
      }
    };
    forget();
    return work().finally(forget);
  }

  async function findFresh(clientKey: string) {
    const seen = changes;
    onLookUp("database");
    const found = await store.findByClientKey(clientKey);
    if (seen !== changes) return found;
    if (found === undefined) unknown.set(clientKey, true);
    else byKey.set(clientKey, found);
    return found;
  }

  async function listFresh(tenantId: TenantId) {
    const seen = changes;
    const found = await store.list(tenantId);
    if (seen === changes) byTenant.set(tenantId, found);
    return found;
  }

  return {
    find: (tenantId, id) => store.find(tenantId, id),
    list: (tenantId) => store.list(tenantId),
    findFresh,
    async findByClientKey(clientKey) {
      const known = byKey.get(clientKey);
      if (known === undefined) {
        if (unknown.has(clientKey)) return undefined;
        return findFresh(clientKey);
      }
      onLookUp("memory");
      return known;
    },
    async enabledFor(tenantId, product, { fresh } = { fresh: false }) {
      const known = fresh ? undefined : byTenant.get(tenantId);
      const all = known ?? (await listFresh(tenantId));
      return all.find((one) => one.product === product && one.state === "enabled");
    },
    save: (installation, entries, then, token) =>
      changing(() => store.save(installation, entries, then, token), installation),
    setState: (before, change, entries, token) =>
      changing(() => store.setState(before, change, entries, token), before),
    setLicence: (tenantId, id, licence) =>
      changing(() => store.setLicence(tenantId, id, licence), { tenantId }),
    move: (installation, to) =>
      changing(() => store.move(installation, to), installation, { ...installation, tenantId: to }),
  };
}
