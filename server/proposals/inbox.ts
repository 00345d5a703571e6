import type { TenantId } from "../contract/index.ts";
import type { Caller } from "../tenants/index.ts";

/** A verified webhook as it was stored. `body` is untrusted JSON; `trace` is our own header coming back. */
export type Delivery = {
  tenantId: TenantId;
  identifier: string;
  event: string;
  body: unknown;
  trace: string | null;
  receivedAt: Date;
};

/** One that has just come in. `json` is its body, and such that a database takes it for JSON. */
export type FreshDelivery = Omit<Delivery, "body"> & { json: string };

/** Appends verified webhooks of many tenants at once; one already there (same tenant and identifier) is left alone. */
export type InboxAppender = (deliveries: readonly FreshDelivery[]) => Promise<void>;

export type Inbox = {
  /**
   * Hands over stored deliveries one by one, oldest first, each in its own transaction that also notes it as handled.
   * A handler that throws leaves the delivery for later, at most five times. Answers how many were handled.
   */
  drain(caller: Caller, limit: number, handle: (delivery: Delivery) => Promise<void>): Promise<number>;
};
