import type { AccountId, TenantId } from "../contract/index.ts";

/** An Atlassian account, or the app itself, which may propose and never approve. */
export type Actor = { kind: "person"; accountId: AccountId } | { kind: "app" };

/**
 * Who is asking, and for which tenant. Every door builds exactly one, and every function that
 * touches stored data takes it first. There is no "current tenant".
 */
export type Caller = { tenantId: TenantId; actor: Actor; requestId: string };
export type PersonCaller = Caller & { actor: { kind: "person"; accountId: AccountId } };

export const appCaller = (tenantId: TenantId, requestId: string): Caller => ({
  tenantId,
  actor: { kind: "app" },
  requestId,
});

/** The caller as the audit log names them. */
export const namedActor = (caller: Caller): AccountId | "app" =>
  caller.actor.kind === "person" ? caller.actor.accountId : "app";
