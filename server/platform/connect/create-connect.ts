import type { Clock, Config } from "../../kit/index.ts";
import type { InstallationDirectory } from "../../tenants/index.ts";
import type { ProvePerson } from "../prove-person.ts";
import { createInstallKeyFetcher } from "./fetch-install-key.ts";
import { createImpersonation } from "./impersonation.ts";
import { createConnectPerson } from "./prove-connect-person.ts";
import { readDescriptor, type Descriptor } from "./read-descriptor.ts";
import { runAce } from "./run-ace.ts";
import type { SignedTransportDeps } from "./signed-transport.ts";
import { createTransportFor, type TransportFor } from "./transport-for.ts";
import { createInstallVerifier } from "./verify-install.ts";
import { createTokenVerifier } from "./verify-token.ts";

export type ConnectDeps = {
  config: Pick<Config, "baseUrl" | "allowedHosts" | "connectKeysUrl" | "oauthTokenUrl">;
  installations: InstallationDirectory;
  clock: Clock;
  observe: SignedTransportDeps["observe"];
  budget: SignedTransportDeps["budget"];
};

export type ConnectPlatform = ReturnType<typeof createInstallVerifier> & {
  verifyToken: ReturnType<typeof createTokenVerifier>;
  provePerson: ProvePerson;
  transportFor: TransportFor;
  descriptor: Descriptor;
  startAce(): ReturnType<typeof runAce>;
};

/** Everything about Connect in one object. */
export function createConnectPlatform(deps: ConnectDeps): ConnectPlatform {
  const { config, installations, clock } = deps;
  const { baseUrl, allowedHosts } = config;
  const verifyToken = createTokenVerifier({ installations, baseUrl, clock });
  const fetchKey = createInstallKeyFetcher({ keysUrl: config.connectKeysUrl });
  const impersonate = createImpersonation({ tokenUrl: config.oauthTokenUrl, clock });
  const descriptor = readDescriptor(baseUrl);
  return {
    descriptor,
    ...createInstallVerifier({ fetchKey, baseUrl, allowedHosts, clock }),
    verifyToken,
    provePerson: createConnectPerson(verifyToken),
    transportFor: createTransportFor({
      ...{ installations, impersonate, clock, observe: deps.observe, budget: deps.budget },
    }),
    startAce: () => runAce({ baseUrl, descriptor, installations, clock }),
  };
}
