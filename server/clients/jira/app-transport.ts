import type { AccountId } from "../../contract/index.ts";
import { ProductFault, type Result, type Transport } from "../../kit/index.ts";
import type { Caller } from "../../tenants/index.ts";

/** As whom a call is made. */
export type Identity = { kind: "app" } | { kind: "person"; accountId: AccountId };

/** A signed transport to a tenant's Jira, made by whichever platform the tenant installed us through. */
export type TransportFor = (
  caller: Caller,
  target: { product: "jira"; as: Identity },
) => Promise<Result<Transport, "not-installed" | "impersonation-refused">>;

export type AppTransportFor = (caller: Caller) => Promise<Transport>;

/** As the app. A tenant without Jira gets no proposals, so asking for its Jira is a fault. */
export const asApp =
  (transportFor: TransportFor): AppTransportFor =>
  async (caller) => {
    const transport = await transportFor(caller, { product: "jira", as: { kind: "app" } });
    if (transport.ok) return transport.value;
    throw new ProductFault(`Tenant ${caller.tenantId} has no Jira to speak to: ${transport.reason}`, {
      said: "TicketSmith is switched off in this Jira.",
    });
  };
