import type { ClientInfo, StoreAdapter } from "atlassian-connect-express";
import type { InstallationDirectory } from "../../tenants/index.ts";
import { APP_KEY } from "./read-descriptor.ts";

/**
 * Our installations as ACE reads them while it authenticates. It never writes: its install route is off, and
 * installs go through our own proof. Everything it has no business asking for is refused.
 */
export function createAceStore(installations: Pick<InstallationDirectory, "findByClientKey">): StoreAdapter {
  const refused = async (): Promise<never> => {
    throw new Error("ACE may only look up an installation");
  };
  const find = async (key: string, clientKey: string): Promise<ClientInfo | null> => {
    if (key !== "clientInfo") return refused();
    const found = await installations.findByClientKey(clientKey);
    if (found === undefined || found.sharedSecret === null) return null;
    return {
      key: APP_KEY,
      clientKey: found.clientKey,
      publicKey: "",
      sharedSecret: found.sharedSecret,
      serverVersion: "",
      pluginsVersion: "",
      baseUrl: found.baseUrl,
      productType: found.product,
      description: "",
      eventType: "installed",
    };
  };
  return Object.assign(
    {
      // ACE's types let the asker name the result; it asks for nothing but this.
      get: find as StoreAdapter["get"],
      set: refused,
      del: refused,
      saveInstallation: refused,
      getAllClientInfos: refused,
      getClientSettingsForForgeInstallation: refused,
      deleteAssociation: refused,
      forForgeInstallation: () => ({ get: refused, set: refused, del: refused }),
    },
    { isMemoryStore: () => false },
  );
}
