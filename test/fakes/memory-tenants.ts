import { TenantId, type AuditEntry } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import type {
  Installation,
  InstallationFollowUp,
  InstallationStore,
  OnceToken,
  Tenant,
  TenantStore,
} from "../../server/tenants/index.ts";

/** The ports of tenants/ in memory, with what was written for a test to look at. */
export function createMemoryTenants() {
  const tenants = new Map<TenantId, Tenant>();
  const rows = new Map<string, Installation>();
  const entries: AuditEntry[] = [];
  const followUps: InstallationFollowUp[] = [];
  const erased: TenantId[] = [];

  const used = new Map<string, string>();
  const spend = ({ digest, bodyDigest }: OnceToken) => {
    const before = used.get(digest);
    if (before === undefined) used.set(digest, bodyDigest);
    return before === undefined ? "first" : before === bodyDigest ? "again" : "other";
  };

  const update = (id: TenantId, change: Partial<Tenant>) => {
    const tenant = tenants.get(id);
    if (tenant !== undefined) tenants.set(id, { ...tenant, ...change });
  };
  const byOrigin = (origin: string) => [...tenants.values()].find((tenant) => tenant.origin === origin);

  const tenantStore: TenantStore = {
    actAs: async () => null,
    setActAs: async () => false,
    async findOrCreate(origin, { at, eraseAfter }) {
      const known = byOrigin(origin);
      if (known !== undefined) return known;
      const made: Tenant = {
        id: TenantId.parse(newId()),
        origin,
        createdAt: at,
        uninstalledAt: null,
        eraseAfter,
      };
      tenants.set(made.id, made);
      return made;
    },
    findByOrigin: async (origin) => byOrigin(origin),
    find: async (id) => tenants.get(id),
    async setOrigin(id, origin) {
      if (byOrigin(origin) !== undefined) return false;
      update(id, { origin });
      return true;
    },
    setErasure: async (id, change) => update(id, change),
    list: async () => [...tenants.keys()],
    listToExpire: async () => [],
    listWithLostWork: async () => [],
    listToErase: async (now) =>
      [...tenants.values()]
        .filter((one) => one.eraseAfter !== null && one.eraseAfter <= now)
        .map(({ id }) => id),
    async erase(id, now) {
      const { eraseAfter } = tenants.get(id) ?? { eraseAfter: null };
      if (eraseAfter === null || eraseAfter > now) return false;
      tenants.delete(id);
      for (const [key, row] of rows) if (row.tenantId === id) rows.delete(key);
      erased.push(id);
      return true;
    },
  };

  const installationStore: InstallationStore = {
    findByClientKey: async (clientKey) => rows.get(clientKey),
    find: async (tenantId, id) =>
      [...rows.values()].find((row) => row.tenantId === tenantId && row.id === id),
    list: async (tenantId) => [...rows.values()].filter((row) => row.tenantId === tenantId),
    async save(installation, lines, then, token) {
      if (token !== undefined && spend(token) === "other") return false;
      rows.set(installation.clientKey, installation);
      entries.push(...lines);
      followUps.push(...then);
      return true;
    },
    async setState(before, change, lines, token) {
      if (token !== undefined && spend(token) !== "first") return false;
      const row = rows.get(before.clientKey);
      if (row?.state !== before.state || row.baseUrl !== before.baseUrl) return false;
      rows.set(before.clientKey, { ...row, ...change });
      entries.push(...lines);
      return true;
    },
    async setLicence(_tenantId, id, licence) {
      for (const [key, row] of rows) if (row.id === id) rows.set(key, { ...row, licence });
    },
    async move(installation, to) {
      const row = rows.get(installation.clientKey);
      if (row !== undefined) rows.set(installation.clientKey, { ...row, tenantId: to });
    },
  };

  return { tenantStore, installationStore, tenants, rows, entries, followUps, erased };
}
