import type { AccountId } from "../../contract/index.ts";
import { ok, refuse, type Clock, type Result, type Transport } from "../../kit/index.ts";
import type { Caller, Installation, InstallationDirectory, Product } from "../../tenants/index.ts";
import type { Impersonate } from "./impersonation.ts";
import { signAsApp } from "./sign-request.ts";
import type { Budget } from "../budget/create-budget.ts";
import { createSignedTransport, type SignedTransportDeps } from "./signed-transport.ts";

export type Identity = { kind: "app" } | { kind: "person"; accountId: AccountId };

/** Leads to one product of the caller's tenant, as the app or as a person the site lets us act for. */
export type TransportFor = (
  caller: Pick<Caller, "tenantId" | "urgency">,
  to: { product: Product; as: Identity },
) => Promise<Result<Transport, "not-installed" | "impersonation-refused">>;

export type TransportForDeps = {
  installations: Pick<InstallationDirectory, "enabledFor">;
  impersonate: Impersonate;
  clock: Clock;
  observe: SignedTransportDeps["observe"];
  budget: Budget;
};

/** Rejects with `TransportFault` when the authorization server does not answer. */
export function createTransportFor(deps: TransportForDeps): TransportFor {
  const { installations, impersonate, clock, observe, budget } = deps;
  return async function transportFor({ tenantId, urgency = "live" }, { product, as }) {
    const common = { tenantId, product, urgency, clock, observe, budget };
    const find = (fresh: boolean) => installations.enabledFor(tenantId, product, { fresh });
    const installation = await find(false);
    if (installation === undefined) return refuse("not-installed");

    if (as.kind === "app") {
      return ok(appTransport({ ...common, find }));
    }
    const first = await impersonate(installation, as.accountId, { fresh: false });
    if (!first.ok) return first;
    return ok(
      createSignedTransport({
        ...common,
        async sign(_request, { fresh }) {
          const current = await find(fresh);
          if (current === undefined) return undefined;
          const token = await impersonate(current, as.accountId, { fresh });
          return token.ok ? { baseUrl: current.baseUrl, authorization: `Bearer ${token.value}` } : undefined;
        },
      }),
    );
  };
}

/** Looks the installation up for each request, so that a rotated secret counts at once. */
export function appTransport(
  deps: Omit<SignedTransportDeps, "sign"> & { find: (fresh: boolean) => Promise<Installation | undefined> },
): Transport {
  return createSignedTransport({
    ...deps,
    async sign(request, { fresh }) {
      const site = await deps.find(fresh);
      if (site === undefined || site.sharedSecret === null) return undefined;
      const { baseUrl, clientKey, sharedSecret } = site;
      return { baseUrl, authorization: signAsApp(request, { clientKey, sharedSecret }, deps.clock.now()) };
    },
  });
}
