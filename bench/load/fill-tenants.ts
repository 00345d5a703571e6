import { randomBytes, randomUUID } from "node:crypto";
import { InstallationId } from "../../server/contract/index.ts";
import { createSealer, type DatabaseConfig } from "../../server/kit/index.ts";
import { createStores, migrateServer, openDatabase } from "../../server/records/index.ts";
import type { Sender } from "./sign-webhooks.ts";

const AT_ONCE = 8;

/** Sites that installed the app, with a secret each, in a migrated database. */
export async function fillTenants(
  config: Extract<DatabaseConfig, { kind: "server" }> & { migrationUrl: string },
  count: number,
  keyRing: string,
): Promise<Sender[]> {
  await migrateServer(config);
  const db = await openDatabase(config, { onError: console.error });
  const queue = { send: () => Promise.reject(new Error("Nothing follows here")) };
  const stores = createStores({ db, sealer: createSealer(keyRing), queue });
  const senders: Sender[] = [];
  const addOne = async (number: number) => {
    const at = new Date();
    const baseUrl = `https://site-${number}.atlassian.net`;
    const tenant = await stores.tenants.findOrCreate(baseUrl, { at, eraseAfter: at });
    const sender = { clientKey: randomUUID(), sharedSecret: randomBytes(32).toString("hex") };
    const fresh = {
      ...{ id: InstallationId.parse(randomUUID()), tenantId: tenant.id, product: "jira" as const, ...sender },
      ...{
        baseUrl,
        displayUrl: null,
        oauthClientId: null,
        state: "enabled" as const,
        licence: "active" as const,
      },
      ...{ installedAt: at, uninstalledAt: null },
    };
    await stores.installations.save(fresh, [], []);
    await stores.tenants.setErasure(tenant.id, { uninstalledAt: null, eraseAfter: null });
    senders.push(sender);
  };
  try {
    for (let from = 0; from < count; from += AT_ONCE) {
      await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) => addOne(from + at)),
      );
    }
  } finally {
    await db.close();
  }
  return senders;
}
